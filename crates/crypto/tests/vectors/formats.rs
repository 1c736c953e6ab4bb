//! The vectors of §2 to §4 and §6: keys, EncStrings, files, RSA, fingerprints.

use portal_crypto::cbor::{self, Value as Cbor};
use portal_crypto::encoding::{from_base64, to_base64};
use portal_crypto::{EncString, PrivateKey, PublicKey, SharedKey, SymmetricKey, binary};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Outcome, bytes, key, rsa, shown, text};

/// The COSE_Key inside a V2 key's bytes.
fn cose(key: &SymmetricKey) -> Cbor {
    let bytes = key.to_bytes();
    let padding = usize::from(*bytes.last().expect("a key has bytes"));
    cbor::read(&bytes[..bytes.len() - padding]).expect("a V2 key is a COSE key")
}

fn algorithm(key: &SymmetricKey) -> Option<i64> {
    key.is_v2().then(|| {
        cose(key)
            .get(3)
            .and_then(Cbor::integer)
            .expect("a COSE key names its algorithm")
    })
}

/// The form of a key as the vectors name it.
pub fn form(key: &SymmetricKey) -> &'static str {
    match algorithm(key) {
        None => "aes256-cbc-hmac",
        Some(-70_000) => "xchacha20-poly1305",
        Some(-70_010) => "xaes-256-gcm",
        Some(other) => panic!("unknown algorithm {other}"),
    }
}

/// A random source that gives the IV or nonce this text was made with.
pub fn iv_of(enc: &EncString) -> impl FnMut(&mut [u8]) + use<> {
    let (_, rest) = enc.as_str().split_once('.').expect("the text has a type");
    let first = from_base64(rest.split('|').next().unwrap_or_default()).expect("the first part is base64");
    let iv = if enc.is_v2() {
        let Ok(Cbor::Array(parts)) = cbor::read(&first) else {
            panic!("type 7 is an array");
        };
        parts[1]
            .get(5)
            .and_then(Cbor::bytes)
            .expect("type 7 has a nonce")
            .to_vec()
    } else {
        first
    };
    move |buffer: &mut [u8]| buffer.copy_from_slice(&iv)
}

pub fn symmetric_key(input: &Value, _: &Value) -> Outcome {
    let key = key(input, "/bytes")?;
    let raw = key.to_bytes();
    assert_eq!(*raw, bytes(input, "/bytes"), "a key is written as it was read");
    Ok(match algorithm(&key) {
        None => json!({
            "form": form(&key),
            "keyId": key.key_id(),
            "enc": to_base64(&raw[..32]),
            "mac": to_base64(&raw[32..]),
        }),
        Some(number) => json!({
            "form": form(&key),
            "keyId": key.key_id(),
            "key": to_base64(cose(&key).get(-1).and_then(Cbor::bytes).expect("a COSE key has a key")),
            "alg": number,
        }),
    })
}

pub fn enc_string(input: &Value, want: &Value) -> Outcome {
    let key = key(input, "/key")?;
    let enc = EncString::new(text(input, "/enc"));
    assert_eq!(enc.as_str(), text(input, "/enc"), "the text survives reading");
    if !want["bytes"].is_null() {
        return Ok(json!({ "bytes": to_base64(&enc.decrypt_bytes(&key)?) }));
    }
    let plain = enc.decrypt_text(&key)?;
    let again = EncString::encrypt_text_with(&plain, &key, &mut iv_of(&enc))?;
    let padded: Vec<String> = enc.as_str()[2..]
        .split('|')
        .map(|part| to_base64(&from_base64(part).expect("a part is base64")))
        .collect();
    assert_eq!(
        again.as_str(),
        format!("{}{}", &enc.as_str()[..2], padded.join("|")),
        "encrypting with the same IV gives the same text, padded"
    );
    Ok(json!({ "text": plain }))
}

pub fn wrapped_key(input: &Value, _: &Value) -> Outcome {
    let under = key(input, "/key")?;
    let enc = EncString::new(text(input, "/enc"));
    let key = enc.unwrap_key(&under)?;
    let again = EncString::wrap_key_with(&key, &under, &mut iv_of(&enc))?;
    assert_eq!(again, enc, "wrapping with the same IV gives the same text");
    Ok(json!({ "key": shown(&key) }))
}

pub fn item_key(input: &Value, _: &Value) -> Outcome {
    let key = EncString::new(text(input, "/key")).unwrap_key(&key(input, "/organizationKey")?)?;
    Ok(json!({ "key": shown(&key) }))
}

pub fn private_key(input: &Value, _: &Value) -> Outcome {
    let key = key(input, "/key")?;
    let enc = EncString::new(text(input, "/wrapped"));
    let pkcs8 = enc.decrypt_bytes(&key)?;
    let again = EncString::encrypt_private_key(&pkcs8, &key, &mut iv_of(&enc))?;
    assert_eq!(again, enc, "encrypting with the same IV gives the same text");
    let digest: String = Sha256::digest(&*pkcs8)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let public = PrivateKey::from_pkcs8_blocking(&pkcs8)?;
    Ok(json!({ "pkcs8Sha256": digest, "publicKey": to_base64(public.spki()) }))
}

pub fn shared_key(input: &Value, _: &Value) -> Outcome {
    let own = rsa(input, "/privateKey")?;
    let key = own.open_blocking(&SharedKey::parse(text(input, "/enc"))?)?;
    // OAEP has no second chance at the same bytes, so what is written only has to open again.
    let again = PublicKey::from_spki_blocking(own.spki())?.share_blocking(&key)?;
    assert!(again.to_string().starts_with("4."), "type 4 is what is written");
    assert!(own.open_blocking(&SharedKey::parse(&again.to_string())?)? == key);
    Ok(json!({ "key": shown(&key), "form": form(&key) }))
}

pub fn file(input: &Value, _: &Value) -> Outcome {
    let plain = binary::decrypt(&bytes(input, "/buffer"), &key(input, "/key")?)?;
    Ok(json!({ "bytes": to_base64(&plain) }))
}

pub fn fingerprint(input: &Value, _: &Value) -> Outcome {
    let phrase = portal_crypto::fingerprint::phrase(text(input, "/material"), &bytes(input, "/publicKey"));
    Ok(json!({ "phrase": phrase }))
}

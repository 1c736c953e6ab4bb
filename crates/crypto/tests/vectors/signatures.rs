//! The vectors of §11: V2 key sets and signed public keys.
//!
//! The library leaves verifying signatures out, since no flow of the portal needs it; these tests do it themselves, so
//! that the keys it opens are known to be the ones that were signed.

use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair, ML_DSA_44, ML_DSA_44_SIGNING, PqdsaKeyPair, UnparsedPublicKey,
};
use portal_crypto::account::{AccountKeys, open_private_key};
use portal_crypto::cbor::{self, Value as Cbor};
use portal_crypto::encoding::to_base64;
use portal_crypto::{EncString, PrivateKey, SymmetricKey};
use serde_json::{Value, json};

use crate::support::{Outcome, Refused, bytes, key, text};

/// Namespaces of signatures.
const PUBLIC_KEY: i64 = 1;
const SECURITY_STATE: i64 = 2;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Ed25519,
    MlDsa44,
}

impl Algorithm {
    fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::MlDsa44 => "ml-dsa-44",
        }
    }

    fn number(self) -> i64 {
        match self {
            Self::Ed25519 => -8,
            Self::MlDsa44 => -48,
        }
    }
}

struct VerifyingKey {
    algorithm: Algorithm,
    id: Vec<u8>,
    public: Vec<u8>,
}

fn integer(map: &Cbor, label: i64) -> Option<i64> {
    map.get(label).and_then(Cbor::integer)
}

fn byte_string(map: &Cbor, label: i64) -> Vec<u8> {
    map.get(label).and_then(Cbor::bytes).expect("a byte string").to_vec()
}

/// The value under a text label: payloads have those.
fn named<'c>(map: &'c Cbor, name: &str) -> Option<&'c Cbor> {
    let Cbor::Map(pairs) = map else { return None };
    pairs
        .iter()
        .find(|(label, _)| matches!(label, Cbor::Text(text) if text == name))
        .map(|(_, value)| value)
}

fn verifying_key(bytes: &[u8]) -> Result<VerifyingKey, Refused> {
    let map = cbor::read(bytes)?;
    let (algorithm, public) = match (integer(&map, 1), integer(&map, 3)) {
        (Some(1), Some(-8)) if integer(&map, -1) == Some(6) => (Algorithm::Ed25519, -2),
        (Some(7), Some(-48)) => (Algorithm::MlDsa44, -1),
        _ => return Err(Refused::Signature("not a verifying key")),
    };
    Ok(VerifyingKey {
        algorithm,
        id: byte_string(&map, 2),
        public: byte_string(&map, public),
    })
}

/// The payload of a COSE_Sign1 of this namespace, if the signature verifies.
fn verify(signed: &[u8], key: &VerifyingKey, namespace: i64) -> Result<Cbor, Refused> {
    let Cbor::Array(parts) = cbor::read(signed)? else {
        return Err(Refused::Signature("not COSE_Sign1"));
    };
    let [protected, Cbor::Map(_), payload, signature] = parts.as_slice() else {
        return Err(Refused::Signature("not COSE_Sign1"));
    };
    let [protected, payload, signature] = [protected, payload, signature].map(|part| part.bytes().expect("bytes"));
    let header = cbor::read(protected)?;
    if integer(&header, -80_000) != Some(namespace) {
        return Err(Refused::Signature("signed for another namespace"));
    }
    if integer(&header, 1) != Some(key.algorithm.number()) || integer(&header, 3) != Some(60) {
        return Err(Refused::Signature("header"));
    }
    let mut message = Vec::new();
    cbor::head(&mut message, 4, 4);
    cbor::text(&mut message, "Signature1");
    cbor::bytes(&mut message, protected);
    cbor::bytes(&mut message, b"");
    cbor::bytes(&mut message, payload);
    match key.algorithm {
        Algorithm::Ed25519 => UnparsedPublicKey::new(&ED25519, &key.public).verify(&message, signature),
        Algorithm::MlDsa44 => UnparsedPublicKey::new(&ML_DSA_44, &key.public).verify(&message, signature),
    }
    .map_err(|_| Refused::Signature("signature does not verify"))?;
    Ok(cbor::read(payload)?)
}

fn verify_public_key(signed: &[u8], key: &VerifyingKey) -> Result<String, Refused> {
    let message = verify(signed, key, PUBLIC_KEY)?;
    let number = |name: &str| named(&message, name).and_then(Cbor::integer);
    assert_eq!((number("algorithm"), number("contentFormat")), (Some(0), Some(0)));
    let spki = named(&message, "publicKey")
        .and_then(Cbor::bytes)
        .expect("a public key");
    Ok(to_base64(spki))
}

/// The public half of a signing key as it lies under the user key.
fn public_of(signing: &Cbor, algorithm: Algorithm) -> Vec<u8> {
    match algorithm {
        Algorithm::Ed25519 => Ed25519KeyPair::from_seed_unchecked(&byte_string(signing, -4))
            .expect("an Ed25519 seed")
            .public_key()
            .as_ref()
            .to_vec(),
        Algorithm::MlDsa44 => PqdsaKeyPair::from_seed(&ML_DSA_44_SIGNING, &byte_string(signing, -2))
            .expect("an ML-DSA seed")
            .public_key()
            .as_ref()
            .to_vec(),
    }
}

/// Opens a V2 account's keys and checks that they belong together.
pub fn key_set(user_key: &SymmetricKey, account: &Value) -> Outcome {
    let stated = AccountKeys {
        wrapped_private_key: text(account, "/publicKeyEncryptionKeyPair/wrappedPrivateKey"),
        public_key: account["publicKeyEncryptionKeyPair"]["publicKey"].as_str(),
        has_signature_key_pair: account["signatureKeyPair"].is_object(),
        has_security_state: account["securityState"].is_object(),
    };
    let own = PrivateKey::from_pkcs8_blocking(&open_private_key(&stated, user_key)?)?;
    let public = to_base64(own.spki());
    assert_eq!(public, text(account, "/publicKeyEncryptionKeyPair/publicKey"));

    let verifying = verifying_key(&bytes(account, "/signatureKeyPair/verifyingKey"))?;
    let signed = bytes(account, "/publicKeyEncryptionKeyPair/signedPublicKey");
    assert_eq!(verify_public_key(&signed, &verifying)?, public);

    let wrapped = EncString::new(text(account, "/signatureKeyPair/wrappedSigningKey"));
    let signing = cbor::read(&wrapped.decrypt_bytes(user_key)?)?;
    assert_eq!(byte_string(&signing, 2), verifying.id);
    assert_eq!(public_of(&signing, verifying.algorithm), verifying.public);

    let state = verify(
        &bytes(account, "/securityState/securityState"),
        &verifying,
        SECURITY_STATE,
    )?;
    let version = named(&state, "version").and_then(Cbor::integer);
    assert_eq!(version, account["securityState"]["securityVersion"].as_i64());
    Ok(json!({ "algorithm": verifying.algorithm.name(), "publicKey": public, "securityVersion": version }))
}

pub fn v2_keys(input: &Value, _: &Value) -> Outcome {
    let user_key = key(input, "/userKey")?;
    let mut got = key_set(&user_key, &input["accountKeys"])?;
    got["keyId"] = user_key.key_id().into();
    Ok(got)
}

pub fn signed_public_key(input: &Value, _: &Value) -> Outcome {
    let verifying = verifying_key(&bytes(input, "/verifyingKey"))?;
    let public = verify_public_key(&bytes(input, "/signedPublicKey"), &verifying)?;
    Ok(json!({ "publicKey": public, "algorithm": verifying.algorithm.name() }))
}

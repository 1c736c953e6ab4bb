//! The vectors of §1 and §3.4 (from a password to the user key), of registration (§7.7) and of exports (§12).

use portal_crypto::encoding::to_base64;
use portal_crypto::kdf::{derive_blocking, normalise_salt};
use portal_crypto::{CryptoError, EncString, MasterKey, PrivateKey};
use serde_json::{Value, json};

use crate::formats::{form, iv_of};
use crate::signatures;
use crate::support::{API_KDF, Outcome, Refused, bytes, shown, text};

/// The names of KDF settings in the vectors themselves.
const PLAIN_KDF: [&str; 4] = ["type", "iterations", "memory", "parallelism"];
/// And in an export.
const EXPORT_KDF: [&str; 4] = ["kdfType", "kdfIterations", "kdfMemory", "kdfParallelism"];

fn given(input: &Value) -> MasterKey {
    MasterKey::from_bytes(bytes(input, "/masterKey").try_into().expect("32 bytes"))
}

fn derived(input: &Value, salt: &str) -> Result<MasterKey, CryptoError> {
    let kdf = crate::support::kdf(input, "/kdf", PLAIN_KDF)?;
    derive_blocking(text(input, "/password").as_bytes(), salt, &kdf)
}

pub fn kdf(input: &Value, _: &Value) -> Outcome {
    let salt = text(input, "/salt");
    let salt = if input["normaliseSalt"] == true {
        normalise_salt(salt)
    } else {
        salt.to_owned()
    };
    Ok(json!({ "masterKey": to_base64(derived(input, &salt)?.as_bytes()) }))
}

pub fn password_hash(input: &Value, _: &Value) -> Outcome {
    let (master, password) = (given(input), text(input, "/password").as_bytes());
    Ok(json!({ "server": master.server_hash(password), "local": master.local_hash(password) }))
}

pub fn stretch(input: &Value, _: &Value) -> Outcome {
    let key = given(input).stretched();
    let plain = EncString::new(text(input, "/witness")).decrypt_bytes(&key)?;
    Ok(json!({ "key": shown(&key), "witnessPlain": to_base64(&plain) }))
}

pub fn user_key(input: &Value, _: &Value) -> Outcome {
    let master = if input["masterKey"].is_string() {
        given(input)
    } else {
        derived(input, text(input, "/salt"))?
    };
    let wrapped = EncString::new(text(input, "/wrapped"));
    let key = master.unwrap_user_key(&wrapped)?;
    let again = master.wrap_user_key_with(&key, &mut iv_of(&wrapped))?;
    assert_eq!(again, wrapped, "wrapping with the same IV gives the same text");
    let mut shown = json!({ "key": shown(&key), "form": form(&key) });
    if key.is_v2() {
        shown["keyId"] = key.key_id().into();
    }
    Ok(shown)
}

pub fn registration(input: &Value, _: &Value) -> Outcome {
    let request = &input["request"];
    let (proof, unlock) = (
        &request["masterPasswordAuthentication"],
        &request["masterPasswordUnlock"],
    );
    assert_eq!(normalise_salt(text(request, "/email")), text(unlock, "/salt"));
    assert_eq!((&proof["salt"], &proof["kdf"]), (&unlock["salt"], &unlock["kdf"]));
    let password = text(input, "/password").as_bytes();
    let settings = crate::support::kdf(unlock, "/kdf", API_KDF)?;
    let master = derive_blocking(password, text(unlock, "/salt"), &settings)?;
    assert_eq!(
        master.server_hash(password),
        text(proof, "/masterPasswordAuthenticationHash")
    );
    let user_key = master.unwrap_user_key(&EncString::new(text(unlock, "/masterKeyWrappedUserKey")))?;
    if request["accountKeys"].is_object() {
        let set = signatures::key_set(&user_key, &request["accountKeys"])?;
        assert_eq!(text(unlock, "/containedKeyId"), user_key.key_id());
        return Ok(json!({
            "userKey": shown(&user_key),
            "publicKey": set["publicKey"],
            "version": 2,
            "keyId": user_key.key_id(),
            "signatureAlgorithm": request["accountKeys"]["signatureKeyPair"]["signatureAlgorithm"],
        }));
    }
    let pair = &request["userAsymmetricKeys"];
    let pkcs8 = EncString::new(text(pair, "/encryptedPrivateKey")).decrypt_bytes(&user_key)?;
    let public = to_base64(PrivateKey::from_pkcs8_blocking(&pkcs8)?.spki());
    assert_eq!(public, text(pair, "/publicKey"));
    Ok(json!({ "userKey": shown(&user_key), "publicKey": public, "version": 1 }))
}

pub fn export(input: &Value, _: &Value) -> Outcome {
    let file = &input["file"];
    assert_eq!(
        (&file["encrypted"], &file["passwordProtected"]),
        (&true.into(), &true.into())
    );
    let settings = crate::support::kdf(file, "", EXPORT_KDF)?;
    // The base64 text itself is the salt, and it is not lower-cased.
    let master = derive_blocking(text(input, "/password").as_bytes(), text(file, "/salt"), &settings)?;
    let key = master.stretched();
    let open = |name: &str| -> Result<String, Refused> { Ok(EncString::new(text(file, name)).decrypt_text(&key)?) };
    let guid = open("/encKeyValidation_DO_NOT_EDIT")?;
    assert_eq!(
        (guid.len(), guid.split('-').count()),
        (36, 5),
        "a GUID proves the password"
    );
    let data: Value = serde_json::from_str(&open("/data")?).expect("an export is JSON");
    let names: Vec<&Value> = data["items"]
        .as_array()
        .expect("an export has items")
        .iter()
        .map(|item| &item["name"])
        .collect();
    Ok(json!({ "itemNames": names }))
}

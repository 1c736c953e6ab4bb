//! The vectors of §9: Sends.

use portal_crypto::encoding::{from_base64_url, to_base64, to_base64_url};
use portal_crypto::{EncString, send};
use serde_json::{Value, json};

use crate::support::{Outcome, bytes, key, shown, text};

pub fn send_key(input: &Value, _: &Value) -> Outcome {
    let seed = bytes(input, "/seed");
    let id = send::access_id(text(input, "/sendId")).expect("a Send's id is a GUID");
    let url_key = to_base64_url(&seed);
    Ok(json!({
        "key": shown(&send::key(&seed)?),
        "url": format!("{}/#/send/{id}/{url_key}", text(input, "/webVault")),
        "urlKey": url_key,
        "accessId": id,
    }))
}

pub fn send_password(input: &Value, _: &Value) -> Outcome {
    let hash = send::password_hash_blocking(text(input, "/password"), &bytes(input, "/seed"));
    Ok(json!({ "passwordHash": hash }))
}

pub fn send_access(input: &Value, _: &Value) -> Outcome {
    let key = send::key(&from_base64_url(text(input, "/urlKey"))?)?;
    let response = &input["response"];
    let open = |pointer: &str| EncString::new(text(response, pointer)).decrypt_text(&key);
    let name = open("/name")?;
    Ok(if response["type"] == 0 {
        json!({ "name": name, "text": open("/text/text")?, "hidden": response["text"]["hidden"] })
    } else {
        json!({ "name": name, "fileName": open("/file/fileName")? })
    })
}

pub fn send_create(input: &Value, want: &Value) -> Outcome {
    let request = &input["request"];
    let owner = key(input, "/userKey")?;
    let sealed = EncString::new(text(request, "/key"));
    assert_eq!(sealed.is_v2(), owner.is_v2(), "a V2 owner seals the seed as type 7");
    let seed = sealed.decrypt_bytes(&owner)?;
    let key = send::key(&seed)?;
    let mut got = json!({ "seed": to_base64(&seed) });
    for (name, pointer) in [
        ("name", "/name"),
        ("notes", "/notes"),
        ("text", "/text/text"),
        ("fileName", "/file/fileName"),
    ] {
        if let Some(enc) = request.pointer(pointer).and_then(Value::as_str) {
            got[name] = EncString::new(enc).decrypt_text(&key)?.into();
        }
    }
    if let Some(hash) = request["password"].as_str() {
        let password = text(want, "/password");
        assert_eq!(hash, send::password_hash_blocking(password, &seed));
        got["password"] = password.into();
    }
    Ok(got)
}

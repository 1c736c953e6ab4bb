//! The vectors of §8 and §10: items, imports, reports.

use portal_crypto::batch::uri_checksum as checksum;
use portal_crypto::{EncString, SymmetricKey, binary};
use serde_json::{Map, Value, json};

use crate::support::{Outcome, Refused, bytes, key, shown, text};

pub fn uri_checksum(input: &Value, _: &Value) -> Outcome {
    Ok(json!({ "checksum": checksum(text(input, "/uri")) }))
}

/// The JSON with every EncString opened and everything empty left out.
fn unseal(key: &SymmetricKey, value: &Value) -> Outcome {
    Ok(match value {
        Value::Object(fields) => {
            let mut open = Map::new();
            for (name, field) in fields.iter().filter(|(_, field)| !field.is_null()) {
                open.insert(name.clone(), unseal(key, field)?);
            }
            open.into()
        }
        Value::Array(values) => values
            .iter()
            .map(|value| unseal(key, value))
            .collect::<Result<Vec<_>, _>>()?
            .into(),
        Value::String(text) if text.starts_with("2.") || text.starts_with("7.") => {
            EncString::new(text).decrypt_text(key)?.into()
        }
        other => other.clone(),
    })
}

/// The item's own key, or the organization's where it has none.
fn with_item_key<T>(
    organization: &SymmetricKey,
    item: &Value,
    run: impl FnOnce(&SymmetricKey) -> Result<T, Refused>,
) -> Result<T, Refused> {
    match item["key"].as_str() {
        Some(wrapped) => run(&EncString::new(wrapped).unwrap_key(organization)?),
        None => run(organization),
    }
}

pub fn cipher(input: &Value, _: &Value) -> Outcome {
    let organization = key(input, "/organizationKey")?;
    let mut fields = input["cipher"].as_object().expect("an item is an object").clone();
    fields.remove("key");
    fields.remove("organizationId");
    let plain = with_item_key(&organization, &input["cipher"], |key| unseal(key, &fields.into()))?;
    for uri in plain["login"]["uris"].as_array().into_iter().flatten() {
        assert_eq!(text(uri, "/uriChecksum"), checksum(text(uri, "/uri")));
    }
    Ok(json!({ "plain": plain, "encryptedByKeyId": organization.key_id() }))
}

pub fn import(input: &Value, _: &Value) -> Outcome {
    let organization = key(input, "/organizationKey")?;
    let list = |name: &str| input["request"][name].as_array().expect("an import has lists").iter();
    let mut items = Vec::new();
    for item in list("ciphers") {
        assert!(item["organizationId"].is_string() && item["encryptedFor"].is_string());
        assert_eq!(text(item, "/encryptedByKeyId"), organization.key_id());
        let shown: Map<String, Value> = ["type", "name", "notes", "login", "secureNote", "fields"]
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), item.get(name)?.clone())))
            .collect();
        items.push(with_item_key(&organization, item, |key| unseal(key, &shown.into()))?);
    }
    let mut collections = Vec::new();
    for collection in list("collections") {
        collections.push(EncString::new(text(collection, "/name")).decrypt_text(&organization)?);
    }
    let relations: Vec<_> = list("collectionRelationships")
        .map(|relation| [&relation["key"], &relation["value"]])
        .collect();
    Ok(json!({
        "items": items,
        "collections": collections,
        "relations": relations,
        "encryptedByKeyId": organization.key_id(),
    }))
}

/// What a report's JSON holds, with or without the envelope around it.
fn envelope(json: &str) -> Value {
    let value: Value = serde_json::from_str(json).expect("a report is JSON");
    match value.get("data") {
        Some(data) => {
            assert_eq!(value["version"], 1);
            data.clone()
        }
        None => value,
    }
}

pub fn report(input: &Value, _: &Value) -> Outcome {
    let response = &input["response"];
    let wrapped = EncString::new(text(response, "/contentEncryptionKey"));
    let content = wrapped.unwrap_key(&key(input, "/organizationKey")?)?;
    let open = |pointer: &str| -> Outcome {
        Ok(envelope(
            &EncString::new(text(response, pointer)).decrypt_text(&content)?,
        ))
    };
    Ok(json!({
        "contentKey": shown(&content),
        "report": open("/reportData")?,
        "summary": open("/summaryData")?,
        "applications": open("/applicationData")?,
    }))
}

pub fn report_file(input: &Value, _: &Value) -> Outcome {
    let wrapped = EncString::new(text(input, "/contentEncryptionKey"));
    let content = wrapped.unwrap_key(&key(input, "/organizationKey")?)?;
    let plain = binary::decrypt(&bytes(input, "/file"), &content)?;
    let json = std::str::from_utf8(&plain).expect("a report is text");
    Ok(json!({ "report": envelope(json) }))
}

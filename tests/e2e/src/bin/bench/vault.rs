//! Vault files of many logins, as an official client would export them.

use serde_json::{Value, json};

/// Encrypted texts of one item: name, notes, user name, password, address, and the address's checksum.
pub const TEXTS: usize = 6;

/// So many logins in one collection, each with all that most have.
pub fn file(items: usize) -> Value {
    let organization = "11111111-2222-4333-8444-0000000000aa";
    let collection = "11111111-2222-4333-8444-000000000001";
    let items: Vec<Value> = (0..items)
        .map(|number| login(number, organization, collection))
        .collect();
    json!({
        "encrypted": false,
        "collections": [{ "id": collection, "organizationId": organization, "name": "Moved in", "externalId": null }],
        "items": items,
    })
}

fn login(number: usize, organization: &str, collection: &str) -> Value {
    let host = format!("service-{number}.example.com");
    json!({
        "id": null, "organizationId": organization, "folderId": null, "collectionIds": [collection],
        "type": 1, "reprompt": 0, "favorite": false,
        "passwordHistory": null, "deletedDate": null,
        "revisionDate": "2026-03-01T09:00:00.000Z", "creationDate": "2026-01-01T09:00:00.000Z",
        "name": format!("Service {number}, reception and back office"),
        "notes": "Ask at the front desk before changing this one.",
        "login": {
            "username": format!("person.{number}@{host}"),
            "password": format!("correct-horse-{number}-battery"),
            "totp": null,
            "uris": [{ "match": null, "uri": format!("https://{host}/sign-in") }],
        },
    })
}

//! Vault files as people bring them. Every secret in them is unlike anything else, so that finding it means something.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::{Value, json};

/// The name of a collection that no client has.
pub const NEW_COLLECTION: &str = "Flyttlåda 7/Arkiv";

/// Names, user names, passwords and notes in `organization`, none of which may be found outside the items.
pub const SECRETS: [&str; 9] = [
    "Kassaskåpet på kontoret",
    "ingrid.kassa@lindqvist.example",
    "Vinter!Kassa/7731",
    "Koden byts i mars",
    "Räknemaskinen",
    "räknare-41",
    "9Plus9Blir18",
    "Bankkortet för resor",
    "4539578763621486",
];

/// A file of an organization: five items of four types in one collection of the client (by name) and a new one.
pub fn organization(existing: &str) -> Value {
    json!({
        "encrypted": false,
        "collections": [
            { "id": "11111111-2222-4333-8444-000000000001", "organizationId": "11111111-2222-4333-8444-0000000000aa",
              "name": existing, "externalId": null },
            { "id": "11111111-2222-4333-8444-000000000002", "organizationId": "11111111-2222-4333-8444-0000000000aa",
              "name": NEW_COLLECTION, "externalId": null },
        ],
        "items": [
            item(1, "11111111-2222-4333-8444-000000000001", "Kassaskåpet på kontoret", json!({
                "notes": "Koden byts i mars",
                "fields": [
                    { "name": "Våning", "value": "3 tr", "type": 0, "linkedId": null },
                    { "name": "Larmkod", "value": "kod-5519-hemlig", "type": 1, "linkedId": null },
                    { "name": "Besiktigad", "value": "true", "type": 2, "linkedId": null },
                ],
                "login": {
                    "username": "ingrid.kassa@lindqvist.example",
                    "password": "Vinter!Kassa/7731",
                    "totp": "JBSWY3DPEHPK3PXP",
                    "uris": [{ "match": null, "uri": "https://kassa.lindqvist.example/in" },
                             { "match": 3, "uri": "https://reserv.lindqvist.example" }],
                },
            })),
            item(1, "11111111-2222-4333-8444-000000000002", "Räknemaskinen", json!({
                "login": { "username": "räknare-41", "password": "9Plus9Blir18", "totp": null, "uris": [] },
            })),
            item(2, "11111111-2222-4333-8444-000000000002", "Anteckning om nycklarna", json!({
                "notes": "Reservnyckeln ligger hos vaktmästaren.",
                "secureNote": { "type": 0 },
            })),
            item(3, "11111111-2222-4333-8444-000000000001", "Bankkortet för resor", json!({
                "card": { "cardholderName": "Ingrid Lindqvist", "brand": "Visa", "number": "4539578763621486",
                          "expMonth": "4", "expYear": "2031", "code": "313" },
            })),
            item(4, "11111111-2222-4333-8444-000000000001", "Firmatecknare", json!({
                "identity": { "title": "Dr", "firstName": "Ingrid", "lastName": "Lindqvist", "email": "ingrid@lindqvist.example" },
            })),
        ],
    })
}

/// So many notes, each in one of so many collections; the first of them of a type that doesn't exist.
pub fn many(items: usize, collections: usize, wrong: usize) -> Value {
    let id = |number: usize| format!("11111111-2222-4333-8444-{number:012}");
    let homes = (0..collections).map(|number| json!({ "id": id(number), "name": format!("Box {number:04}") }));
    let items = (0..items).map(|number| {
        let kind = if number < wrong { 99 } else { 2 };
        let more = json!({ "notes": format!("The note of number {number}."), "secureNote": { "type": 0 } });
        item(kind, &id(number % collections), &format!("Note {number}"), more)
    });
    json!({ "encrypted": false, "items": items.collect::<Vec<_>>(), "collections": homes.collect::<Vec<_>>() })
}

fn item(kind: u8, collection: &str, name: &str, more: Value) -> Value {
    let mut item = json!({
        "passwordHistory": null, "revisionDate": "2026-03-01T09:00:00.000Z", "creationDate": "2026-01-01T09:00:00.000Z",
        "deletedDate": null, "id": null, "organizationId": "11111111-2222-4333-8444-0000000000aa", "folderId": null,
        "type": kind, "reprompt": 0, "name": name, "notes": null, "favorite": false,
        "collectionIds": [collection],
    });
    if let (Value::Object(item), Value::Object(more)) = (&mut item, more) {
        item.extend(more);
    }
    item
}

/// A file that nobody exports: made up so that reading it takes more than its size.
pub struct Crafted {
    /// Its name on the disk.
    pub name: &'static str,
    /// What is in it, for a table.
    pub what: &'static str,
    pub contents: String,
    /// The key of the words that answer it.
    pub answer: &'static str,
    /// Whether only a row of it is left out, so that the rest can be imported.
    pub costs_a_row: bool,
}

/// A note that any import takes, which stands beside the row that is too much.
const NOTE: &str = r#"{"type":2,"name":"Still there"}"#;

/// Files made up to fill the memory, one kind a file. Each is made when it is asked for: they take up to 100 MB.
pub fn crafted() -> impl Iterator<Item = Crafted> {
    let make: [fn() -> Crafted; 5] = [
        || Crafted {
            name: "tiny.json",
            what: "30 million rows of one digit",
            contents: format!(r#"{{"items":[{}0]}}"#, "0,".repeat(30_000_000)),
            answer: "import.endless_title",
            costs_a_row: false,
        },
        || Crafted {
            name: "giant.json",
            what: "an item of 20 million fields",
            contents: format!(
                r#"{{"items":[{NOTE},{{"type":2,"name":"x","fields":[{}{{}}]}}]}}"#,
                "{},".repeat(20_000_000)
            ),
            answer: "import.what_too_much",
            costs_a_row: true,
        },
        || {
            let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
            Crafted {
                name: "deep.json",
                what: "lists in lists, 100,000 deep",
                contents: format!(r#"{{"items":[{NOTE},{open}{close}]}}"#),
                answer: "import.damaged_title",
                costs_a_row: false,
            }
        },
        || Crafted {
            name: "line.csv",
            what: "a note of 50 MB in CSV",
            contents: format!(
                "{CSV_HEADING},note,Long,{},,,\n,note,Still there,,,,\n",
                "n".repeat(50_000_000)
            ),
            answer: "import.what_too_much",
            costs_a_row: true,
        },
        || Crafted {
            name: "commas.csv",
            what: "a row of 95 million empty values in CSV",
            contents: format!("{CSV_HEADING}{}\n,note,Still there,,,,\n", ",".repeat(95_000_000)),
            answer: "import.what_too_much",
            costs_a_row: true,
        },
    ];
    make.into_iter().map(|make| make())
}

const CSV_HEADING: &str = "folder,type,name,notes,login_uri,login_username,login_password\n";

/// Writes a file for the browser to read.
pub fn write(folder: &Path, name: &str, content: &Value) -> Result<PathBuf> {
    let path = folder.join(name);
    std::fs::write(&path, serde_json::to_vec_pretty(content)?)?;
    Ok(path)
}

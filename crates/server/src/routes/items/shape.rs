//! How a stored item looks on the wire (contract/reports.md "Items for reports", contract/provider-access.md 3.2).
//!
//! Column `ciphers.data` holds the item as the client sent it, in camelCase: an object of `name`, `notes`, `fields`,
//! `passwordHistory` and the typed part that matches `type` (`login`, `card`, …), every text an EncString. An item whose
//! client sent the opaque `data` string instead is kept as a JSON string; its typed parts are then null on the wire.

use rusqlite::Row;
use serde_json::{Map, Value, json};

/// The typed parts, in the order of their `type` numbers from 1.
pub const PARTS: [&str; 8] = [
    "login",
    "secureNote",
    "card",
    "identity",
    "sshKey",
    "bankAccount",
    "driversLicense",
    "passport",
];

/// The columns `CipherRow::read` expects, for a table named `c`.
pub const COLUMNS: &str = "c.id, c.organization_id, c.type, c.data, c.favorite, c.reprompt, c.key, c.creation_date, \
     c.revision_date, c.deleted_date, c.archived_date";

/// One row of `ciphers`.
#[derive(Clone, Debug)]
pub struct CipherRow {
    pub id: String,
    pub organization_id: Option<String>,
    pub kind: i64,
    pub data: String,
    pub favorite: bool,
    pub reprompt: i64,
    pub key: Option<String>,
    pub creation_date: String,
    pub revision_date: String,
    pub deleted_date: Option<String>,
    pub archived_date: Option<String>,
}

/// What a caller may do with an item, from the collections through which he reaches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    pub edit: bool,
    pub view_password: bool,
    pub manage: bool,
}

impl Rights {
    /// The owner of a personal item.
    pub const ALL: Self = Self {
        edit: true,
        view_password: true,
        manage: true,
    };
}

impl CipherRow {
    /// Reads the columns of `COLUMNS`.
    pub fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            organization_id: row.get(1)?,
            kind: row.get(2)?,
            data: row.get(3)?,
            favorite: row.get(4)?,
            reprompt: row.get(5)?,
            key: row.get(6)?,
            creation_date: row.get(7)?,
            revision_date: row.get(8)?,
            deleted_date: row.get(9)?,
            archived_date: row.get(10)?,
        })
    }

    /// `cipherMini`: the item without collections and without anything that depends on the caller.
    pub fn mini(&self) -> Value {
        let stored: Value = serde_json::from_str(&self.data).unwrap_or(Value::Null);
        let part = |name: &str| stored.get(name).cloned().unwrap_or(Value::Null);
        let mut out = Map::new();
        out.insert("object".into(), "cipherMini".into());
        out.insert("id".into(), self.id.clone().into());
        out.insert("organizationId".into(), self.organization_id.clone().into());
        out.insert("type".into(), self.kind.into());
        out.insert("data".into(), data_string(&stored).into());
        out.insert("name".into(), part("name"));
        out.insert("notes".into(), part("notes"));
        for name in PARTS {
            let mut value = part(name);
            if name == "login"
                && let Value::Object(login) = &mut value
            {
                let first = login
                    .get("uris")
                    .and_then(|uris| uris.get(0))
                    .and_then(|uri| uri.get("uri"))
                    .cloned();
                login.insert("uri".into(), first.unwrap_or(Value::Null));
            }
            out.insert(name.into(), value);
        }
        out.insert("fields".into(), part("fields"));
        out.insert("passwordHistory".into(), part("passwordHistory"));
        out.insert("attachments".into(), Value::Null);
        out.insert("organizationUseTotp".into(), self.organization_id.is_some().into());
        out.insert("revisionDate".into(), self.revision_date.clone().into());
        out.insert("creationDate".into(), self.creation_date.clone().into());
        out.insert("deletedDate".into(), self.deleted_date.clone().into());
        out.insert("reprompt".into(), self.reprompt.into());
        out.insert("key".into(), self.key.clone().into());
        Value::Object(out)
    }

    /// `cipherMiniDetails`: with its collections.
    pub fn mini_details(&self, collections: &[String]) -> Value {
        let mut out = self.mini();
        out["object"] = "cipherMiniDetails".into();
        out["collectionIds"] = json!(collections);
        out
    }

    /// `cipher`: what a person's own client gets for one item. `may_delete` is the organization's deletion rule applied.
    pub fn cipher(&self, rights: Rights, may_delete: bool) -> Value {
        let mut out = self.mini();
        out["object"] = "cipher".into();
        out["folderId"] = Value::Null;
        out["favorite"] = self.favorite.into();
        out["edit"] = rights.edit.into();
        out["viewPassword"] = rights.view_password.into();
        out["permissions"] = json!({ "delete": may_delete, "restore": may_delete });
        out["archivedDate"] = self.archived_date.clone().into();
        out
    }

    /// `cipherDetails`: the same with its collections; what sync carries.
    pub fn details(&self, rights: Rights, may_delete: bool, collections: &[String]) -> Value {
        let mut out = self.cipher(rights, may_delete);
        out["object"] = "cipherDetails".into();
        out["collectionIds"] = json!(collections);
        out
    }
}

/// The wire's `data`: the opaque string as sent, or the stored parts flattened with PascalCase names.
fn data_string(stored: &Value) -> String {
    let Value::Object(parts) = stored else {
        return stored.as_str().unwrap_or_default().to_owned();
    };
    let mut flat = Map::new();
    for (name, value) in parts {
        match value {
            Value::Object(part) if PARTS.contains(&name.as_str()) => {
                flat.extend(part.iter().map(|(name, value)| (pascal(name), pascal_keys(value))));
            }
            Value::Null if PARTS.contains(&name.as_str()) => {}
            other => {
                flat.insert(pascal(name), pascal_keys(other));
            }
        }
    }
    Value::Object(flat).to_string()
}

fn pascal_keys(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| (pascal(name), pascal_keys(value)))
            .collect(),
        Value::Array(items) => items.iter().map(pascal_keys).collect(),
        other => other.clone(),
    }
}

fn pascal(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + chars.as_str())
        .unwrap_or_default()
}

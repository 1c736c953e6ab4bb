//! The one call that writes items into a client's vault: /ciphers/import-organization. Source: contract/import.md.
//! Every text is an EncString already; `model::import` makes them in the worker and writes the body part by part:
//! `ciphers`, `collections`, `collectionRelationships`, and `folders`, `folderRelationships` always empty, since folders
//! would land in the importer's own vault.

use serde::{Serialize, Serializer};

use super::error::ApiError;
use super::ids::CollectionId;
use super::organizations::Organization;
use super::transport::Upload;

/// The hosted service's limits of one request; self-hosted servers have none.
pub const MAX_ITEMS: usize = 40_000;
pub const MAX_COLLECTIONS: usize = 2_000;
pub const MAX_RELATIONSHIPS: usize = 80_000;

/// `key`: index of the item; `value`: index of the collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Pair {
    pub key: usize,
    pub value: usize,
}

/// A collection to use (with id) or to create. `groups` and `users` stay empty; some servers want them there.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CollectionBody {
    pub id: Option<CollectionId>,
    pub name: String,
    pub external_id: Option<String>,
    pub groups: [(); 0],
    pub users: [(); 0],
}

/// One encrypted item.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CipherBody {
    /// 1 login, 2 secure note, 3 card, 4 identity, 5 SSH key, 6 bank account, 7 driver's licence, 8 passport.
    #[serde(rename = "type")]
    pub kind: u8,
    pub organization_id: String,
    /// Always null: the importer's own folders.
    pub folder_id: Option<String>,
    pub name: String,
    pub notes: Option<String>,
    pub favorite: bool,
    pub reprompt: u8,
    pub key: Option<String>,
    pub fields: Option<Vec<FieldBody>>,
    pub password_history: Option<Vec<PasswordHistoryBody>>,
    #[serde(flatten)]
    pub typed: TypedBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived_date: Option<String>,
    pub encrypted_for: String,
    pub encrypted_by_key_id: String,
}

/// The typed part of an item, under its own property name. What official clients can't do without isn't optional in it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TypedBody {
    Login(LoginBody),
    SecureNote(SecureNoteBody),
    Card(TextsBody),
    Identity(TextsBody),
    SshKey(SshKeyBody),
    BankAccount(TextsBody),
    DriversLicense(TextsBody),
    Passport(TextsBody),
}

/// Property names with their EncStrings, null where the item has none.
#[derive(Debug)]
pub struct TextsBody(pub Vec<(&'static str, Option<String>)>);

impl Serialize for TextsBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, text)| (name, text)))
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldBody {
    /// 0 text, 1 hidden, 2 boolean, 3 linked.
    #[serde(rename = "type")]
    pub kind: u8,
    pub name: Option<String>,
    pub value: Option<String>,
    pub linked_id: Option<i64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordHistoryBody {
    pub password: String,
    pub last_used_date: String,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginBody {
    pub uris: Option<Vec<UriBody>>,
    pub username: Option<String>,
    pub password: Option<String>,
    pub password_revision_date: Option<String>,
    pub totp: Option<String>,
    pub autofill_on_page_load: Option<bool>,
    pub fido2_credentials: Option<Vec<PasskeyBody>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SshKeyBody {
    pub private_key: String,
    pub public_key: String,
    pub key_fingerprint: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyBody {
    pub credential_id: String,
    pub key_type: String,
    pub key_algorithm: String,
    pub key_curve: String,
    pub key_value: String,
    pub rp_id: String,
    pub rp_name: Option<String>,
    pub user_handle: Option<String>,
    pub user_name: Option<String>,
    pub user_display_name: Option<String>,
    pub counter: String,
    /// "true" or "false", encrypted.
    pub discoverable: String,
    /// Plain.
    pub creation_date: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UriBody {
    pub uri: String,
    /// Encrypted base64 of SHA-256 of the plain URI; official clients verify it.
    pub uri_checksum: String,
    /// 0 to 5; null is the default.
    pub r#match: Option<u8>,
}

#[derive(Debug, Serialize)]
pub struct SecureNoteBody {
    #[serde(rename = "type")]
    pub kind: u8,
}

impl Organization<'_> {
    /// Sends a ready body. Bitwarden's servers store all of it or nothing, others what comes before a failure, and drop what they don't
    /// know (`model::server`). Not idempotent: after a broken connection ask before repeating.
    pub async fn import(&self, upload: Upload) -> Result<(), ApiError> {
        let path = format!("/ciphers/import-organization?organizationId={}", self.id);
        self.api.upload(&path, upload).await
    }
}

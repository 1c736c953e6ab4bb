//! A person as the database keeps him, and the parts of the wire that are made of him alone.

use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Value, json};

use crate::error::Result;

/// One row of `users`.
#[derive(Clone, Debug)]
pub struct User {
    pub id: String,
    pub email: String,
    pub name: Option<String>,
    pub email_verified: bool,
    pub culture: String,
    pub avatar_color: Option<String>,
    pub password_verifier: Option<String>,
    pub salt: String,
    pub kdf_type: i64,
    pub kdf_iterations: i64,
    pub kdf_memory: Option<i64>,
    pub kdf_parallelism: Option<i64>,
    pub wrapped_user_key: Option<String>,
    pub public_key: Option<String>,
    pub wrapped_private_key: Option<String>,
    pub signed_public_key: Option<String>,
    pub wrapped_signing_key: Option<String>,
    pub verifying_key: Option<String>,
    pub security_state: Option<String>,
    pub security_version: Option<i64>,
    pub user_key_id: Option<String>,
    pub security_stamp: String,
    pub force_password_reset: bool,
    pub verify_devices: bool,
    pub totp_secret: Option<String>,
    pub email_two_factor: Option<String>,
    pub recovery_code: Option<String>,
    pub creation_date: String,
    pub revision_date: String,
}

impl User {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            email: row.get("email")?,
            name: row.get("name")?,
            email_verified: row.get("email_verified")?,
            culture: row.get("culture")?,
            avatar_color: row.get("avatar_color")?,
            password_verifier: row.get("password_verifier")?,
            salt: row.get("salt")?,
            kdf_type: row.get("kdf_type")?,
            kdf_iterations: row.get("kdf_iterations")?,
            kdf_memory: row.get("kdf_memory")?,
            kdf_parallelism: row.get("kdf_parallelism")?,
            wrapped_user_key: row.get("wrapped_user_key")?,
            public_key: row.get("public_key")?,
            wrapped_private_key: row.get("wrapped_private_key")?,
            signed_public_key: row.get("signed_public_key")?,
            wrapped_signing_key: row.get("wrapped_signing_key")?,
            verifying_key: row.get("verifying_key")?,
            security_state: row.get("security_state")?,
            security_version: row.get("security_version")?,
            user_key_id: row.get("user_key_id")?,
            security_stamp: row.get("security_stamp")?,
            force_password_reset: row.get("force_password_reset")?,
            verify_devices: row.get("verify_devices")?,
            totp_secret: row.get("totp_secret")?,
            email_two_factor: row.get("email_two_factor")?,
            recovery_code: row.get("recovery_code")?,
            creation_date: row.get("creation_date")?,
            revision_date: row.get("revision_date")?,
        })
    }

    /// The person with this address, compared without regard to case and surrounding blanks.
    pub fn by_email(connection: &Connection, email: &str) -> Result<Option<Self>> {
        let email = email.trim().to_lowercase();
        Ok(connection
            .query_row("SELECT * FROM users WHERE email = ?1", [email], Self::from_row)
            .optional()?)
    }

    /// The person with this id.
    pub fn by_id(connection: &Connection, id: &str) -> Result<Option<Self>> {
        Ok(connection
            .query_row("SELECT * FROM users WHERE id = ?1", [id], Self::from_row)
            .optional()?)
    }

    /// Whether this is the person's master-password hash; an account without a master password has none, which takes as long to
    /// say.
    pub fn has_password(&self, master_password_hash: &str) -> bool {
        match &self.password_verifier {
            Some(stored) => super::secrets::verifies(stored, master_password_hash),
            None => {
                super::secrets::verify_nobody(master_password_hash);
                false
            }
        }
    }

    /// Whether any two-step provider is on.
    pub fn two_factor_enabled(&self) -> bool {
        self.totp_secret.is_some() || self.email_two_factor.is_some()
    }

    /// Whether the account uses V2 encryption (it has a signing key).
    pub fn is_v2(&self) -> bool {
        self.verifying_key.is_some()
    }

    /// `accountKeys`, or null while there is no key pair. Every property is written; `object` names the first one,
    /// because the token endpoint spells it `Object`.
    pub fn account_keys(&self, object: &str) -> Value {
        let (Some(private), Some(public)) = (&self.wrapped_private_key, &self.public_key) else {
            return Value::Null;
        };
        let signature = self
            .wrapped_signing_key
            .as_ref()
            .zip(self.verifying_key.as_ref())
            .map(|(wrapped, verifying)| json!({ "wrappedSigningKey": wrapped, "verifyingKey": verifying }));
        let state = self
            .security_state
            .as_ref()
            .map(|state| json!({ "securityState": state, "securityVersion": self.security_version.unwrap_or(2) }));
        let mut keys = json!({
            "publicKeyEncryptionKeyPair": {
                "wrappedPrivateKey": private, "publicKey": public, "signedPublicKey": self.signed_public_key,
            },
            "signatureKeyPair": signature,
            "securityState": state,
        });
        keys[object] = json!("privateKeys");
        keys
    }
}

//! The demo accounts' keys, opened beside the page with the encryption library alone: to know what must never be found
//! anywhere, and to read names that the database holds encrypted.

use anyhow::{Result, anyhow};
use portal_crypto::{EncString, Kdf, PrivateKey, SharedKey, SymmetricKey, kdf};

use crate::world::{PASSWORD, World};

/// An account's opened keys.
pub struct Account {
    /// The master password hash that the server receives, base64.
    pub hash: String,
    pub user: SymmetricKey,
    private: PrivateKey,
}

fn failed(error: portal_crypto::CryptoError) -> anyhow::Error {
    anyhow!("{error:?}")
}

/// Opens an account of the older form.
pub fn account(world: &World, email: &str) -> Result<Account> {
    let column = |name: &str| {
        let sql = format!("SELECT coalesce(CAST({name} AS TEXT), '') FROM users WHERE email = ?1");
        world.text(&sql, email)
    };
    let number = |name: &str| -> Result<Option<i64>> { Ok(column(name)?.parse().ok()) };
    let kind = number("kdf_type")?.unwrap_or_default();
    let kdf = Kdf::from_parts(
        kind,
        number("kdf_iterations")?,
        number("kdf_memory")?,
        number("kdf_parallelism")?,
    )
    .map_err(failed)?;
    let master = kdf::derive_blocking(PASSWORD.as_bytes(), &column("salt")?, &kdf).map_err(failed)?;
    let user = master
        .unwrap_user_key(&EncString::new(&column("wrapped_user_key")?))
        .map_err(failed)?;
    let der = EncString::new(&column("wrapped_private_key")?)
        .decrypt_bytes(&user)
        .map_err(failed)?;
    Ok(Account {
        hash: master.server_hash(PASSWORD.as_bytes()),
        private: PrivateKey::from_pkcs8_blocking(&der).map_err(failed)?,
        user,
    })
}

/// The key of an organization, by the way of one of its members.
pub fn organization(world: &World, member: &str, organization: &str) -> Result<SymmetricKey> {
    let account = account(world, member)?;
    let sql = format!(
        "SELECT m.key FROM members m JOIN users u ON u.id = m.user_id WHERE u.email = ?1 AND m.organization_id = '{organization}'"
    );
    let shared = SharedKey::parse(&world.text(&sql, member)?).map_err(failed)?;
    account.private.open_blocking(&shared).map_err(failed)
}

/// Decrypts a text of the database.
pub fn read(text: &str, key: &SymmetricKey) -> Result<String> {
    EncString::new(text).decrypt_text(key).map_err(failed)
}

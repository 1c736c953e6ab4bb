//! The demo accounts' keys, opened beside the page with the encryption library alone: to know what must never be found
//! anywhere, and to read names that the database holds encrypted.

use anyhow::{Result, anyhow};
use portal_crypto::encoding::{to_base64, to_base64_url};
use portal_crypto::{EncString, Kdf, MasterKey, PrivateKey, SharedKey, SymmetricKey, chain, kdf};

use crate::world::{PASSWORD, World};

/// An account's opened keys.
pub struct Account {
    /// The master password hash that the server receives, base64.
    pub hash: String,
    pub user: SymmetricKey,
    salt: String,
    kdf: Kdf,
    master: MasterKey,
    private: PrivateKey,
    private_der: Vec<u8>,
}

/// Something that may be nowhere but in the page's memory, in the forms in which it could be written.
pub struct Secret {
    pub what: String,
    forms: Vec<String>,
}

impl Secret {
    /// A word of a person or of the server.
    pub fn text(what: impl Into<String>, text: &str) -> Self {
        Self {
            what: what.into(),
            forms: vec![text.to_owned()],
        }
    }

    /// A key: in both alphabets of base64, in hexadecimal, and as a list of numbers.
    pub fn bytes(what: impl Into<String>, bytes: &[u8]) -> Self {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let numbers: Vec<_> = bytes.iter().take(12).map(u8::to_string).collect();
        Self {
            what: what.into(),
            forms: vec![
                to_base64(bytes).trim_end_matches('=').to_owned(),
                to_base64_url(bytes),
                hex,
                numbers.join(","),
            ],
        }
    }

    /// Whether a text holds it, plainly or as forms and addresses write it.
    pub fn is_in(&self, text: &str) -> bool {
        let read = percent_decoded(text);
        self.forms
            .iter()
            .any(|form| text.contains(form) || read.contains(form) || read.replace('+', " ").contains(form))
    }
}

fn percent_decoded(text: &str) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut read = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                read.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                read.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&read).into_owned()
}

fn failed(error: portal_crypto::CryptoError) -> anyhow::Error {
    anyhow!("{error:?}")
}

/// Gives an account another master password, as an official client does: settings and user key stay, all sessions end.
pub fn change_password(world: &World, email: &str, password: &str) -> Result<()> {
    let account = account(world, email)?;
    let master = kdf::derive_blocking(password.as_bytes(), &account.salt, &account.kdf).map_err(failed)?;
    let verifier = portal_server::identity::secrets::verifier(&master.server_hash(password.as_bytes()))?;
    let wrapped = master.wrap_user_key(&account.user).map_err(failed)?.to_string();
    for (column, value) in [
        ("password_verifier", verifier.as_str()),
        ("wrapped_user_key", &wrapped),
        ("security_stamp", "changed elsewhere"),
    ] {
        let sql = format!("UPDATE users SET {column} = ?1 WHERE email = '{email}'");
        world.change(&sql, value)?;
    }
    Ok(())
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
    let salt = column("salt")?;
    let master = kdf::derive_blocking(PASSWORD.as_bytes(), &salt, &kdf).map_err(failed)?;
    let user = master
        .unwrap_user_key(&EncString::new(&column("wrapped_user_key")?))
        .map_err(failed)?;
    let der = EncString::new(&column("wrapped_private_key")?)
        .decrypt_bytes(&user)
        .map_err(failed)?;
    Ok(Account {
        hash: master.server_hash(PASSWORD.as_bytes()),
        private: PrivateKey::from_pkcs8_blocking(&der).map_err(failed)?,
        private_der: der.to_vec(),
        salt,
        kdf,
        master,
        user,
    })
}

/// Every key that the page holds for a provider user once he has signed in: his own, the provider's, all clients'.
pub fn of_provider_user(world: &World, email: &str, provider: &str) -> Result<Vec<Secret>> {
    let own = account(world, email)?;
    let local = own.master.local_hash(PASSWORD.as_bytes());
    let mut secrets = vec![
        Secret::text("the master password", PASSWORD),
        Secret::bytes("the master key", own.master.as_bytes()),
        Secret::bytes("the stretched master key", &own.master.stretched().to_bytes()),
        Secret::text("the hash for offline checks", &local),
        Secret::bytes("the user key", &own.user.to_bytes()),
        Secret::bytes("the private key", &own.private_der),
    ];
    let sql = format!(
        "SELECT pu.key FROM provider_users pu JOIN users u ON u.id = pu.user_id JOIN providers p ON p.id = pu.provider_id
         WHERE u.email = ?1 AND p.name = '{provider}'"
    );
    let shared = SharedKey::parse(&world.text(&sql, email)?).map_err(failed)?;
    let provider_key = own.private.open_blocking(&shared).map_err(failed)?;
    secrets.push(Secret::bytes("the provider's key", &provider_key.to_bytes()));
    let sql = "SELECT l.key FROM provider_organizations l JOIN providers p ON p.id = l.provider_id WHERE p.name = ?1";
    for wrapped in world.texts(sql, provider)? {
        let key = chain::open_client(&wrapped, &provider_key).map_err(failed)?;
        secrets.push(Secret::bytes("a client's key", &key.to_bytes()));
    }
    Ok(secrets)
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

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_is_found_however_it_is_written() {
        let word = Secret::text("a word", "blå dörr & co");
        for text in [
            "x blå dörr & co y",
            "q=bl%C3%A5+d%C3%B6rr+%26+co",
            "bl%C3%A5%20d%C3%B6rr%20%26%20co",
        ] {
            assert!(word.is_in(text), "{text}");
        }
        let key = Secret::bytes("a key", &[0xfb, 0xff, 0xfe, 1, 2, 3]);
        for text in [
            "+//+AQID",
            "-__-AQID",
            "%2B%2F%2F%2BAQID",
            "fbfffe010203",
            "[251,255,254,1,2,3]",
        ] {
            assert!(key.is_in(text), "{text}");
        }
        assert!(!key.is_in("nothing of the kind"));
    }
}

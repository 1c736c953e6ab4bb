//! The register of everything this product keeps in the browser, and the only code that keeps it.
//!
//! | store | name | content | lifetime | why |
//! | --- | --- | --- | --- | --- |
//! | session | `portal.session` | `Stored`: account, address, KDF numbers, salt, wrapped user key, sealed refresh token | the tab, until sign-out | a reload asks for the password alone |
//! | session | `portal.drafts` | `StoredDrafts`: account, and what is typed and not sent, sealed | the tab, until sign-out or somebody else's sign-in | nothing typed is lost by a lock, a reload or an expired session |
//! | session | `portal.ended` | the e-mail address whose session the server ended | the tab, until the next sign-in or sign-out | a reload asks for the password alone, as the page did before |
//! | local | `portal.device` | a random GUID | until cleared | the server knows devices by it |
//! | local | `portal.preferences` | language, theme, minutes until the idle lock, single-key shortcuts | until cleared | the person chose them |
//! | local | `portal.desk.{account}` | `Kept`, sealed: favourites, clients opened lately, notes, columns and views of lists | until the person forgets it in the page, or cleared; logging out leaves it | notes are worth more than one sign-in |
//!
//! Nothing here opens anything without the master password: the refresh token, the drafts and the desk are under keys made from
//! the user key. So a desk may outlive its sign-in: whoever finds it learns an account's id and how much is kept, and nothing else.

use portal_crypto::{CryptoError, Kdf};

use crate::api::ids::UserId;
use crate::browser::random;
use crate::browser::storage::{Store, read, remove, write};
use crate::json::{self, message};

/// The desk follows what another tab writes.
pub use crate::browser::storage::follow;

const SESSION: &str = "portal.session";
const DRAFTS: &str = "portal.drafts";
const ENDED: &str = "portal.ended";
const DESK: &str = "portal.desk";
const DEVICE: &str = "portal.device";
const PREFERENCES: &str = "portal.preferences";

message! {
    /// KDF settings as numbers (contract/identity.md 1).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct KdfNumbers {
        kind: i64,
        iterations: u32,
        memory_mib: Option<u32>,
        parallelism: Option<u32>,
    }
}

impl KdfNumbers {
    pub fn of(kdf: &Kdf) -> Self {
        match *kdf {
            Kdf::Pbkdf2 { iterations } => Self {
                kind: 0,
                iterations,
                memory_mib: None,
                parallelism: None,
            },
            Kdf::Argon2id {
                iterations,
                memory_mib,
                parallelism,
            } => Self {
                kind: 1,
                iterations,
                memory_mib: Some(memory_mib),
                parallelism: Some(parallelism),
            },
        }
    }

    /// Bounded again: what lies in storage may have been tampered with.
    pub fn kdf(&self) -> Result<Kdf, CryptoError> {
        let iterations = Some(i64::from(self.iterations));
        Kdf::from_parts(
            self.kind,
            iterations,
            self.memory_mib.map(i64::from),
            self.parallelism.map(i64::from),
        )
    }
}

message! {
    /// A locked session. Wrapped and sealed things only; see the register above.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Stored {
        /// Whose it is, for what other tabs of this browser say of the account.
        pub account: UserId,
        pub email: String,
        pub name: Option<String>,
        pub kdf: KdfNumbers,
        pub salt: String,
        pub wrapped_user_key: String,
        pub sealed_refresh: String,
    }
}

message! {
    /// What is typed and not sent, sealed by `drafts`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StoredDrafts {
        pub account: UserId,
        pub sealed: String,
    }
}

message! {
    /// What the person chose for this browser.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Preferences {
        /// `en` or `sv`; absent: the browser's.
        pub language: Option<String>,
        /// `light` or `dark`; absent: the system's.
        pub theme: Option<String>,
        /// One of `idle::CHOICES`; absent: the usual.
        pub idle_minutes: Option<u32>,
        /// Whether single keys are shortcuts; absent: they are.
        pub single_keys: Option<bool>,
    }
}

/// The locked session of this tab.
pub fn load_session() -> Option<Stored> {
    json::from_str(&read(Store::Session, SESSION)?).ok()
}

/// Keeps or forgets the locked session of this tab.
pub fn save_session(stored: Option<&Stored>) {
    match stored {
        Some(stored) => {
            write(Store::Session, SESSION, &json::to_string(stored));
        }
        None => remove(Store::Session, SESSION),
    }
}

/// The drafts of this tab.
pub fn load_drafts() -> Option<StoredDrafts> {
    json::from_str(&read(Store::Session, DRAFTS)?).ok()
}

/// Keeps or forgets the drafts of this tab.
pub fn save_drafts(stored: Option<&StoredDrafts>) {
    match stored {
        Some(stored) => {
            write(Store::Session, DRAFTS, &json::to_string(stored));
        }
        None => remove(Store::Session, DRAFTS),
    }
}

/// Whose session the server ended in this tab.
pub fn load_ended() -> Option<String> {
    read(Store::Session, ENDED).filter(|email| !email.is_empty())
}

/// Keeps or forgets whose session the server ended.
pub fn save_ended(email: Option<&str>) {
    match email {
        Some(email) => {
            write(Store::Session, ENDED, email);
        }
        None => remove(Store::Session, ENDED),
    }
}

/// What an account keeps in this browser, as it was sealed.
pub fn load_desk(account: &UserId) -> Option<String> {
    read(Store::Local, &format!("{DESK}.{account}"))
}

/// Keeps it, or forgets it; false if the browser doesn't keep it.
pub fn save_desk(account: &UserId, sealed: Option<&str>) -> bool {
    let name = format!("{DESK}.{account}");
    match sealed {
        Some(sealed) => write(Store::Local, &name, sealed),
        None => {
            remove(Store::Local, &name);
            true
        }
    }
}

/// This browser's device identifier, made on first use.
pub fn device_identifier() -> String {
    read(Store::Local, DEVICE)
        .filter(|known| known.len() == 36)
        .unwrap_or_else(|| {
            let new = random::guid();
            write(Store::Local, DEVICE, &new);
            new
        })
}

pub fn load_preferences() -> Preferences {
    read(Store::Local, PREFERENCES)
        .and_then(|text| json::from_str(&text).ok())
        .unwrap_or_default()
}

/// Changes what is kept and nothing else: another tab may have changed it meanwhile.
pub fn change_preferences(change: &dyn Fn(&mut Preferences)) {
    let mut preferences = load_preferences();
    change(&mut preferences);
    save_preferences(&preferences);
}

fn save_preferences(preferences: &Preferences) {
    write(Store::Local, PREFERENCES, &json::to_string(preferences));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kdf_numbers_from_storage_are_bounded_again() {
        let tampered: KdfNumbers =
            json::from_str(r#"{"kind":0,"iterations":1,"memory_mib":null,"parallelism":null}"#).unwrap();
        assert!(tampered.kdf().is_err());
        let kdf = Kdf::Argon2id {
            iterations: 3,
            memory_mib: 64,
            parallelism: 4,
        };
        assert_eq!(KdfNumbers::of(&kdf).kdf(), Ok(kdf));
    }
}

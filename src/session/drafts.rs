//! What a person has begun to fill in and not sent: kept in this tab through a lock, a reload and a session that ended, until it
//! is used, thrown away, or he logs out. Sealed under a key made from the user key, so it opens for the same person alone.
//! Never a password, never what is in a file.

use portal_crypto::{EncString, SymmetricKey};

use super::failure::Failure;
use super::keyring::Slot;
use super::state::{Open, Session};
use super::storage::{self, StoredDrafts};
use crate::browser::clock;
use crate::json::{self, FromJson, ToJson, message};

/// The purpose of the key that seals the drafts.
const SEAL: &str = "provider portal: drafts of this tab, v1";

message! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Draft {
        /// Which form, and of what.
        form: String,
        /// When it was last changed, in milliseconds since 1970.
        at: i64,
        /// The form's own JSON.
        typed: String,
    }
}

message! {
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    struct Drafts {
        all: Vec<Draft>,
    }
}

impl Drafts {
    fn put(&mut self, form: &str, at: i64, typed: Option<&dyn ToJson>) {
        self.all.retain(|draft| draft.form != form);
        self.all.extend(typed.map(|typed| Draft {
            form: form.to_owned(),
            at,
            typed: json::to_string(typed),
        }));
    }

    fn seal(&self, key: &SymmetricKey) -> Result<String, Failure> {
        let sealed = EncString::encrypt_text(&json::to_string(self), &key.derive_local(SEAL))?;
        Ok(sealed.to_string())
    }

    fn open(sealed: &str, key: &SymmetricKey) -> Option<Self> {
        let text = EncString::new(sealed).decrypt_text(&key.derive_local(SEAL)).ok()?;
        json::from_str(&text).ok()
    }
}

impl Session {
    /// Keeps what stands in a form, or forgets it. Without an open session nothing is kept: the form is gone by then.
    pub fn keep_draft(&self, form: &str, typed: Option<&dyn ToJson>) {
        let Ok(open) = self.require_open() else { return };
        let mut drafts = read(&open).unwrap_or_default();
        #[allow(clippy::cast_possible_truncation)]
        drafts.put(form, clock::now_ms() as i64, typed);
        let sealed = open.keyring.key(&Slot::User).and_then(|key| drafts.seal(key));
        let stored = sealed
            .ok()
            .filter(|_| !drafts.all.is_empty())
            .map(|sealed| StoredDrafts {
                account: open.account.id,
                sealed,
            });
        storage::save_drafts(stored.as_ref());
    }

    /// What was kept of a form, and when, in milliseconds since 1970.
    pub fn draft<T: FromJson>(&self, form: &str) -> Option<(i64, T)> {
        let drafts = read(&self.require_open().ok()?)?;
        let draft = drafts.all.into_iter().find(|draft| draft.form == form)?;
        Some((draft.at, json::from_str(&draft.typed).ok()?))
    }

    /// Drops what another person has left in this tab.
    pub(super) fn drop_foreign_drafts(&self, open: &Open) {
        if storage::load_drafts().is_some_and(|stored| stored.account != open.account.id) {
            storage::save_drafts(None);
        }
    }
}

fn read(open: &Open) -> Option<Drafts> {
    let stored = storage::load_drafts().filter(|stored| stored.account == open.account.id)?;
    Drafts::open(&stored.sealed, open.keyring.key(&Slot::User).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_opens_with_the_same_key_alone_and_shows_nothing_of_itself() {
        let (mine, other) = (SymmetricKey::generate().unwrap(), SymmetricKey::generate().unwrap());
        let mut drafts = Drafts::default();
        drafts.put("import of a client", 5, Some(&"Anna has approved it"));
        let sealed = drafts.seal(&mine).unwrap();
        assert!(!sealed.contains("Anna") && !sealed.contains("client"));
        assert_eq!(Drafts::open(&sealed, &mine), Some(drafts));
        assert_eq!(Drafts::open(&sealed, &other), None);
    }

    #[test]
    fn a_form_has_one_draft_the_latest_and_none_once_it_is_forgotten() {
        let mut drafts = Drafts::default();
        drafts.put("one", 1, Some(&"first"));
        drafts.put("two", 2, Some(&"other"));
        drafts.put("one", 3, Some(&"second"));
        let one = drafts.all.iter().find(|draft| draft.form == "one").unwrap();
        assert_eq!((drafts.all.len(), one.at, one.typed.as_str()), (2, 3, "\"second\""));
        drafts.put("one", 4, None);
        assert!(drafts.all.iter().all(|draft| draft.form == "two"));
    }
}

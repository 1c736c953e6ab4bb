//! What a person keeps for himself in this browser. It is sealed under a key made from the user key, in a record per account,
//! so that nobody else at the same browser reads it; it is no access control, and the server never hears of it.

mod kept;

use std::sync::Arc;

use leptos::prelude::*;
use portal_crypto::{EncString, SymmetricKey};

pub use kept::{Kept, View};

use super::failure::Failure;
use super::keyring::Slot;
use super::state::Session;
use super::storage;
use crate::json;

/// The purpose of the key that seals the desk.
const SEAL: &str = "provider portal: what a person keeps in this browser, v1";

/// Bytes before sealing. Browsers give a page some five million letters in all; this much is sealed within a keystroke.
const MOST: usize = 200_000;

/// What the signed-in account keeps; a handle to copy around. Made anew with every unlocking.
#[derive(Clone, Copy)]
pub struct Desk {
    session: Session,
    kept: RwSignal<Arc<Kept>>,
    unreadable: RwSignal<bool>,
    /// What was last read or written, as it was sealed.
    seen: StoredValue<Option<String>>,
}

/// The desk; only below the frame.
pub fn use_desk() -> Desk {
    expect_context()
}

impl Desk {
    /// The desk of the open session.
    pub fn open(session: Session) -> Self {
        let desk = Self {
            session,
            kept: RwSignal::new(Arc::default()),
            unreadable: RwSignal::new(false),
            seen: StoredValue::new(None),
        };
        desk.read_anew();
        storage::follow(Box::new(move || desk.read_anew()));
        desk
    }

    /// Reads what is kept, tracked.
    pub fn with<T>(self, read: impl FnOnce(&Kept) -> T) -> T {
        self.kept.with(|kept| read(kept))
    }

    /// Whether there is something that doesn't open, tracked.
    pub fn is_unreadable(self) -> bool {
        self.unreadable.get()
    }

    /// Changes what is kept and nothing else: another tab may have changed it meanwhile. A failure changes nothing.
    pub fn change(self, change: impl FnOnce(&mut Kept)) -> Result<(), Failure> {
        let mut kept = self.latest()?;
        change(&mut kept);
        self.keep(kept)
    }

    /// Forgets everything.
    pub fn forget(self) {
        if let Ok(open) = self.session.require_open() {
            storage::save_desk(&open.account.id, None);
            self.read_anew();
        }
    }

    fn latest(self) -> Result<Kept, Failure> {
        self.read_anew();
        match self.unreadable.try_get_untracked() {
            Some(false) => Ok(self.kept.with_untracked(|kept| Kept::clone(kept))),
            _ => Err(Failure::DeskUnreadable),
        }
    }

    fn keep(self, kept: Kept) -> Result<(), Failure> {
        let open = self.session.require_open()?;
        let sealed = seal(&kept, open.keyring.key(&Slot::User)?)?;
        if !storage::save_desk(&open.account.id, Some(&sealed)) {
            return Err(Failure::DeskNotKept);
        }
        self.seen.set_value(Some(sealed));
        self.kept.set(Arc::new(kept));
        Ok(())
    }

    /// Takes over what is stored, if it is other than what was last seen.
    fn read_anew(self) {
        let Ok(open) = self.session.require_open() else { return };
        let stored = storage::load_desk(&open.account.id);
        if self.seen.try_with_value(|seen| *seen == stored) != Some(false) {
            return;
        }
        let kept = match (&stored, open.keyring.key(&Slot::User)) {
            (None, _) => Some(Kept::default()),
            (Some(sealed), Ok(key)) => unseal(sealed, key),
            (Some(_), Err(_)) => None,
        };
        self.seen.set_value(stored);
        self.unreadable.set(kept.is_none());
        self.kept.set(Arc::new(kept.unwrap_or_default()));
    }
}

fn seal(kept: &Kept, user_key: &SymmetricKey) -> Result<String, Failure> {
    let text = json::to_string(kept);
    if text.len() > MOST {
        return Err(Failure::DeskFull);
    }
    Ok(EncString::encrypt_text(&text, &user_key.derive_local(SEAL))?.to_string())
}

fn unseal(sealed: &str, user_key: &SymmetricKey) -> Option<Kept> {
    let text = EncString::new(sealed).decrypt_text(&user_key.derive_local(SEAL)).ok()?;
    json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ids::OrganizationId;

    fn key(byte: u8) -> SymmetricKey {
        SymmetricKey::from_bytes(&[byte; 64]).unwrap()
    }

    fn with_note(text: &str) -> Kept {
        let client = OrganizationId::parse("11111111-1111-1111-1111-111111111111").unwrap();
        let mut kept = Kept::default();
        kept.write_note(&client, text);
        kept.visit(&client);
        kept
    }

    #[test]
    fn what_is_sealed_opens_for_its_account_alone_and_shows_nothing() {
        let kept = with_note("Ring på tisdag \"före\" tolv");
        let sealed = seal(&kept, &key(1)).unwrap();
        assert!(!sealed.contains("Ring") && !sealed.contains("1111"));
        assert_eq!(unseal(&sealed, &key(1)), Some(kept));
        assert_eq!(unseal(&sealed, &key(2)), None);
    }

    #[test]
    fn a_damaged_desk_does_not_open() {
        let sealed = seal(&with_note("x"), &key(1)).unwrap();
        assert_eq!(unseal(&sealed[..sealed.len() - 4], &key(1)), None);
        assert_eq!(unseal("", &key(1)), None);
    }

    #[test]
    fn more_than_may_be_kept_is_refused() {
        assert_eq!(seal(&with_note(&"x".repeat(MOST)), &key(1)), Err(Failure::DeskFull));
        assert!(seal(&with_note(&"x".repeat(MOST / 2)), &key(1)).is_ok());
    }
}

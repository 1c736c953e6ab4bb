//! The keys of an open session by slot. Callers name a slot, never bytes. Opening is all-or-nothing per branch: a
//! provider whose key doesn't open leaves its clients closed and is reported as such (crypto.md 5). Keys that contradict
//! each other open nothing: a server that put one in another's place would have things sealed for the wrong people.

use std::collections::HashMap;

use portal_crypto::account::{AccountKeys, open_private_key};
use portal_crypto::{CryptoError, PrivateKey, Refusal, SymmetricKey, chain};

use super::failure::Failure;
use crate::api::accounts::ProfileRecord;
use crate::api::ids::{OrganizationId, ProviderId};
use crate::browser::slices::Slices;

const CONTRADICTION: CryptoError = CryptoError::Refused(Refusal::Inconsistent);

/// Which key is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    User,
    Provider(ProviderId),
    Organization(OrganizationId),
}

/// Every key the signed-in person can open. Dropped whole on lock and on sign-out; keys zero themselves.
pub struct Keyring {
    keys: HashMap<Slot, SymmetricKey>,
    closed: HashMap<Slot, CryptoError>,
}

impl Keyring {
    /// Opens everything the profile offers with the user key.
    pub async fn open(user_key: SymmetricKey, profile: &ProfileRecord) -> Result<Self, Failure> {
        let own = own_private_key(&user_key, profile).await?;
        let mut ring = Self {
            keys: HashMap::new(),
            closed: HashMap::new(),
        };
        let shared = |key: Option<&String>| key.cloned().ok_or(CryptoError::Malformed("no key"));
        for provider in profile.providers.iter().flatten() {
            let key = match (shared(provider.key.as_ref()), &own) {
                (Ok(key), Some(own)) => chain::open_shared(&key, own).await,
                (Err(error), _) => Err(error),
                (_, None) => Err(CryptoError::Malformed("no key pair")),
            };
            ring.take(Slot::Provider(provider.id.clone()), key);
        }
        // A provider may have a thousand clients; the browser gets its turn in between.
        let mut slices = Slices::begin();
        // Both ways to an organization lead to the same key.
        for organization in profile.provider_organizations.iter().flatten() {
            let provider = organization
                .provider_id
                .clone()
                .and_then(|id| ring.keys.get(&Slot::Provider(id)));
            let key = match (shared(organization.key.as_ref()), provider) {
                (Ok(key), Some(provider)) => chain::open_client(&key, provider),
                (Err(error), _) => Err(error),
                (_, None) => Err(CryptoError::Undecryptable),
            };
            ring.take(Slot::Organization(organization.id.clone()), key);
            slices.turn().await;
        }
        for organization in memberships(profile) {
            let key = match (shared(organization.key.as_ref()), &own) {
                (Ok(key), Some(own)) => chain::open_shared(&key, own).await,
                (Err(error), _) => Err(error),
                (_, None) => Err(CryptoError::Malformed("no key pair")),
            };
            let slot = Slot::Organization(organization.id.clone());
            match (key, ring.keys.get(&slot)) {
                (Ok(key), Some(known)) if key != *known => ring.close(slot, CONTRADICTION),
                (Err(_), Some(_)) => {}
                (key, _) => ring.take(slot, key),
            }
        }
        ring.keys.insert(Slot::User, user_key);
        ring.close_repeated(&mut slices).await;
        Ok(ring)
    }

    /// No two slots share a key but by somebody's putting one in the other's place; which one is the right one, nobody knows.
    async fn close_repeated(&mut self, slices: &mut Slices) {
        let mut by_id: HashMap<String, Vec<Slot>> = HashMap::new();
        for (slot, key) in &self.keys {
            by_id.entry(key.key_id()).or_default().push(slot.clone());
            slices.turn().await;
        }
        let repeated = by_id.into_values().filter(|slots| slots.len() > 1).flatten();
        for slot in repeated.filter(|slot| *slot != Slot::User) {
            self.close(slot, CONTRADICTION);
        }
    }

    fn close(&mut self, slot: Slot, why: CryptoError) {
        self.keys.remove(&slot);
        self.closed.insert(slot, why);
    }

    fn take(&mut self, slot: Slot, key: Result<SymmetricKey, CryptoError>) {
        match key {
            Ok(key) => {
                self.closed.remove(&slot);
                self.keys.insert(slot, key);
            }
            Err(error) => self.close(slot, error),
        }
    }

    /// The key in a slot; why there is none otherwise.
    pub fn key(&self, slot: &Slot) -> Result<&SymmetricKey, Failure> {
        self.keys
            .get(slot)
            .ok_or_else(|| self.closed.get(slot).map_or(Failure::NoKey, |error| (*error).into()))
    }
}

/// Memberships, from the newer list where the server has it; only Confirmed ones carry a key.
pub fn memberships(profile: &ProfileRecord) -> impl Iterator<Item = &crate::api::accounts::ProfileOrganizationRecord> {
    const CONFIRMED: i64 = 2;
    let list = profile.organizations_new.as_ref().or(profile.organizations.as_ref());
    list.into_iter()
        .flatten()
        .filter(|organization| organization.status == CONFIRMED)
}

async fn own_private_key(user_key: &SymmetricKey, profile: &ProfileRecord) -> Result<Option<PrivateKey>, Failure> {
    let (newer, older) = (profile.account_keys.as_ref(), profile.private_key.as_ref());
    let wrapped = newer
        .map(|keys| &keys.public_key_encryption_key_pair.wrapped_private_key)
        .or(older);
    let Some(wrapped) = wrapped else { return Ok(None) };
    // Both forms there but different: an inconsistent answer (crypto.md 5).
    if older.is_some_and(|older| older != wrapped) {
        return Err(Failure::KeysDamaged);
    }
    let keys = AccountKeys {
        wrapped_private_key: wrapped,
        public_key: newer
            .and_then(|keys| keys.public_key_encryption_key_pair.public_key.as_deref())
            .filter(|key| !key.is_empty()),
        has_signature_key_pair: newer
            .is_some_and(|keys| keys.signature_key_pair.as_ref().is_some_and(|v| !v.is_null())),
        has_security_state: newer.is_some_and(|keys| keys.security_state.as_ref().is_some_and(|v| !v.is_null())),
    };
    let der = open_private_key(&keys, user_key).map_err(|_| Failure::KeysDamaged)?;
    Ok(Some(PrivateKey::from_pkcs8(&der).await?))
}

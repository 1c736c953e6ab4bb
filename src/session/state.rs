//! The session as the page sees it: signed out, locked or open, and the verbs between them.

use std::sync::Arc;

use leptos::prelude::*;
use zeroize::Zeroizing;

use super::claims;
use super::failure::Failure;
use super::idle::{self, Idle};
use super::keyring::{Keyring, Slot};
use super::looks::{BETWEEN_MS, Looks};
use super::seen::Seen;
use super::storage::{self, KdfNumbers, Stored};
use super::tabs::{Kind, Tabs, stored_minutes};
use super::unlock::{self, Answer, Pending};
use super::worker::InWorker;
use crate::api::accounts::ProfileRecord;
use crate::api::client::TokenEvent;
use crate::api::config::ServerKind;
use crate::api::identity::SecondStep;
use crate::api::ids::{OrganizationId, UserId};
use crate::api::{Api, ApiError};
use crate::browser::clock;

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: UserId,
    pub email: String,
    pub name: Option<String>,
}

/// An open session: everything that needs keys takes them from here, so it can't be called while locked.
#[derive(Clone)]
pub struct Open {
    pub account: Account,
    /// Whose behaviour the server has.
    pub server: ServerKind,
    pub keyring: Arc<Keyring>,
    pub profile: Arc<ProfileRecord>,
    pub(super) kdf: KdfNumbers,
    pub(super) salt: String,
    pub(super) wrapped_user_key: String,
}

impl Open {
    /// The key of an organization.
    pub fn organization_key(&self, id: &OrganizationId) -> Result<&portal_crypto::SymmetricKey, Failure> {
        self.keyring.key(&Slot::Organization(id.clone()))
    }
}

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ended {
    /// First visit, or the person signed out.
    #[default]
    Quietly,
    /// The server refused to go on: expired, password changed, signed out elsewhere.
    ByServer,
    /// The server answered with what belongs to another account.
    OtherAccount,
}

/// Why the keys are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locked {
    /// The person locked here, or loaded the page anew.
    Here,
    /// The person locked in another tab.
    Elsewhere,
    /// Nothing was done for so many minutes.
    Idle(u32),
}

/// The three states.
#[derive(Clone)]
pub enum State {
    SignedOut(Ended),
    Locked(Arc<Stored>, Locked),
    Open(Open),
}

/// The session, as a handle that can be copied anywhere.
#[derive(Clone, Copy)]
pub struct Session {
    pub(super) state: RwSignal<State>,
    api: StoredValue<Api>,
    pub(super) idle: StoredValue<Idle>,
    pub(super) idle_minutes: RwSignal<u32>,
    pub(super) tabs: Tabs,
    /// When roles and clients were last read anew at a person's wish, in milliseconds since 1970.
    looked: StoredValue<f64>,
    /// The same because of refusals.
    looks: StoredValue<Looks>,
    /// Until when requests wait, in milliseconds since 1970.
    paused: RwSignal<Option<f64>>,
    /// When it locks by itself, in milliseconds since 1970, once that is near.
    pub(super) locks_at: RwSignal<Option<f64>>,
    pub(super) seen: StoredValue<Seen>,
}

/// The session of the page; provided by the app at its root.
pub fn use_session() -> Session {
    expect_context()
}

impl Session {
    /// The session of this tab: locked when it was signed in before the reload, ended when the server had ended it.
    pub fn restore(api: Api) -> Self {
        let state = match storage::load_session() {
            Some(stored) => State::Locked(Arc::new(stored), Locked::Here),
            None if storage::load_ended().is_some() => State::SignedOut(Ended::ByServer),
            None => State::SignedOut(Ended::Quietly),
        };
        let session = Self {
            state: RwSignal::new(state),
            api: StoredValue::new(api.clone()),
            idle: StoredValue::new(Idle::new(0)),
            idle_minutes: RwSignal::new(stored_minutes().unwrap_or(idle::USUAL)),
            tabs: Tabs::new(),
            looked: StoredValue::new(0.0),
            looks: StoredValue::new(Looks::default()),
            paused: RwSignal::new(None),
            locks_at: RwSignal::new(None),
            seen: StoredValue::new(Seen::default()),
        };
        api.watch(move |event| session.heard(&event));
        api.watch_pause(move |until| {
            session.paused.try_set(until);
        });
        session
    }

    /// The state, tracked.
    pub fn state(&self) -> State {
        self.state.get()
    }

    /// The open session, tracked.
    pub fn open(&self) -> Option<Open> {
        self.state
            .try_with(|state| {
                if let State::Open(open) = state {
                    Some(open.clone())
                } else {
                    None
                }
            })
            .flatten()
    }

    /// The open session of now, for actions; an action without one is over.
    pub fn require_open(&self) -> Result<Open, Failure> {
        let open = self.state.try_with_untracked(|state| match state {
            State::Open(open) => Some(open.clone()),
            _ => None,
        });
        open.flatten().ok_or(Failure::Api(ApiError::SignedOut))
    }

    pub fn api(&self) -> Api {
        self.api.get_value()
    }

    /// Until when requests wait for the server, in milliseconds since 1970, if they do: tracked.
    pub fn paused(&self) -> Option<f64> {
        self.paused.get()
    }

    /// First step of a sign-in: derives the keys of the password. Slow on purpose.
    pub async fn begin_sign_in(&self, email: &str, password: Zeroizing<String>) -> Result<Pending, Failure> {
        unlock::begin(&self.api(), &InWorker, email, password).await
    }

    /// Sends a derived sign-in, with the codes of its second steps where asked for. `None`: the session is open.
    pub async fn sign_in(
        &self,
        pending: &Pending,
        second: Option<&SecondStep>,
        device_code: Option<&str>,
    ) -> Result<Option<Answer>, Failure> {
        match pending.submit(&self.api(), &InWorker, second, device_code).await? {
            Answer::Open(open) => {
                self.opened(*open)?;
                Ok(None)
            }
            other => Ok(Some(other)),
        }
    }

    /// Opens a locked session.
    pub async fn unlock(&self, password: Zeroizing<String>) -> Result<(), Failure> {
        let Some(State::Locked(stored, _)) = self.state.try_get_untracked() else {
            return Err(Failure::Api(ApiError::SignedOut));
        };
        match unlock::unlock(&self.api(), &InWorker, &stored, &password).await {
            Ok(open) => self.opened(open),
            Err(failure) => {
                // The server ended the session meanwhile: there is nothing left to unlock.
                if failure == Failure::Api(ApiError::SignedOut) {
                    self.end(Ended::ByServer);
                }
                Err(failure)
            }
        }
    }

    fn opened(&self, open: Open) -> Result<(), Failure> {
        let tokens = self.api().tokens().ok_or(Failure::Api(ApiError::SignedOut))?;
        storage::save_session(Some(&unlock::seal(&open, &tokens)?));
        storage::save_ended(None);
        self.drop_foreign_drafts(&open);
        self.state.try_set(State::Open(open));
        Ok(())
    }

    /// Gives up unlocking, for the sign-in form of the same account: the password may be another one by now, which nothing stored
    /// here opens. Drafts and the address stay.
    pub fn sign_in_anew(&self) {
        self.end(Ended::ByServer);
    }

    /// Reads the profile anew (roles, clients) and opens the keys that came with it.
    pub async fn reload_profile(&self) -> Result<(), Failure> {
        let open = self.require_open()?;
        let api = self.api();
        api.refresh().await?;
        let profile = api.profile().await?;
        if profile.id != open.account.id {
            self.end(Ended::OtherAccount);
            return Err(Failure::OtherAccount);
        }
        let user_key = portal_crypto::SymmetricKey::from_bytes(&open.keyring.key(&Slot::User)?.to_bytes())?;
        let keyring = Keyring::open(user_key, &profile).await?;
        let still_open = self
            .state
            .try_with_untracked(|state| matches!(state, State::Open(_)))
            .unwrap_or(false);
        if still_open {
            self.seen.try_update_value(|seen| seen.keep_known(&profile));
            self.state.try_set(State::Open(Open {
                keyring: Arc::new(keyring),
                profile: Arc::new(profile),
                ..open
            }));
        }
        Ok(())
    }

    /// Finds out what has become of roles and clients, with a list that a person has read anew; not more often than once a
    /// while.
    pub fn look_again(self) {
        let now = clock::now_ms();
        let lately = self.looked.try_get_value().is_none_or(|last| now - last < BETWEEN_MS);
        if lately || self.require_open().is_err() {
            return;
        }
        self.looked.try_set_value(now);
        leptos::task::spawn_local(async move {
            // What was refused is told by its page; without a newer profile it stays at that.
            let _ = self.reload_profile().await;
        });
    }

    /// The same because the server refused to read `what`, so that the page can say whether a role or a client is gone.
    fn doubt(self, what: &str) {
        let Ok(before) = self.require_open() else { return };
        let begun = self
            .looks
            .try_update_value(|looks| looks.begin(what, clock::now_ms()))
            .unwrap_or(false);
        if !begun {
            return;
        }
        leptos::task::spawn_local(async move {
            let _ = self.reload_profile().await;
            let changed = self.require_open().is_ok_and(|now| now.profile != before.profile);
            self.looks.try_update_value(|looks| looks.done(changed));
        });
    }

    /// Drops every key and token from memory, in every tab of this browser; the sign-in stays.
    pub fn lock(&self) {
        self.tell(Kind::Lock);
        self.drop_keys(Locked::Here);
    }

    pub(super) fn drop_keys(&self, why: Locked) {
        let stored = storage::load_session();
        self.api().set_tokens(None);
        self.seen.try_set_value(Seen::default());
        self.state
            .try_set(stored.map_or(State::SignedOut(Ended::Quietly), |stored| {
                State::Locked(Arc::new(stored), why)
            }));
    }

    /// Forgets everything of this sign-in, in every tab of this browser.
    pub fn sign_out(&self) {
        self.tell(Kind::SignOut);
        self.end(Ended::Quietly);
    }

    fn email(&self) -> Option<String> {
        match self.state.try_get_untracked()? {
            State::SignedOut(_) => None,
            State::Locked(stored, _) => Some(stored.email.clone()),
            State::Open(open) => Some(open.account.email),
        }
    }

    pub(super) fn end(&self, why: Ended) {
        storage::save_session(None);
        match (why, self.email()) {
            (Ended::Quietly, _) => {
                storage::save_drafts(None);
                storage::save_ended(None);
            }
            (Ended::ByServer, Some(email)) => storage::save_ended(Some(&email)),
            _ => {}
        }
        self.api().set_tokens(None);
        self.seen.try_set_value(Seen::default());
        self.state.try_set(State::SignedOut(why));
    }

    fn heard(&self, event: &TokenEvent) {
        match event {
            TokenEvent::Refreshed(tokens) => {
                // While locked, `unlock` itself looks whose they are.
                let Ok(open) = self.require_open() else { return };
                if claims::account(&tokens.access).is_some_and(|account| account != open.account.id) {
                    self.end(Ended::OtherAccount);
                } else if let Ok(stored) = unlock::seal(&open, tokens) {
                    storage::save_session(Some(&stored));
                }
            }
            TokenEvent::Doubted(what) => self.doubt(what),
            TokenEvent::Ended => {
                // While locked, `unlock` itself reports it.
                if self.require_open().is_ok() {
                    self.end(Ended::ByServer);
                }
            }
        }
    }
}

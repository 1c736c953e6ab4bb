//! What the tabs of this browser tell each other: that somebody is there, that they lock, that they sign out. Nothing secret.

use leptos::prelude::*;

use super::idle;
use super::state::{Ended, Locked, Session, State};
use super::storage;
use crate::api::ids::UserId;
use crate::browser::activity::Watch;
use crate::browser::channel::Channel;
use crate::browser::{clock, leaving};
use crate::json::{self, message};

const CHANNEL: &str = "portal.tabs";

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Active,
    Idle,
    Lock,
    SignOut,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Active, Self::Idle, Self::Lock, Self::SignOut];

    fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Idle => "idle",
            Self::Lock => "lock",
            Self::SignOut => "sign-out",
        }
    }
}

message! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Note {
        kind: String,
        account: UserId,
        /// The last activity that the sender knows of.
        last: i64,
    }
}

/// This tab's end of the channel and its ear for activity.
#[derive(Clone, Copy)]
pub struct Tabs {
    ends: StoredValue<Option<(Option<Channel>, Watch)>>,
    /// What another tab asked for while work ran here that mustn't be cut off.
    put_off: StoredValue<Option<Kind>>,
}

impl Tabs {
    pub fn new() -> Self {
        Self {
            ends: StoredValue::new(None),
            put_off: StoredValue::new(None),
        }
    }
}

/// Now, in whole milliseconds.
#[allow(clippy::cast_possible_truncation)]
fn now() -> i64 {
    clock::now_ms() as i64
}

/// The minutes that were chosen in this browser, if they can be.
pub fn stored_minutes() -> Option<u32> {
    storage::load_preferences()
        .idle_minutes
        .filter(|minutes| idle::CHOICES.contains(minutes))
}

impl Session {
    /// Begins to lock by itself and to go along with the other tabs. `signing_out` runs before another tab's sign-out is
    /// followed.
    pub fn watch(self, signing_out: impl Fn() + Copy + Send + Sync + 'static) {
        self.idle.set_value(idle::Idle::new(now()));
        let channel = Channel::open(CHANNEL, move |text| {
            if let Ok(note) = json::from_str::<Note>(&text) {
                self.told(&note, &signing_out);
            }
        });
        let done = move || {
            let now = now();
            let news = self.idle.try_with_value(|idle| idle.is_news(now)) == Some(true);
            // What is done in a warning is no answer to it yet.
            let warned = self.is_warning();
            // The first key after a long sleep must not count before the look.
            if news && !self.look(&signing_out) && !warned {
                self.stay();
            }
        };
        let look = move || {
            self.look(&signing_out);
        };
        self.tabs.ends.set_value(Some((channel, Watch::new(done, look))));
    }

    /// The minutes until the idle lock, tracked.
    pub fn idle_minutes(&self) -> u32 {
        self.idle_minutes.get()
    }

    pub fn choose_idle_minutes(&self, minutes: u32) {
        storage::change_preferences(&|kept| kept.idle_minutes = Some(minutes));
        self.idle_minutes.set(minutes);
    }

    /// When it locks by itself, in milliseconds since 1970, once that is near: tracked.
    pub fn locks_at(&self) -> Option<f64> {
        self.locks_at.get()
    }

    /// Somebody is there after all.
    pub fn stay(&self) {
        self.note();
        self.warn();
    }

    fn is_warning(self) -> bool {
        self.locks_at.try_get_untracked().flatten().is_some()
    }

    /// Warns, or takes the warning back, as the last activity says.
    #[allow(clippy::cast_precision_loss)]
    fn warn(self) {
        let open = self.require_open().is_ok();
        let minutes = self.idle_minutes.try_get_untracked().unwrap_or(idle::USUAL);
        let near = self.idle.try_with_value(|idle| idle.near_end(now(), minutes)).flatten();
        let near = near.filter(|_| open).map(|end| end as f64);
        if self.locks_at.try_get_untracked() != Some(near) {
            self.locks_at.try_set(near);
        }
    }

    fn note(self) {
        if self.idle.try_update_value(|idle| idle.note(now())) == Some(true) {
            self.tell(Kind::Active);
        }
    }

    /// Locks if it is time to; true when it did.
    fn look(self, signing_out: &dyn Fn()) -> bool {
        // An import that encrypts or uploads runs to its end: cut off, nobody would know what has arrived.
        let busy = leaving::is_held();
        if busy {
            self.note();
        } else if let Some(kind) = self.tabs.put_off.try_update_value(Option::take).flatten() {
            self.follow(kind, signing_out);
            return true;
        }
        // Another tab may have chosen.
        if let Some(minutes) = stored_minutes()
            && self.idle_minutes.try_get_untracked() != Some(minutes)
        {
            self.idle_minutes.try_set(minutes);
        }
        let minutes = self.idle_minutes.try_get_untracked().unwrap_or(idle::USUAL);
        if self.require_open().is_err() {
            // The wait begins when the session opens.
            self.idle.try_update_value(|idle| idle.heard(now(), now()));
            self.warn();
            return false;
        }
        if self.idle.try_update_value(|idle| idle.is_over(now(), minutes, busy)) != Some(true) {
            self.warn();
            return false;
        }
        self.tell(Kind::Idle);
        self.drop_keys(Locked::Idle(minutes));
        true
    }

    pub(super) fn tell(self, kind: Kind) {
        let Some(account) = self.whose() else { return };
        let last = self.idle.try_with_value(idle::Idle::last).unwrap_or_default();
        let note = json::to_string(&Note {
            kind: kind.name().to_owned(),
            account,
            last,
        });
        self.tabs.ends.try_with_value(|ends| {
            if let Some((Some(channel), _)) = ends {
                channel.post(&note);
            }
        });
    }

    fn told(self, note: &Note, signing_out: &dyn Fn()) {
        if self.whose().as_ref() != Some(&note.account) {
            return;
        }
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == note.kind) else {
            return;
        };
        match kind {
            Kind::Active => {
                self.idle.try_update_value(|idle| idle.heard(note.last, now()));
                self.warn();
            }
            Kind::Idle if self.idle.try_with_value(|idle| idle.follows(note.last)) != Some(true) => {}
            // Work counts as activity, so this tab begins its own wait when it has ended.
            Kind::Idle if leaving::is_held() => {}
            kind if leaving::is_held() => self.tabs.put_off.set_value(Some(kind)),
            kind => self.follow(kind, signing_out),
        }
    }

    fn follow(self, kind: Kind, signing_out: &dyn Fn()) {
        let open = self.require_open().is_ok();
        match kind {
            Kind::Lock if open => self.drop_keys(Locked::Elsewhere),
            Kind::Idle if open => {
                let minutes = stored_minutes().or_else(|| self.idle_minutes.try_get_untracked());
                self.drop_keys(Locked::Idle(minutes.unwrap_or(idle::USUAL)));
            }
            Kind::SignOut => {
                signing_out();
                self.end(Ended::Quietly);
            }
            Kind::Active | Kind::Idle | Kind::Lock => {}
        }
    }

    fn whose(self) -> Option<UserId> {
        let whose = self.state.try_with_untracked(|state| match state {
            State::Open(open) => Some(open.account.id.clone()),
            State::Locked(stored, _) => Some(stored.account.clone()),
            State::SignedOut(_) => None,
        });
        whose.flatten()
    }
}

//! Lists once seen, kept for the way back: shown at once, and read anew behind. In memory alone, never stored; they go with
//! the keys, and a client's with the client. What was looked at longest ago gives way.

use std::any::Any;
use std::collections::HashSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::state::Session;
use crate::api::accounts::ProfileRecord;
use crate::api::ids::UserId;

/// Rows kept over all lists. The longest list there is has some ten thousand; one alone may be longer than this.
const MOST_ROWS: usize = 30_000;
/// Lists kept, however short.
const MOST_LISTS: usize = 200;

/// Whose list, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenKey {
    pub account: UserId,
    /// The client or provider that it belongs to.
    pub owner: String,
    pub list: &'static str,
    /// The language that it was put in order for.
    pub language: &'static str,
}

/// A list as it was seen.
#[derive(Clone)]
pub struct Sight {
    pub what: Arc<dyn Any + Send + Sync>,
    /// When it was read, in milliseconds since 1970 UTC.
    pub at_ms: f64,
    /// How many rows it counts for.
    pub rows: usize,
}

/// Everything seen, what was looked at last at the end.
#[derive(Default)]
pub struct Seen(Vec<(SeenKey, Sight)>);

impl Seen {
    /// A list as it was seen last.
    pub fn get(&mut self, key: &SeenKey) -> Option<Sight> {
        let place = self.place(key)?;
        let entry = self.0.remove(place);
        let sight = entry.1.clone();
        self.0.push(entry);
        Some(sight)
    }

    /// Keeps a list in place of what was seen of it before.
    pub fn put(&mut self, key: SeenKey, sight: Sight) {
        self.forget(&key);
        self.0.push((key, sight));
        while self.0.len() > 1 && (self.0.len() > MOST_LISTS || self.rows() > MOST_ROWS) {
            self.0.remove(0);
        }
    }

    /// Drops one list.
    pub fn forget(&mut self, key: &SeenKey) {
        if let Some(place) = self.place(key) {
            self.0.remove(place);
        }
    }

    /// Drops the lists of clients and providers that the profile no longer holds.
    pub fn keep_known(&mut self, profile: &ProfileRecord) {
        let organizations = [
            &profile.organizations,
            &profile.organizations_new,
            &profile.provider_organizations,
        ];
        let organizations = organizations.into_iter().flatten().flatten();
        let providers = profile.providers.iter().flatten();
        let known: HashSet<&str> = organizations
            .map(|organization| organization.id.as_str())
            .chain(providers.map(|provider| provider.id.as_str()))
            .collect();
        self.0.retain(|(key, _)| known.contains(key.owner.as_str()));
    }

    fn place(&self, key: &SeenKey) -> Option<usize> {
        self.0.iter().position(|(other, _)| other == key)
    }

    fn rows(&self) -> usize {
        self.0.iter().map(|(_, sight)| sight.rows).sum()
    }
}

impl Session {
    /// The key of a list for whoever is signed in.
    pub fn seen_key(self, owner: &str, list: &'static str, language: &'static str) -> Option<SeenKey> {
        Some(SeenKey {
            account: self.require_open().ok()?.account.id,
            owner: owner.to_owned(),
            list,
            language,
        })
    }

    /// A list as it was seen last.
    pub fn seen(self, key: &SeenKey) -> Option<Sight> {
        self.seen.try_update_value(|seen| seen.get(key)).flatten()
    }

    /// Keeps a list, unless whoever asked for it is no longer the one who is signed in.
    pub fn keep_seen(self, key: SeenKey, sight: Sight) {
        if self.require_open().is_ok_and(|open| open.account.id == key.account) {
            self.seen.try_update_value(|seen| seen.put(key, sight));
        }
    }

    /// Drops a list that is no longer this person's to see.
    pub fn forget_seen(self, key: &SeenKey) {
        self.seen.try_update_value(|seen| seen.forget(key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: &str = "11111111-1111-1111-1111-111111111111";
    const OTHER: &str = "22222222-2222-2222-2222-222222222222";
    const CLIENT: &str = "33333333-3333-3333-3333-333333333333";
    const GONE: &str = "44444444-4444-4444-4444-444444444444";

    fn key(account: &str, owner: &str, list: &'static str) -> SeenKey {
        SeenKey {
            account: UserId::parse(account).unwrap(),
            owner: owner.to_owned(),
            list,
            language: "en",
        }
    }

    fn sight(what: u32, rows: usize) -> Sight {
        Sight {
            what: Arc::new(what),
            at_ms: 0.0,
            rows,
        }
    }

    fn value(seen: &mut Seen, key: &SeenKey) -> Option<u32> {
        seen.get(key)?.what.downcast_ref().copied()
    }

    #[test]
    fn a_list_is_found_by_account_owner_list_and_language_alone() {
        let mut seen = Seen::default();
        seen.put(key(ME, CLIENT, "members"), sight(1, 5));
        assert_eq!(value(&mut seen, &key(ME, CLIENT, "members")), Some(1));
        let swedish = SeenKey {
            language: "sv",
            ..key(ME, CLIENT, "members")
        };
        for other in [
            key(OTHER, CLIENT, "members"),
            key(ME, GONE, "members"),
            key(ME, CLIENT, "groups"),
            swedish,
        ] {
            assert_eq!(value(&mut seen, &other), None, "{other:?}");
        }
    }

    #[test]
    fn a_newer_reading_takes_the_place_of_the_older() {
        let mut seen = Seen::default();
        seen.put(key(ME, CLIENT, "members"), sight(1, MOST_ROWS));
        seen.put(key(ME, CLIENT, "members"), sight(2, MOST_ROWS));
        assert_eq!(value(&mut seen, &key(ME, CLIENT, "members")), Some(2));
        assert_eq!(seen.0.len(), 1);
    }

    #[test]
    fn what_was_looked_at_longest_ago_gives_way_when_there_are_too_many_rows() {
        let mut seen = Seen::default();
        let part = MOST_ROWS / 3;
        for list in ["a", "b", "c"] {
            seen.put(key(ME, CLIENT, list), sight(1, part));
        }
        seen.get(&key(ME, CLIENT, "a"));
        seen.put(key(ME, CLIENT, "d"), sight(1, part));
        assert_eq!(value(&mut seen, &key(ME, CLIENT, "b")), None);
        for list in ["a", "c", "d"] {
            assert_eq!(value(&mut seen, &key(ME, CLIENT, list)), Some(1), "{list}");
        }
    }

    #[test]
    fn fifty_clients_of_ten_thousand_members_leave_no_more_than_the_bound() {
        let mut seen = Seen::default();
        for number in 0..50 {
            seen.put(key(ME, &number.to_string(), "members"), sight(1, 10_000));
        }
        assert!(seen.rows() <= MOST_ROWS, "{}", seen.rows());
        for number in 0..1_000 {
            seen.put(key(ME, &number.to_string(), "figures"), sight(1, 1));
        }
        assert!(seen.0.len() <= MOST_LISTS, "{}", seen.0.len());
    }

    #[test]
    fn a_list_longer_than_the_bound_is_kept_alone() {
        let mut seen = Seen::default();
        seen.put(key(ME, CLIENT, "a"), sight(1, 1));
        seen.put(key(ME, CLIENT, "b"), sight(2, MOST_ROWS + 1));
        assert_eq!(value(&mut seen, &key(ME, CLIENT, "a")), None);
        assert_eq!(value(&mut seen, &key(ME, CLIENT, "b")), Some(2));
    }

    #[test]
    fn the_lists_of_a_client_that_is_gone_go_too() {
        let mut seen = Seen::default();
        seen.put(key(ME, CLIENT, "members"), sight(1, 1));
        seen.put(key(ME, GONE, "members"), sight(1, 1));
        let profile = format!(
            r#"{{"id":"{ME}","email":"a@b.example","organizations":[
              {{"id":"{CLIENT}","name":"Own","enabled":true,"status":2,"type":0}}]}}"#
        );
        seen.keep_known(&crate::json::from_str(&profile).unwrap());
        assert_eq!(value(&mut seen, &key(ME, CLIENT, "members")), Some(1));
        assert_eq!(value(&mut seen, &key(ME, GONE, "members")), None);
    }
}

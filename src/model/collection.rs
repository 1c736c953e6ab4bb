//! Collections with their names opened. A `/` in a name nests: `Servers/Linux` stands inside `Servers`, if that exists.

use std::cmp::Ordering;
use std::collections::HashSet;

use portal_crypto::{CryptoError, EncString, SymmetricKey};

use super::opened::Opened;
use crate::api::collections::CollectionRecord;
use crate::api::ids::CollectionId;

/// A collection as lists show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    pub id: CollectionId,
    /// The whole name, with the names of what it stands inside.
    pub name: Opened<String>,
}

/// Whether a key can be the organization's: not where there are names under a key and none of them opens with this one.
pub fn fits(key: &SymmetricKey, records: &[CollectionRecord]) -> bool {
    let opens = |record: &CollectionRecord| EncString::new(&record.name).decrypt_text(key).is_ok();
    records.is_empty() || records.iter().any(opens)
}

impl Collection {
    /// Opens one; what was a departed member's "My Items" goes by his e-mail address.
    pub fn of(record: &CollectionRecord, key: Result<&SymmetricKey, CryptoError>) -> Self {
        let name = match &record.default_user_collection_email {
            Some(email) => Opened::Readable(email.clone()),
            None => Opened::text(&record.name, key),
        };
        Self {
            id: record.id.clone(),
            name,
        }
    }
}

/// Where a collection stands in the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nesting {
    /// How many collections it stands inside.
    pub depth: usize,
    /// The name of the one it stands inside directly; empty at the top.
    pub parent: String,
    /// Its name without the parent's.
    pub own: String,
}

impl Nesting {
    /// `existing` are the names of all collections. A part before `/` that is no collection stays in the name.
    pub fn of(name: &str, existing: &HashSet<&str>) -> Self {
        let mut nesting = Self {
            own: name.to_owned(),
            ..Self::default()
        };
        for (slash, _) in name.match_indices('/') {
            let before = &name[..slash];
            if existing.contains(before) {
                nesting.depth += 1;
                before.clone_into(&mut nesting.parent);
                name[slash + 1..].clone_into(&mut nesting.own);
            }
        }
        nesting
    }
}

/// Orders names, cut at every `/`, so that what is nested follows what it stands inside.
pub fn compare_paths<T>(
    left: impl IntoIterator<Item = T>,
    right: impl IntoIterator<Item = T>,
    compare: impl Fn(T, T) -> Ordering,
) -> Ordering {
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match compare(a, b) {
                Ordering::Equal => {}
                other => return other,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_opens_no_name_is_not_the_organizations() {
        let (own, other) = (SymmetricKey::generate().unwrap(), SymmetricKey::generate().unwrap());
        let named = |name: &str| {
            let record = serde_json::json!({ "id": "11111111-1111-1111-1111-111111111111", "name": name });
            crate::json::from_value::<CollectionRecord>(record).unwrap()
        };
        let sealed = named(EncString::encrypt_text("Servers", &own).unwrap().as_str());
        let damaged = named("2.damaged");
        assert!(fits(&own, &[]) && fits(&own, &[damaged.clone(), sealed.clone()]));
        assert!(!fits(&other, std::slice::from_ref(&sealed)) && !fits(&own, &[damaged]));
    }

    #[test]
    fn a_name_nests_only_inside_collections_that_exist() {
        let existing = HashSet::from(["Servers", "Servers/Linux/Web", "A/B", "Servers/Linux"]);
        let web = Nesting::of("Servers/Linux/Web", &existing);
        assert_eq!(
            (web.depth, web.parent.as_str(), web.own.as_str()),
            (2, "Servers/Linux", "Web")
        );
        let loose = Nesting::of("A/B", &existing);
        assert_eq!((loose.depth, loose.parent.as_str(), loose.own.as_str()), (0, "", "A/B"));
    }

    #[test]
    fn what_is_nested_follows_its_parent_before_names_that_merely_start_alike() {
        let mut names = ["Servers-old", "Servers/Web", "Servers", "Finance", "Servers/Db"];
        names.sort_by(|a, b| compare_paths(a.split('/'), b.split('/'), str::cmp));
        assert_eq!(
            names,
            ["Finance", "Servers", "Servers/Db", "Servers/Web", "Servers-old"]
        );
    }
}

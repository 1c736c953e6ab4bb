//! What a line of the Collections list shows, and which lines a search leaves.

use std::collections::HashSet;
use std::sync::Arc;

use portal_crypto::CryptoError;

use crate::api::ids::CollectionId;
use crate::model::access::{Reach, Reaches};
use crate::model::collection::Nesting;
use crate::model::opened::Opened;
use crate::model::search::Query;
use crate::pages::access::Placed;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct CollectionRow {
    pub id: CollectionId,
    /// Where it stands, or why its name can't be read.
    pub place: Result<Nesting, CryptoError>,
    /// The whole name; empty when unreadable.
    pub name: String,
    /// Its place in the tree; unreadable ones come last.
    pub rank: u32,
    /// `None` until members and groups are known.
    pub reach: Option<Reach>,
    folded: String,
}

impl CollectionRow {
    /// Nobody has "Manage collection"; false while that isn't known. No trouble where owners and admins manage everything.
    pub fn is_unmanaged(&self) -> bool {
        self.reach.is_some_and(|reach| !reach.managed)
    }
}

/// Lines of collections. `fold` is the language's.
pub fn rows(collections: &[Placed], reach: Option<&Reaches>, fold: impl Fn(&str) -> String) -> Vec<Arc<CollectionRow>> {
    let readable = collections
        .iter()
        .filter_map(|placed| placed.collection.name.readable());
    let existing: HashSet<&str> = readable.map(String::as_str).collect();
    let lines = collections.iter();
    lines
        .map(|Placed { collection, rank }| {
            let (place, name) = match &collection.name {
                Opened::Readable(name) => (Ok(Nesting::of(name, &existing)), name.clone()),
                Opened::Unreadable(error) => (Err(*error), String::new()),
            };
            Arc::new(CollectionRow {
                id: collection.id.clone(),
                place,
                rank: *rank,
                reach: reach.map(|reach| reach.of(&collection.id)),
                folded: fold(&name),
                name,
            })
        })
        .collect()
}

/// The lines a search leaves.
pub fn found(rows: &[Arc<CollectionRow>], query: &Query) -> Vec<Arc<CollectionRow>> {
    rows.iter().filter(|row| query.finds(&row.folded)).cloned().collect()
}

/// A line of the CSV file; the worded cells are handed in. `unmanaged` has yes and no for whether nobody manages it, and is
/// none where that is no trouble.
pub fn csv_line(row: &CollectionRow, unreadable: &str, unmanaged: Option<(&str, &str)>) -> Vec<String> {
    let name = if row.place.is_ok() {
        row.name.as_str()
    } else {
        unreadable
    };
    let mut line = vec![name.to_owned()];
    let number = |count: fn(Reach) -> usize| row.reach.map(|reach| count(reach).to_string()).unwrap_or_default();
    line.push(number(|reach| reach.members));
    line.push(number(|reach| reach.groups));
    if let Some((yes, no)) = unmanaged {
        let word = row.reach.map(|reach| if reach.managed { no } else { yes });
        line.push(word.unwrap_or_default().to_owned());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::members::MemberRecord;
    use crate::model::access::reach;
    use crate::model::collection::Collection;

    fn id(number: usize) -> CollectionId {
        CollectionId::parse(&format!("{number:08}-1111-1111-1111-111111111111")).unwrap()
    }

    fn sample(reach: Option<&Reaches>) -> Vec<Arc<CollectionRow>> {
        let names = [("Servers/Web", 1), ("Åland", 2), ("", u32::MAX), ("Servers", 0)];
        let collections: Vec<Placed> = names
            .into_iter()
            .enumerate()
            .map(|(number, (name, rank))| {
                let name = if name.is_empty() {
                    Opened::Unreadable(CryptoError::Undecryptable)
                } else {
                    Opened::Readable(name.to_owned())
                };
                let collection = Collection { id: id(number), name };
                Placed { collection, rank }
            })
            .collect();
        rows(&collections, reach, str::to_lowercase)
    }

    #[test]
    fn the_tree_stands_in_order_and_an_unreadable_name_comes_last_with_its_reason() {
        let mut rows = sample(None);
        rows.sort_by_key(|row| row.rank);
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["Servers", "Servers/Web", "Åland", ""]);
        assert_eq!(rows[1].place.as_ref().unwrap().depth, 1);
        assert_eq!(rows[3].place, Err(CryptoError::Undecryptable));
    }

    #[test]
    fn a_collection_is_unmanaged_only_when_members_and_groups_are_known() {
        let access = serde_json::json!([{ "id": id(0).as_str(), "manage": true }]);
        let member = |number: usize| {
            crate::json::from_value::<MemberRecord>(serde_json::json!({
                "id": id(number).as_str(), "type": 2, "status": 2, "email": "a@x.example", "collections": access,
            }))
            .unwrap()
        };
        let group = serde_json::json!({ "id": id(0).as_str(), "name": "G", "collections": access });
        let reach = reach(&[member(1), member(2)], &[crate::json::from_value(group).unwrap()]);
        let known = sample(Some(&reach));
        assert!(!known[0].is_unmanaged() && known[1].is_unmanaged());
        assert!(sample(None).iter().all(|row| !row.is_unmanaged()));
        let words = Some(("yes", "no"));
        assert_eq!(csv_line(&known[0], "?", words), ["Servers/Web", "2", "1", "no"]);
        assert_eq!(csv_line(&known[1], "?", words), ["Åland", "0", "0", "yes"]);
        assert_eq!(csv_line(&known[1], "?", None), ["Åland", "0", "0"]);
        assert_eq!(csv_line(&sample(None)[2], "?", words), ["?", "", "", ""]);
    }

    #[test]
    fn the_search_looks_at_the_whole_path() {
        let found = found(&sample(None), &Query::new("web servers", str::to_lowercase));
        assert_eq!(found.len(), 1);
    }
}

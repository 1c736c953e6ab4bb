//! What a line of the Groups list shows, and which lines a search leaves.

use std::collections::HashMap;
use std::sync::Arc;

use crate::api::groups::GroupRecord;
use crate::api::ids::{CollectionId, GroupId};
use crate::api::members::MemberRecord;
use crate::model::access::Level;
use crate::model::member::Status;
use crate::model::search::{Query, ranks};
use crate::text::isolated;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupRow {
    pub id: GroupId,
    pub name: String,
    /// Its place by name.
    pub rank: u32,
    pub external_id: String,
    /// `None` until the members are known.
    pub members: Option<usize>,
    /// It reaches every collection, also those to come.
    pub everything: bool,
    /// Name and level of every collection it reaches, in the order of the language.
    pub collections: Vec<(String, Level)>,
    folded: String,
}

/// The names of collections as shown, with their places in the order of the language.
pub type CollectionNames = HashMap<CollectionId, (u32, String)>;

/// Lines of groups. `unknown` stands for a collection that is missing in `names`.
pub fn rows(
    groups: &[GroupRecord],
    members: Option<&HashMap<GroupId, usize>>,
    names: &CollectionNames,
    unknown: &str,
    fold: impl Fn(&str) -> String,
    compare: impl Fn(&str, &str) -> std::cmp::Ordering,
) -> Vec<Arc<GroupRow>> {
    let labels: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let by_name = ranks(&labels, &compare);
    let lines = groups.iter().zip(by_name);
    lines
        .map(|(group, rank)| {
            let name_of = |id| names.get(id).cloned().unwrap_or_else(|| (u32::MAX, unknown.to_owned()));
            let reached = group.collections.iter();
            let mut reached: Vec<_> = reached.map(|access| (name_of(&access.id), Level::of(access))).collect();
            reached.sort();
            let collections = reached.into_iter().map(|((_, name), level)| (name, level)).collect();
            Arc::new(GroupRow {
                id: group.id.clone(),
                name: group.name.clone(),
                rank,
                external_id: group.external_id.clone().unwrap_or_default(),
                members: members.map(|members| members.get(&group.id).copied().unwrap_or(0)),
                everything: group.access_all,
                collections,
                folded: fold(&group.name),
            })
        })
        .collect()
}

/// How many members each group has, without revoked ones, as the list of members counts.
pub fn member_counts(members: &[MemberRecord]) -> HashMap<GroupId, usize> {
    let mut counts = HashMap::new();
    let counted = members
        .iter()
        .filter(|member| Status::from_number(member.status).counts());
    for id in counted.flat_map(|member| &member.groups) {
        *counts.entry(id.clone()).or_insert(0) += 1;
    }
    counts
}

/// The lines a search leaves.
pub fn found(rows: &[Arc<GroupRow>], query: &Query) -> Vec<Arc<GroupRow>> {
    rows.iter().filter(|row| query.finds(&row.folded)).cloned().collect()
}

/// A line of the CSV file; `level` words a level of access, `everything` the reach of all collections.
pub fn csv_line(row: &GroupRow, level: impl Fn(Level) -> String, everything: &str) -> Vec<String> {
    let collections = row.collections.iter();
    let mut collections: Vec<String> = collections
        .map(|(name, access)| format!("{} ({})", isolated(name), level(*access)))
        .collect();
    if row.everything {
        collections = vec![everything.to_owned()];
    }
    vec![
        row.name.clone(),
        row.members.map(|count| count.to_string()).unwrap_or_default(),
        collections.join(", "),
        row.external_id.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUPPORT: &str = "2b2c2456-2441-4210-8a58-d2f5435cddb9";
    const EMPTY: &str = "3b2c2456-2441-4210-8a58-d2f5435cddb9";
    const COLLECTION: &str = "65733d22-ae9a-492f-b8c2-68097d9945ed";

    fn sample(members: Option<&HashMap<GroupId, usize>>) -> Vec<Arc<GroupRow>> {
        let groups: Vec<GroupRecord> = crate::json::from_value(serde_json::json!([
            { "id": SUPPORT, "name": "Support", "externalId": "ext", "collections": [
                { "id": EMPTY, "readOnly": true }, { "id": COLLECTION, "manage": true }] },
            { "id": EMPTY, "name": "Empty", "accessAll": true },
        ]))
        .unwrap();
        let names = CollectionNames::from([(CollectionId::parse(COLLECTION).unwrap(), (0, "Keys".to_owned()))]);
        rows(&groups, members, &names, "unknown", str::to_lowercase, str::cmp)
    }

    #[test]
    fn members_are_counted_from_the_members_list_once_it_is_there() {
        let members: Vec<MemberRecord> = crate::json::from_value(serde_json::json!([
            { "id": EMPTY, "type": 2, "status": 2, "email": "a@x.example", "groups": [SUPPORT] },
            { "id": EMPTY, "type": 2, "status": 0, "email": "b@x.example", "groups": [SUPPORT] },
            { "id": EMPTY, "type": 2, "status": -1, "email": "c@x.example", "groups": [SUPPORT] },
        ]))
        .unwrap();
        let counted: Vec<_> = sample(Some(&member_counts(&members)))
            .iter()
            .map(|row| row.members)
            .collect();
        assert_eq!(counted, [Some(2), Some(0)]);
        assert_eq!(sample(None)[0].members, None);
    }

    #[test]
    fn a_collection_without_a_readable_name_keeps_its_place() {
        let row = &sample(None)[0];
        assert_eq!(
            row.collections,
            [("Keys".to_owned(), Level::Manage), ("unknown".to_owned(), Level::View)]
        );
    }

    #[test]
    fn the_search_finds_by_name_and_the_csv_tells_levels() {
        let rows = sample(None);
        assert_eq!(found(&rows, &Query::new("supp", str::to_lowercase)).len(), 1);
        let line = csv_line(&rows[0], |level| format!("{level:?}"), "all");
        assert_eq!(line, ["Support", "", "Keys (Manage), unknown (View)", "ext"]);
        let line = csv_line(&rows[1], |level| format!("{level:?}"), "all");
        assert_eq!(line, ["Empty", "", "all", ""]);
    }
}

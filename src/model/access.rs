//! What a person or group may do with a collection, as one word instead of three flags; and how many reach each one.

use std::collections::HashMap;

use super::member::Status;
use crate::api::groups::GroupRecord;
use crate::api::ids::CollectionId;
use crate::api::members::{AccessRecord, MemberRecord};

/// The five levels people know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    ViewHidden,
    View,
    EditHidden,
    Edit,
    Manage,
}

impl Level {
    pub fn of<Id>(access: &AccessRecord<Id>) -> Self {
        match (access.manage, access.read_only, access.hide_passwords) {
            (true, ..) => Self::Manage,
            (false, false, false) => Self::Edit,
            (false, false, true) => Self::EditHidden,
            (false, true, false) => Self::View,
            (false, true, true) => Self::ViewHidden,
        }
    }
}

/// Who reaches a collection, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Members it was given to directly and who are not revoked.
    pub members: usize,
    pub groups: usize,
    /// Somebody has "Manage collection", counted as the server does: revoked members too.
    pub managed: bool,
}

/// The reach of every collection that was given to anybody, out of the lists of members and groups. Those lists write no
/// access event, which the collections' own details would.
pub fn reach(members: &[MemberRecord], groups: &[GroupRecord]) -> HashMap<CollectionId, Reach> {
    let mut reach: HashMap<CollectionId, Reach> = HashMap::new();
    for member in members {
        let counts = Status::from_number(member.status) != Status::Revoked;
        for access in &member.collections {
            let entry = reach.entry(access.id.clone()).or_default();
            entry.members += usize::from(counts);
            entry.managed |= access.manage;
        }
    }
    for group in groups {
        for access in &group.collections {
            let entry = reach.entry(access.id.clone()).or_default();
            entry.groups += 1;
            entry.managed |= access.manage;
        }
    }
    reach
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "11111111-1111-1111-1111-111111111111";
    const TWO: &str = "22222222-2222-2222-2222-222222222222";

    #[test]
    fn three_flags_make_five_levels_and_manage_wins() {
        let level = |read_only, hide_passwords, manage| {
            Level::of(&AccessRecord {
                id: (),
                read_only,
                hide_passwords,
                manage,
            })
        };
        assert_eq!(level(true, true, false), Level::ViewHidden);
        assert_eq!(level(true, false, false), Level::View);
        assert_eq!(level(false, true, false), Level::EditHidden);
        assert_eq!(level(false, false, false), Level::Edit);
        assert_eq!(level(true, true, true), Level::Manage);
    }

    #[test]
    fn reach_counts_members_and_groups_and_leaves_revoked_ones_out() {
        let access = |id: &str, manage: bool| serde_json::json!([{ "id": id, "manage": manage }]);
        let member = |status: i64, collections: serde_json::Value| {
            crate::json::from_value::<MemberRecord>(serde_json::json!({
                "id": ONE, "type": 2, "status": status, "email": "a@x.example", "collections": collections,
            }))
            .unwrap()
        };
        let group: GroupRecord = crate::json::from_value(serde_json::json!({
            "id": ONE, "name": "G", "collections": access(ONE, false),
        }))
        .unwrap();
        let members = [member(2, access(ONE, false)), member(-1, access(TWO, true))];
        let reach = reach(&members, &[group]);
        let of = |id: &str| reach[&CollectionId::parse(id).unwrap()];
        assert_eq!((of(ONE).members, of(ONE).groups, of(ONE).managed), (1, 1, false));
        assert_eq!((of(TWO).members, of(TWO).groups, of(TWO).managed), (0, 0, true));
    }
}

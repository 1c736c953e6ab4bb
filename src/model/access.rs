//! What a person or group may do with a collection, as one word instead of three flags; and how many reach each one.

use std::collections::HashMap;

use super::member::{Role, Status};
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
    /// Members it was given to directly, or who reach all of them, and who are not revoked.
    pub members: usize,
    pub groups: usize,
    /// Somebody has "Manage collection", counted as the server does: revoked members too.
    pub managed: bool,
}

impl Reach {
    fn and(self, other: Self) -> Self {
        Self {
            members: self.members + other.members,
            groups: self.groups + other.groups,
            managed: self.managed || other.managed,
        }
    }
}

/// The reach of all collections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reaches {
    /// Of what was given to somebody by name.
    given: HashMap<CollectionId, Reach>,
    /// Of every collection, by those who reach all of them.
    everywhere: Reach,
}

impl Reaches {
    /// Who reaches this collection.
    pub fn of(&self, id: &CollectionId) -> Reach {
        self.given.get(id).copied().unwrap_or_default().and(self.everywhere)
    }
}

/// Whether a member reaches every collection by what they were given. Owners and admins don't count: that they reach
/// everything is said of all of them at once, where it is so.
pub fn reaches_all(member: &MemberRecord) -> bool {
    member.access_all && !matches!(Role::from_number(member.kind), Role::Owner | Role::Admin)
}

/// The reach of every collection, out of the lists of members and groups. Those lists write no access event, which the
/// collections' own details would.
pub fn reach(members: &[MemberRecord], groups: &[GroupRecord]) -> Reaches {
    let mut reach = Reaches::default();
    for member in members {
        let (all, counts) = (reaches_all(member), Status::from_number(member.status).counts());
        if all {
            // A custom role with everything may edit and delete every collection.
            reach.everywhere.members += usize::from(counts);
            reach.everywhere.managed = true;
        }
        for access in &member.collections {
            let entry = reach.given.entry(access.id.clone()).or_default();
            entry.members += usize::from(counts && !all);
            entry.managed |= access.manage;
        }
    }
    for group in groups {
        reach.everywhere.groups += usize::from(group.access_all);
        for access in &group.collections {
            let entry = reach.given.entry(access.id.clone()).or_default();
            entry.groups += usize::from(!group.access_all);
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
        let of = |id: &str| reach.of(&CollectionId::parse(id).unwrap());
        assert_eq!((of(ONE).members, of(ONE).groups, of(ONE).managed), (1, 1, false));
        assert_eq!((of(TWO).members, of(TWO).groups, of(TWO).managed), (0, 0, true));
    }

    #[test]
    fn whoever_reaches_everything_counts_once_at_every_collection_and_owners_and_admins_not_by_that() {
        let member = |kind: i64, status: i64, collections: serde_json::Value| {
            crate::json::from_value::<MemberRecord>(serde_json::json!({
                "id": ONE, "type": kind, "status": status, "email": "a@x.example", "accessAll": true,
                "collections": collections,
            }))
            .unwrap()
        };
        let group = |all: bool, collections: serde_json::Value| {
            crate::json::from_value::<GroupRecord>(serde_json::json!({
                "id": ONE, "name": "G", "accessAll": all, "collections": collections,
            }))
            .unwrap()
        };
        let given = serde_json::json!([{ "id": ONE, "readOnly": true }]);
        let nothing = serde_json::json!([]);
        let (one, two) = (CollectionId::parse(ONE).unwrap(), CollectionId::parse(TWO).unwrap());
        let admins = [member(0, 2, nothing.clone()), member(1, 2, nothing.clone())];
        let found = reach(&admins, &[group(true, given.clone()), group(false, given.clone())]);
        assert_eq!((found.of(&one).members, found.of(&one).groups), (0, 2));
        assert_eq!(
            (found.of(&two).members, found.of(&two).groups, found.of(&two).managed),
            (0, 1, false)
        );
        let custom = [
            member(4, 2, given),
            member(4, -1, nothing.clone()),
            member(4, 0, nothing),
        ];
        let found = reach(&custom, &[]);
        for id in [&one, &two] {
            assert_eq!((found.of(id).members, found.of(id).managed), (2, true));
        }
    }
}

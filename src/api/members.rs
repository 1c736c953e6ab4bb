//! Members of an organization: /organizations/{id}/users. Source: contract/members.md, "Reading".

use super::error::ApiError;
use super::ids::{CollectionId, GroupId, MemberId, UserId};
use super::organizations::Organization;
use crate::json::record;

record! {
    /// What a person or group may do with a collection; `id` is the collection, member or group by where it stands.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AccessRecord<Id> {
        pub id: Id,
        pub read_only: bool = false,
        pub hide_passwords: bool = false,
        pub manage: bool = false,
    }
}

record! {
    /// One line of the members list.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MemberRecord {
        pub id: MemberId,
        /// Null until the invitation is accepted.
        pub user_id: Option<UserId>,
        /// 0 Owner, 1 Admin, 2 User, 4 Custom.
        pub kind: i64 as "type",
        /// -1 Revoked, 0 Invited, 1 Accepted, 2 Confirmed, 3 Staged.
        pub status: i64,
        pub name: Option<String>,
        pub email: String,
        pub two_factor_enabled: bool = false,
        pub reset_password_enrolled: bool = false,
        pub uses_key_connector: bool = false,
        pub claimed_by_organization: bool = false,
        /// They reach every collection, also those to come (contract/members.md, "Vaultwarden differences").
        pub access_all: bool = false,
        pub collections: Vec<AccessRecord<CollectionId>> = Vec::new(),
        pub groups: Vec<GroupId> = Vec::new(),
        pub creation_date: Option<String>,
    }
}

record! {
    /// The short form for names beside ids: no permissions, no keys.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MemberNameRecord {
        pub id: MemberId,
        pub name: Option<String>,
        pub email: String,
        pub kind: i64 as "type",
        pub status: i64,
    }
}

impl Organization<'_> {
    /// Every member with groups and collections; the whole list at once.
    pub async fn members(&self) -> Result<Vec<MemberRecord>, ApiError> {
        let path = format!(
            "/organizations/{}/users?includeGroups=true&includeCollections=true",
            self.id
        );
        self.api.get("members", &path).await?.list().await
    }

    /// Every member's name, e-mail address, role and status.
    pub async fn member_names(&self) -> Result<Vec<MemberNameRecord>, ApiError> {
        let path = format!("/organizations/{}/users/mini-details", self.id);
        self.api.get("member names", &path).await?.list().await
    }
}

#[cfg(test)]
mod tests {
    use super::super::list::List;
    use super::*;
    use crate::json;

    #[test]
    fn the_contracts_members_list_is_read() {
        let golden = include_str!("../../tests/contract/members/list.response.json");
        let members: List<MemberRecord> = json::from_str(golden).unwrap();
        assert!(!members.data.is_empty());
        let golden = include_str!("../../tests/contract/members/mini_details.response.json");
        let names: List<MemberNameRecord> = json::from_str(golden).unwrap();
        assert!(!names.data[0].email.is_empty());
    }
}

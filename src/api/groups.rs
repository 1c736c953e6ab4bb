//! Groups of an organization: /organizations/{id}/groups. Source: contract/groups-collections.md.

use super::error::ApiError;
use super::ids::{CollectionId, GroupId, MemberId};
use super::members::AccessRecord;
use super::organizations::Organization;
use crate::json::record;

record! {
    /// A group with what it may reach. The name is plain text.
    #[derive(Clone, Debug, PartialEq)]
    pub struct GroupRecord {
        pub id: GroupId,
        pub name: String,
        pub external_id: Option<String>,
        /// It reaches every collection, also those to come (contract/groups-collections.md, "Vaultwarden differences").
        pub access_all: bool = false,
        pub collections: Vec<AccessRecord<CollectionId>> = Vec::new(),
    }
}

impl Organization<'_> {
    /// Every group with its collections.
    pub async fn groups(&self) -> Result<Vec<GroupRecord>, ApiError> {
        let path = format!("/organizations/{}/groups/details", self.id);
        self.api.get("groups", &path).await?.list().await
    }

    /// The members of a group (member ids).
    pub async fn group_members(&self, group: &GroupId) -> Result<Vec<MemberId>, ApiError> {
        self.api
            .get(
                "members of the group",
                &format!("/organizations/{}/groups/{group}/users", self.id),
            )
            .await?
            .read()
    }
}

#[cfg(test)]
mod tests {
    use super::super::list::List;
    use super::*;
    use crate::json;

    #[test]
    fn the_contracts_groups_list_is_read() {
        let golden = include_str!("../../tests/contract/groups/details.response.json");
        let groups: List<GroupRecord> = json::from_str(golden).unwrap();
        assert!(groups.data.iter().any(|group| !group.collections.is_empty()));
        let golden = include_str!("../../tests/contract/groups/users.response.json");
        let members: Vec<MemberId> = json::from_str(golden).unwrap();
        assert!(!members.is_empty());
    }
}

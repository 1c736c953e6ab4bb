//! Groups of an organization: /organizations/{id}/groups. Source: contract/groups-collections.md.

use serde::Deserialize;

use super::error::ApiError;
use super::ids::{CollectionId, GroupId, MemberId};
use super::list::List;
use super::members::AccessRecord;
use super::organizations::Organization;

/// A group with what it may reach. The name is plain text.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupRecord {
    pub id: GroupId,
    pub name: String,
    #[serde(default)]
    pub external_id: Option<String>,
    #[serde(default)]
    pub collections: Vec<AccessRecord<CollectionId>>,
}

impl Organization<'_> {
    /// Every group with its collections.
    pub async fn groups(&self) -> Result<Vec<GroupRecord>, ApiError> {
        let path = format!("/organizations/{}/groups/details", self.id);
        Ok(self.api.get::<List<GroupRecord>>("groups", &path).await?.data)
    }

    /// The members of a group (member ids).
    pub async fn group_members(&self, group: &GroupId) -> Result<Vec<MemberId>, ApiError> {
        self.api
            .get(
                "members of the group",
                &format!("/organizations/{}/groups/{group}/users", self.id),
            )
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_groups_list_is_read() {
        let golden = include_str!("../../tests/contract/groups/details.response.json");
        let groups: List<GroupRecord> = serde_json::from_str(golden).unwrap();
        assert!(groups.data.iter().any(|group| !group.collections.is_empty()));
        let golden = include_str!("../../tests/contract/groups/users.response.json");
        let members: Vec<MemberId> = serde_json::from_str(golden).unwrap();
        assert!(!members.is_empty());
    }
}

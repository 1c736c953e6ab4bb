//! Members of an organization: /organizations/{id}/users. Source: contract/members.md, "Reading".

use serde::{Deserialize, Serialize};

use super::error::ApiError;
use super::ids::{CollectionId, GroupId, MemberId, UserId};
use super::list::List;
use super::organizations::Organization;

/// What a person or group may do with a collection; `id` is the collection, member or group by where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessRecord<Id> {
    pub id: Id,
    #[serde(default)]
    pub read_only: bool,
    #[serde(default)]
    pub hide_passwords: bool,
    #[serde(default)]
    pub manage: bool,
}

/// One line of the members list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberRecord {
    pub id: MemberId,
    /// Null until the invitation is accepted.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// 0 Owner, 1 Admin, 2 User, 4 Custom.
    #[serde(rename = "type")]
    pub kind: i64,
    /// -1 Revoked, 0 Invited, 1 Accepted, 2 Confirmed, 3 Staged.
    pub status: i64,
    #[serde(default)]
    pub name: Option<String>,
    pub email: String,
    #[serde(default)]
    pub two_factor_enabled: bool,
    #[serde(default)]
    pub reset_password_enrolled: bool,
    #[serde(default)]
    pub uses_key_connector: bool,
    #[serde(default)]
    pub claimed_by_organization: bool,
    #[serde(default)]
    pub collections: Vec<AccessRecord<CollectionId>>,
    #[serde(default)]
    pub groups: Vec<GroupId>,
    #[serde(default)]
    pub creation_date: Option<String>,
}

/// The short form for names beside ids: no permissions, no keys.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberNameRecord {
    pub id: MemberId,
    #[serde(default)]
    pub name: Option<String>,
    pub email: String,
    #[serde(rename = "type")]
    pub kind: i64,
    pub status: i64,
}

impl Organization<'_> {
    /// Every member with groups and collections; the whole list at once.
    pub async fn members(&self) -> Result<Vec<MemberRecord>, ApiError> {
        let path = format!(
            "/organizations/{}/users?includeGroups=true&includeCollections=true",
            self.id
        );
        Ok(self.api.get::<List<MemberRecord>>("members", &path).await?.data)
    }

    /// Every member's name, e-mail address, role and status.
    pub async fn member_names(&self) -> Result<Vec<MemberNameRecord>, ApiError> {
        let path = format!("/organizations/{}/users/mini-details", self.id);
        Ok(self
            .api
            .get::<List<MemberNameRecord>>("member names", &path)
            .await?
            .data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_members_list_is_read() {
        let golden = include_str!("../../tests/contract/members/list.response.json");
        let members: List<MemberRecord> = serde_json::from_str(golden).unwrap();
        assert!(!members.data.is_empty());
        let golden = include_str!("../../tests/contract/members/mini_details.response.json");
        let names: List<MemberNameRecord> = serde_json::from_str(golden).unwrap();
        assert!(!names.data[0].email.is_empty());
    }
}

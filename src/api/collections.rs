//! Collections of an organization: /organizations/{id}/collections. Names are encrypted. Source:
//! contract/groups-collections.md. A provider user's `/collections/details` writes an access event, so only
//! `collection_access` (one collection, opened by a person) asks for who may reach it.

use serde::Deserialize;

use super::error::ApiError;
use super::ids::{CollectionId, GroupId, MemberId};
use super::list::List;
use super::members::AccessRecord;
use super::organizations::Organization;

/// A collection; `name` is an EncString under the organization key.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CollectionRecord {
    pub id: CollectionId,
    pub name: String,
    #[serde(default)]
    pub external_id: Option<String>,
    /// 0 shared, 1 a member's "My Items".
    #[serde(rename = "type", default)]
    pub kind: i64,
    /// The e-mail address shown instead of a name on what was a departed member's "My Items".
    #[serde(default)]
    pub default_user_collection_email: Option<String>,
}

/// Who may reach one collection.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CollectionAccessRecord {
    pub id: CollectionId,
    pub name: String,
    #[serde(default)]
    pub groups: Option<Vec<AccessRecord<GroupId>>>,
    #[serde(default)]
    pub users: Option<Vec<AccessRecord<MemberId>>>,
    /// Nobody has "Can manage".
    #[serde(default)]
    pub unmanaged: bool,
}

impl Organization<'_> {
    /// Every shared collection's name; writes no event.
    pub async fn collections(&self) -> Result<Vec<CollectionRecord>, ApiError> {
        let path = format!("/organizations/{}/collections", self.id);
        Ok(self.api.get::<List<CollectionRecord>>("collections", &path).await?.data)
    }

    /// Who may reach one collection.
    pub async fn collection_access(&self, collection: &CollectionId) -> Result<CollectionAccessRecord, ApiError> {
        let path = format!("/organizations/{}/collections/{collection}/details", self.id);
        self.api.get("collection", &path).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_collections_are_read() {
        let golden = include_str!("../../tests/contract/collections/list.response.json");
        let collections: List<CollectionRecord> = serde_json::from_str(golden).unwrap();
        assert!(collections.data[0].name.starts_with("2."));
        let golden = include_str!("../../tests/contract/collections/collection_details.response.json");
        let access: CollectionAccessRecord = serde_json::from_str(golden).unwrap();
        assert!(access.users.is_some() || access.groups.is_some());
    }
}

//! Collections of an organization: /organizations/{id}/collections. Names are encrypted. Source:
//! contract/groups-collections.md. A provider user's `/collections/details` writes an access event, so only
//! `collection_access` (one collection, opened by a person) asks for who may reach it.

use super::error::ApiError;
use super::ids::{CollectionId, GroupId, MemberId};
use super::members::AccessRecord;
use super::organizations::Organization;
use crate::json::record;

record! {
    /// A collection; `name` is an EncString under the organization key.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CollectionRecord {
        pub id: CollectionId,
        pub name: String,
        pub external_id: Option<String>,
        /// 0 shared, 1 a member's "My Items".
        pub kind: i64 as "type" = 0,
        /// The e-mail address shown instead of a name on what was a departed member's "My Items".
        pub default_user_collection_email: Option<String>,
    }
}

record! {
    /// Who may reach one collection.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CollectionAccessRecord {
        pub id: CollectionId,
        pub name: String,
        pub groups: Option<Vec<AccessRecord<GroupId>>>,
        pub users: Option<Vec<AccessRecord<MemberId>>>,
        /// Nobody has "Can manage".
        pub unmanaged: bool = false,
    }
}

impl Organization<'_> {
    /// Every shared collection's name; writes no event.
    pub async fn collections(&self) -> Result<Vec<CollectionRecord>, ApiError> {
        let path = format!("/organizations/{}/collections", self.id);
        self.api.get("collections", &path).await?.list().await
    }

    /// Who may reach one collection.
    pub async fn collection_access(&self, collection: &CollectionId) -> Result<CollectionAccessRecord, ApiError> {
        let path = format!("/organizations/{}/collections/{collection}/details", self.id);
        self.api.get("collection", &path).await?.read()
    }
}

#[cfg(test)]
mod tests {
    use super::super::list::List;
    use super::*;
    use crate::json;

    #[test]
    fn the_contracts_collections_are_read() {
        let golden = include_str!("../../tests/contract/collections/list.response.json");
        let collections: List<CollectionRecord> = json::from_str(golden).unwrap();
        assert!(collections.data[0].name.starts_with("2."));
        let golden = include_str!("../../tests/contract/collections/collection_details.response.json");
        let access: CollectionAccessRecord = json::from_str(golden).unwrap();
        assert!(access.users.is_some() || access.groups.is_some());
    }
}

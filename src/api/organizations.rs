//! One organization's own data: /organizations/{id}. Source: contract/subscription.md, "organization".

use super::client::Api;
use super::error::ApiError;
use super::ids::OrganizationId;
use crate::json::record;

record! {
    /// What its Admin Console needs of an organization.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OrganizationRecord {
        pub id: OrganizationId,
        pub name: String,
        pub billing_email: Option<String>,
        pub plan: Option<PlanRecord>,
        /// Null is unlimited.
        pub seats: Option<i64>,
        pub max_collections: Option<i64>,
        pub use_groups: bool = false,
        pub use_policies: bool = false,
        pub use_reset_password: bool = false,
        pub allow_admin_access_to_all_collection_items: bool = false,
    }
}

record! {
    #[derive(Clone, Debug, PartialEq)]
    pub struct PlanRecord {
        pub name: Option<String>,
    }
}

/// The calls of one organization.
pub struct Organization<'a> {
    pub(super) api: &'a Api,
    pub(super) id: OrganizationId,
}

impl Api {
    pub fn organization(&self, id: OrganizationId) -> Organization<'_> {
        Organization { api: self, id }
    }
}

impl Organization<'_> {
    /// The organization itself; owners and provider users only.
    pub async fn read(&self) -> Result<OrganizationRecord, ApiError> {
        self.api
            .get("organization", &format!("/organizations/{}", self.id))
            .await?
            .read()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn the_contracts_organization_is_read() {
        let golden = include_str!("../../tests/contract/organizations/organization.response.json");
        let organization: OrganizationRecord = json::from_str(golden).unwrap();
        assert!(organization.plan.unwrap().name.is_some());
    }
}

//! One organization's own data: /organizations/{id}. Source: contract/subscription.md, "organization".

use serde::Deserialize;

use super::client::Api;
use super::error::ApiError;
use super::ids::OrganizationId;

/// What its Admin Console needs of an organization.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRecord {
    pub id: OrganizationId,
    pub name: String,
    #[serde(default)]
    pub billing_email: Option<String>,
    #[serde(default)]
    pub plan: Option<PlanRecord>,
    /// Null is unlimited.
    #[serde(default)]
    pub seats: Option<i64>,
    #[serde(default)]
    pub max_collections: Option<i64>,
    #[serde(default)]
    pub use_groups: bool,
    #[serde(default)]
    pub use_policies: bool,
    #[serde(default)]
    pub use_reset_password: bool,
    #[serde(default)]
    pub allow_admin_access_to_all_collection_items: bool,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanRecord {
    #[serde(default)]
    pub name: Option<String>,
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
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_organization_is_read() {
        let golden = include_str!("../../tests/contract/organizations/organization.response.json");
        let organization: OrganizationRecord = serde_json::from_str(golden).unwrap();
        assert!(organization.plan.unwrap().name.is_some());
    }
}

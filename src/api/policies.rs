//! Policies of an organization: /organizations/{id}/policies. Source: contract/policies.md.

use serde::Deserialize;

use super::error::ApiError;
use super::list::List;
use super::organizations::Organization;

/// One policy's state. Types never saved are missing from the list and count as off.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyRecord {
    #[serde(rename = "type")]
    pub kind: i64,
    pub enabled: bool,
    #[serde(default)]
    pub data: Option<serde_json::Value>,
}

impl Organization<'_> {
    /// The saved policies.
    pub async fn policies(&self) -> Result<Vec<PolicyRecord>, ApiError> {
        let path = format!("/organizations/{}/policies", self.id);
        Ok(self.api.get::<List<PolicyRecord>>("policies", &path).await?.data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_policies_are_read() {
        let golden = include_str!("../../tests/contract/policies/list.response.json");
        let policies: List<PolicyRecord> = serde_json::from_str(golden).unwrap();
        assert!(!policies.data.is_empty());
    }
}

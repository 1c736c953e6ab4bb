//! Policies of an organization: /organizations/{id}/policies. Source: contract/policies.md.

use super::error::ApiError;
use super::organizations::Organization;
use crate::json::{Value, record};

record! {
    /// One policy's state. Types never saved are missing from the list and count as off.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PolicyRecord {
        pub kind: i64 as "type",
        pub enabled: bool,
        pub data: Option<Value>,
    }
}

impl Organization<'_> {
    /// The saved policies.
    pub async fn policies(&self) -> Result<Vec<PolicyRecord>, ApiError> {
        let path = format!("/organizations/{}/policies", self.id);
        self.api.get("policies", &path).await?.list().await
    }
}

#[cfg(test)]
mod tests {
    use super::super::list::List;
    use super::*;
    use crate::json;

    #[test]
    fn the_contracts_policies_are_read() {
        let golden = include_str!("../../tests/contract/policies/list.response.json");
        let policies: List<PolicyRecord> = json::from_str(golden).unwrap();
        assert!(!policies.data.is_empty());
    }
}

//! A provider and its clients: /providers/{id}. Source: contract/providers.md sections 1 and 3.

use super::client::Api;
use super::error::ApiError;
use super::ids::{OrganizationId, ProviderId, ProviderOrganizationId};
use crate::json::record;

record! {
    /// One line of the clients list.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ClientRecord {
        pub id: ProviderOrganizationId,
        pub organization_id: OrganizationId,
        pub organization_name: String,
        /// Organization key wrapped with the provider key (type 2); null for Reseller links.
        pub key: Option<String>,
        /// Confirmed members.
        pub user_count: Option<i64>,
        /// Seats assigned; null is unlimited.
        pub seats: Option<i64>,
        /// Members invited, accepted and confirmed.
        pub occupied_seats: Option<i64>,
        pub remaining_seats: Option<i64>,
        /// The plan's name, "Teams (Monthly)".
        pub plan: Option<String>,
    }
}

/// The calls of one provider.
pub struct Provider<'a> {
    api: &'a Api,
    id: ProviderId,
}

impl Api {
    pub fn provider(&self, id: ProviderId) -> Provider<'_> {
        Provider { api: self, id }
    }
}

impl Provider<'_> {
    /// Every client, in the server's order.
    pub async fn clients(&self) -> Result<Vec<ClientRecord>, ApiError> {
        let path = format!("/providers/{}/organizations", self.id);
        self.api.get("clients", &path).await?.list().await
    }
}

#[cfg(test)]
mod tests {
    use super::super::list::List;
    use super::*;
    use crate::json;

    #[test]
    fn the_contracts_clients_list_is_read() {
        let golden = include_str!("../../tests/contract/providers/clients.response.json");
        let clients: List<ClientRecord> = json::from_str(golden).unwrap();
        let first = &clients.data[0];
        assert!(first.seats.is_some() && first.occupied_seats.is_some() && first.plan.is_some());
    }
}

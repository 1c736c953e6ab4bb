//! The signed-in person: profile with memberships, providers and clients. Source: contract/accounts.md.

use serde::Deserialize;

use super::client::Api;
use super::error::ApiError;
use super::ids::{OrganizationId, ProviderId, UserId};

/// `GET /accounts/profile`: what draws the product switcher and opens the keys.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileRecord {
    pub id: UserId,
    #[serde(default)]
    pub name: Option<String>,
    pub email: String,
    #[serde(default)]
    pub two_factor_enabled: bool,
    /// User key wrapped by the master key.
    #[serde(default)]
    pub key: Option<String>,
    /// RSA private key wrapped by the user key; older form of `account_keys`.
    #[serde(default)]
    pub private_key: Option<String>,
    #[serde(default)]
    pub account_keys: Option<AccountKeysRecord>,
    #[serde(default)]
    pub security_stamp: Option<String>,
    #[serde(default)]
    pub force_password_reset: bool,
    /// Memberships with status Confirmed.
    #[serde(default)]
    pub organizations: Option<Vec<ProfileOrganizationRecord>>,
    /// Confirmed and Accepted ones, on newer servers.
    #[serde(default)]
    pub organizations_new: Option<Vec<ProfileOrganizationRecord>>,
    #[serde(default)]
    pub providers: Option<Vec<ProfileProviderRecord>>,
    /// Clients reachable through those providers.
    #[serde(default)]
    pub provider_organizations: Option<Vec<ProfileOrganizationRecord>>,
}

/// The account's own key pair, and on V2 accounts its signature parts (crypto.md 11.1).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountKeysRecord {
    pub public_key_encryption_key_pair: KeyPairRecord,
    #[serde(default)]
    pub signature_key_pair: Option<serde_json::Value>,
    #[serde(default)]
    pub security_state: Option<serde_json::Value>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyPairRecord {
    pub wrapped_private_key: String,
}

/// A provider the person works for (contract/accounts.md 1.2).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileProviderRecord {
    pub id: ProviderId,
    pub name: String,
    /// Provider key encapsulated to the person's public key (type 4).
    #[serde(default)]
    pub key: Option<String>,
    /// 0 Provider Admin, 1 Service User.
    #[serde(rename = "type")]
    pub kind: i64,
    pub enabled: bool,
    /// 0 Msp, 1 Reseller, 2 BusinessUnit.
    #[serde(default)]
    pub provider_type: i64,
}

/// An organization of the profile: a membership, or a client of a provider (contract/accounts.md 1.1 and 1.3).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileOrganizationRecord {
    pub id: OrganizationId,
    pub name: String,
    pub enabled: bool,
    /// Membership: RSA (type 4). Client of a provider: symmetric under the provider key (type 2).
    #[serde(default)]
    pub key: Option<String>,
    /// 2 Confirmed; memberships may also be Accepted (1).
    #[serde(default)]
    pub status: i64,
    /// 0 Owner, 1 Admin, 2 User, 4 Custom.
    #[serde(rename = "type", default)]
    pub kind: i64,
    #[serde(default)]
    pub use_groups: bool,
    #[serde(default)]
    pub use_policies: bool,
    #[serde(default)]
    pub use_events: bool,
    #[serde(default)]
    pub use_reset_password: bool,
    #[serde(default)]
    pub seats: Option<i64>,
    #[serde(default)]
    pub max_collections: Option<i64>,
    /// 0 Free, 1 Families, 2 Teams, 3 Enterprise, 4 TeamsStarter.
    #[serde(default)]
    pub product_tier_type: i64,
    #[serde(default)]
    pub provider_id: Option<ProviderId>,
    #[serde(default)]
    pub provider_name: Option<String>,
}

impl Api {
    /// The signed-in person.
    pub async fn profile(&self) -> Result<ProfileRecord, ApiError> {
        self.get("profile", "/accounts/profile").await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_profile_is_read_with_its_providers_and_clients() {
        let golden = include_str!("../../tests/contract/accounts/profile_provider_user.response.json");
        let profile: ProfileRecord = serde_json::from_str(golden).unwrap();
        assert!(!profile.providers.unwrap().is_empty());
        let clients = profile.provider_organizations.unwrap();
        assert!(clients[0].key.as_deref().unwrap().starts_with("2."));
    }
}

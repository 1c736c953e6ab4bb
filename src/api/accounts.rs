//! The signed-in person: profile with memberships, providers and clients. Source: contract/accounts.md.

use super::client::Api;
use super::error::ApiError;
use super::ids::{OrganizationId, ProviderId, UserId};
use crate::json::{Value, record};

record! {
    /// `GET /accounts/profile`: what draws the product switcher and opens the keys.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ProfileRecord {
        pub id: UserId,
        pub name: Option<String>,
        pub email: String,
        pub two_factor_enabled: bool = false,
        /// User key wrapped by the master key.
        pub key: Option<String>,
        /// RSA private key wrapped by the user key; older form of `account_keys`.
        pub private_key: Option<String>,
        pub account_keys: Option<AccountKeysRecord>,
        pub security_stamp: Option<String>,
        pub force_password_reset: bool = false,
        /// Memberships with status Confirmed.
        pub organizations: Option<Vec<ProfileOrganizationRecord>>,
        /// Confirmed and Accepted ones, on newer servers.
        pub organizations_new: Option<Vec<ProfileOrganizationRecord>>,
        pub providers: Option<Vec<ProfileProviderRecord>>,
        /// Clients reachable through those providers.
        pub provider_organizations: Option<Vec<ProfileOrganizationRecord>>,
    }
}

record! {
    /// The account's own key pair, and on V2 accounts its signature parts (crypto.md 11.1).
    #[derive(Clone, Debug, PartialEq)]
    pub struct AccountKeysRecord {
        pub public_key_encryption_key_pair: KeyPairRecord,
        pub signature_key_pair: Option<Value>,
        pub security_state: Option<Value>,
    }
}

record! {
    #[derive(Clone, Debug, PartialEq)]
    pub struct KeyPairRecord {
        pub wrapped_private_key: String,
        /// SPKI in base64.
        pub public_key: Option<String>,
    }
}

record! {
    /// A provider the person works for (contract/accounts.md 1.2).
    #[derive(Clone, Debug, PartialEq)]
    pub struct ProfileProviderRecord {
        pub id: ProviderId,
        pub name: String,
        /// Provider key encapsulated to the person's public key (type 4).
        pub key: Option<String>,
        /// 0 Provider Admin, 1 Service User.
        pub kind: i64 as "type",
        pub enabled: bool,
        /// 0 Msp, 1 Reseller, 2 BusinessUnit.
        pub provider_type: i64 = 0,
    }
}

record! {
    /// An organization of the profile: a membership, or a client of a provider (contract/accounts.md 1.1 and 1.3).
    #[derive(Clone, Debug, PartialEq)]
    pub struct ProfileOrganizationRecord {
        pub id: OrganizationId,
        pub name: String,
        pub enabled: bool,
        /// Membership: RSA (type 4). Client of a provider: symmetric under the provider key (type 2).
        pub key: Option<String>,
        /// 2 Confirmed; memberships may also be Accepted (1).
        pub status: i64 = 0,
        /// 0 Owner, 1 Admin, 2 User, 4 Custom.
        pub kind: i64 as "type" = 0,
        pub use_groups: bool = false,
        pub use_policies: bool = false,
        pub use_events: bool = false,
        pub use_reset_password: bool = false,
        pub seats: Option<i64>,
        pub max_collections: Option<i64>,
        /// Owners and admins may manage every collection and item.
        pub allow_admin_access_to_all_collection_items: bool = false,
        /// 0 Free, 1 Families, 2 Teams, 3 Enterprise, 4 TeamsStarter.
        pub product_tier_type: i64 = 0,
        pub provider_id: Option<ProviderId>,
        pub provider_name: Option<String>,
    }
}

impl Api {
    /// The signed-in person. There may be a thousand clients.
    pub async fn profile(&self) -> Result<ProfileRecord, ApiError> {
        let answer = self.get("profile", "/accounts/profile").await?;
        let (clients, profile): (_, ProfileRecord) = answer.with_list("provider_organizations").await?;
        Ok(ProfileRecord {
            provider_organizations: clients.or(profile.provider_organizations),
            ..profile
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn the_contracts_profile_is_read_with_its_providers_and_clients() {
        let golden = include_str!("../../tests/contract/accounts/profile_provider_user.response.json");
        let profile: ProfileRecord = json::from_str(golden).unwrap();
        assert!(!profile.providers.unwrap().is_empty());
        let clients = profile.provider_organizations.unwrap();
        assert!(clients[0].key.as_deref().unwrap().starts_with("2."));
    }
}

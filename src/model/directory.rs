//! Where a signed-in person can go: his providers, and the organizations he administers, from the profile.

use std::collections::BTreeMap;

use crate::api::accounts::{ProfileOrganizationRecord, ProfileRecord};
use crate::api::ids::{OrganizationId, ProviderId};

/// A provider user's role (contract/accounts.md 1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderRole {
    Admin,
    ServiceUser,
    Other(i64),
}

/// A provider of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderEntry {
    pub id: ProviderId,
    pub name: String,
    pub role: ProviderRole,
    /// False: suspended because of billing.
    pub enabled: bool,
}

/// How the person comes to an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// As a user of the provider that manages it; `member` when he is a member of it too.
    Provider { id: ProviderId, name: String, member: bool },
    /// As its own owner or admin.
    Membership,
}

/// An organization whose Admin Console the person may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationEntry {
    pub id: OrganizationId,
    pub name: String,
    /// False: suspended.
    pub enabled: bool,
    pub via: Via,
    /// Whether the person may read the organization itself (plan, billing): its owner, or a user of its provider. The server
    /// refuses everybody else, so they aren't to ask.
    pub owner: bool,
    /// Its owners and admins manage every collection, whoever else does.
    pub admins_manage_all: bool,
    pub use_groups: bool,
    pub use_policies: bool,
    pub use_reset_password: bool,
    /// `None` is unlimited.
    pub seats: Option<i64>,
    pub max_collections: Option<i64>,
}

/// Everywhere a person can go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    pub providers: Vec<ProviderEntry>,
    /// Clients of the providers, and own organizations; one entry each, in the profile's order.
    pub organizations: Vec<OrganizationEntry>,
    /// Their places in the order of their ids: the list of clients looks up each of a thousand.
    by_id: Vec<usize>,
    /// Names of organizations that the person belongs to without administering them.
    memberships: BTreeMap<OrganizationId, String>,
}

const CONFIRMED: i64 = 2;
const OWNER: i64 = 0;
const ADMIN: i64 = 1;

impl Directory {
    /// Reads it out of a profile.
    pub fn of(profile: &ProfileRecord) -> Self {
        let providers: Vec<ProviderEntry> = profile
            .providers
            .iter()
            .flatten()
            .map(|record| ProviderEntry {
                id: record.id.clone(),
                name: record.name.clone(),
                role: match record.kind {
                    0 => ProviderRole::Admin,
                    1 => ProviderRole::ServiceUser,
                    other => ProviderRole::Other(other),
                },
                enabled: record.enabled,
            })
            .collect();
        let list = profile.organizations_new.as_ref().or(profile.organizations.as_ref());
        let memberships: BTreeMap<&OrganizationId, &ProfileOrganizationRecord> = list
            .into_iter()
            .flatten()
            .filter(|record| record.status == CONFIRMED)
            .map(|record| (&record.id, record))
            .collect();
        let mut organizations: Vec<OrganizationEntry> = profile
            .provider_organizations
            .iter()
            .flatten()
            .filter_map(|record| {
                let id = record.provider_id.clone()?;
                let member = memberships.contains_key(&record.id);
                let name = record.provider_name.clone().unwrap_or_default();
                Some(entry(record, Via::Provider { id, name, member }))
            })
            .collect();
        for record in memberships.values() {
            let known = organizations.iter().any(|organization| organization.id == record.id);
            if !known && matches!(record.kind, OWNER | ADMIN) {
                organizations.push(entry(record, Via::Membership));
            }
        }
        let administered = |id: &OrganizationId| organizations.iter().any(|organization| organization.id == *id);
        let others = memberships.values().filter(|record| !administered(&record.id));
        let memberships = others.map(|record| (record.id.clone(), record.name.clone())).collect();
        let mut by_id: Vec<usize> = (0..organizations.len()).collect();
        by_id.sort_by(|a, b| organizations[*a].id.cmp(&organizations[*b].id));
        Self {
            providers,
            organizations,
            by_id,
            memberships,
        }
    }

    /// The name of an organization that the person belongs to without being its owner or admin.
    pub fn mere_membership(&self, id: &OrganizationId) -> Option<&str> {
        self.memberships.get(id).map(String::as_str)
    }

    /// The organization with this id, if the person may open it.
    pub fn organization(&self, id: &OrganizationId) -> Option<&OrganizationEntry> {
        let found = self
            .by_id
            .binary_search_by(|place| self.organizations[*place].id.cmp(id));
        found.ok().map(|place| &self.organizations[self.by_id[place]])
    }

    /// The provider with this id.
    pub fn provider(&self, id: &ProviderId) -> Option<&ProviderEntry> {
        self.providers.iter().find(|provider| provider.id == *id)
    }

    /// Own organizations: those reached by membership alone.
    pub fn own_organizations(&self) -> impl Iterator<Item = &OrganizationEntry> {
        self.organizations
            .iter()
            .filter(|organization| organization.via == Via::Membership)
    }
}

fn entry(record: &ProfileOrganizationRecord, via: Via) -> OrganizationEntry {
    OrganizationEntry {
        id: record.id.clone(),
        name: record.name.clone(),
        enabled: record.enabled,
        owner: matches!(via, Via::Provider { .. }) || record.kind == OWNER,
        admins_manage_all: record.allow_admin_access_to_all_collection_items,
        via,
        use_groups: record.use_groups,
        use_policies: record.use_policies,
        use_reset_password: record.use_reset_password,
        seats: record.seats,
        max_collections: record.max_collections,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(text: &str) -> ProfileRecord {
        crate::json::from_str(text).unwrap()
    }

    const ORG: &str = "11111111-1111-1111-1111-111111111111";

    #[test]
    fn a_client_that_is_also_a_membership_appears_once_and_says_so() {
        let directory = Directory::of(&profile(&format!(
            r#"{{"id":"{ORG}","email":"a@b.example",
              "organizations":[{{"id":"{ORG}","name":"C","enabled":true,"status":2,"type":2}}],
              "providers":[{{"id":"{ORG}","name":"P","type":1,"enabled":true}}],
              "providerOrganizations":[{{"id":"{ORG}","name":"C","enabled":false,"status":2,"type":0,"providerId":"{ORG}","providerName":"P"}}]}}"#
        )));
        assert_eq!(directory.organizations.len(), 1);
        assert!(matches!(
            &directory.organizations[0].via,
            Via::Provider { member: true, .. }
        ));
        assert!(!directory.organizations[0].enabled);
        assert_eq!(directory.providers[0].role, ProviderRole::ServiceUser);
    }

    #[test]
    fn an_ordinary_membership_opens_no_admin_console() {
        let directory = Directory::of(&profile(&format!(
            r#"{{"id":"{ORG}","email":"a@b.example","organizations":[
              {{"id":"{ORG}","name":"User","enabled":true,"status":2,"type":2}},
              {{"id":"22222222-2222-2222-2222-222222222222","name":"Accepted owner","enabled":true,"status":1,"type":0}},
              {{"id":"33333333-3333-3333-3333-333333333333","name":"Admin","enabled":true,"status":2,"type":1}}]}}"#
        )));
        let names: Vec<&str> = directory.own_organizations().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["Admin"]);
        assert!(!directory.organizations[0].owner);
        let mere = |id| directory.mere_membership(&OrganizationId::parse(id).unwrap());
        assert_eq!(mere(ORG), Some("User"));
        for id in [
            "22222222-2222-2222-2222-222222222222",
            "33333333-3333-3333-3333-333333333333",
        ] {
            assert_eq!(mere(id), None, "{id}");
        }
    }

    #[test]
    fn whoever_owns_or_provides_an_organization_may_read_it() {
        let other = "22222222-2222-2222-2222-222222222222";
        let directory = Directory::of(&profile(&format!(
            r#"{{"id":"{ORG}","email":"a@b.example",
              "organizations":[{{"id":"{ORG}","name":"Own","enabled":true,"status":2,"type":0,
                "allowAdminAccessToAllCollectionItems":true}}],
              "providerOrganizations":[{{"id":"{other}","name":"C","enabled":true,"providerId":"{ORG}"}}]}}"#
        )));
        assert!(directory.organizations.iter().all(|organization| organization.owner));
        let manage = |id| {
            directory
                .organization(&OrganizationId::parse(id).unwrap())
                .unwrap()
                .admins_manage_all
        };
        assert!(manage(ORG) && !manage(other));
    }

    #[test]
    fn each_of_many_clients_is_found_by_its_id_whatever_their_order() {
        let id = |number: u32| format!("{:08x}-0000-0000-0000-000000000000", number.wrapping_mul(0x9e37_79b9));
        let client = |number| {
            format!(
                r#"{{"id":"{}","name":"{number}","enabled":true,"providerId":"{ORG}"}}"#,
                id(number)
            )
        };
        let clients: Vec<String> = (0..100).map(client).collect();
        let directory = Directory::of(&profile(&format!(
            r#"{{"id":"{ORG}","email":"a@b.example","providerOrganizations":[{}]}}"#,
            clients.join(",")
        )));
        for number in 0..100 {
            let found = directory.organization(&OrganizationId::parse(&id(number)).unwrap());
            assert_eq!(
                found.map(|entry| entry.name.as_str()),
                Some(number.to_string().as_str())
            );
        }
        assert_eq!(directory.organization(&OrganizationId::parse(ORG).unwrap()), None);
    }
}

//! What a caller may do inside an organization or provider. Source: contract/provider-access.md sections 1 and 2.

use rusqlite::{Connection, OptionalExtension};

use crate::auth::Caller;
use crate::error::{Error, Result};

/// The thirteen flags of a custom role (contract/members.md, "permissions").
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Permissions {
    pub access_event_logs: bool,
    pub access_import_export: bool,
    pub access_reports: bool,
    pub create_new_collections: bool,
    pub edit_any_collection: bool,
    pub delete_any_collection: bool,
    pub manage_groups: bool,
    pub manage_policies: bool,
    pub manage_sso: bool,
    pub manage_users: bool,
    pub manage_reset_password: bool,
    pub manage_scim: bool,
    pub manage_access_rules: bool,
}

/// How a caller stands to one organization. A person can be both member and provider user.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Confirmed membership: (organization-user id, type 0 Owner 1 Admin 2 User 4 Custom, custom flags).
    pub member: Option<(String, i64, Permissions)>,
    /// Confirmed provider user of the provider that owns the client, decided from the database: the provider's id.
    pub provider: Option<String>,
}

impl Standing {
    /// Reads it from the database; an unknown organization gives an empty standing.
    pub fn of(connection: &Connection, caller: &Caller, organization: &str) -> Result<Self> {
        let member = connection
            .query_row(
                "SELECT id, type, permissions FROM members WHERE organization_id = ?1 AND user_id = ?2 AND status = 2",
                [organization, &caller.user_id],
                |row| {
                    Ok((
                        row.get::<_, String>(0)?,
                        row.get::<_, i64>(1)?,
                        row.get::<_, Option<String>>(2)?,
                    ))
                },
            )
            .optional()?
            .map(|(id, role, flags)| {
                let flags = flags
                    .and_then(|text| serde_json::from_str(&text).ok())
                    .unwrap_or_default();
                (id, role, caller.dialect.keeps(flags))
            });
        if !caller.dialect.has_providers() {
            return Ok(Self { member, provider: None });
        }
        let provider = connection
            .query_row(
                "SELECT po.provider_id FROM provider_organizations po JOIN provider_users pu ON pu.provider_id = po.provider_id
                 WHERE po.organization_id = ?1 AND pu.user_id = ?2 AND pu.status = 2",
                [organization, &caller.user_id],
                |row| row.get(0),
            )
            .optional()?;
        Ok(Self { member, provider })
    }

    /// Neither a member nor a provider user.
    pub fn is_stranger(&self) -> bool {
        self.member.is_none() && self.provider.is_none()
    }

    /// A provider user who is not also a member.
    pub fn is_pure_provider(&self) -> bool {
        self.member.is_none() && self.provider.is_some()
    }

    /// `OrganizationOwner`: owners, and provider users of the managing provider.
    pub fn is_owner(&self) -> bool {
        self.provider.is_some() || matches!(self.member, Some((_, 0, _)))
    }

    /// Owner, admin, or a custom role with the given flag; provider users always.
    pub fn may(&self, flag: impl Fn(&Permissions) -> bool) -> bool {
        self.provider.is_some()
            || match &self.member {
                Some((_, 0 | 1, _)) => true,
                Some((_, 4, flags)) => flag(flags),
                _ => false,
            }
    }

    /// A role as a member alone (provider standing left aside): used where provider users are denied.
    pub fn member_may(&self, flag: impl Fn(&Permissions) -> bool) -> bool {
        match &self.member {
            Some((_, 0 | 1, _)) => true,
            Some((_, 4, flags)) => flag(flags),
            _ => false,
        }
    }

    /// Passes or answers 404, the refusal of in-method rules.
    pub fn or_not_found(&self, allowed: bool) -> Result<()> {
        if allowed { Ok(()) } else { Err(Error::NotFound) }
    }
}

/// Provider role checks use the token's claims only (contract/providers.md, head).
pub fn provider_role(caller: &Caller, provider: &str) -> Option<ProviderRole> {
    if caller.provider_admin_of.iter().any(|id| id == provider) {
        Some(ProviderRole::Admin)
    } else if caller.service_user_of.iter().any(|id| id == provider) {
        Some(ProviderRole::ServiceUser)
    } else {
        None
    }
}

/// A provider user's role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderRole {
    Admin,
    ServiceUser,
}

//! Writing the event log. Types and who they are filed under: contract/events.md.

use rusqlite::{Connection, OptionalExtension, params};

use crate::access::Standing;
use crate::auth::Caller;
use crate::error::Result;

/// One event about to be written; unset fields stay null.
#[derive(Clone, Debug, Default)]
pub struct Event {
    pub kind: i64,
    pub user_id: Option<String>,
    pub organization_id: Option<String>,
    pub provider_id: Option<String>,
    pub cipher_id: Option<String>,
    pub collection_id: Option<String>,
    pub group_id: Option<String>,
    pub policy_id: Option<String>,
    pub member_id: Option<String>,
    pub provider_user_id: Option<String>,
    pub provider_organization_id: Option<String>,
    pub acting_user_id: Option<String>,
    pub device_type: Option<i64>,
    pub ip_address: Option<String>,
}

impl Event {
    /// An event of this type caused by the caller.
    pub fn by(caller: &Caller, kind: i64) -> Self {
        Self {
            kind,
            acting_user_id: Some(caller.user_id.clone()),
            device_type: Some(caller.device_type),
            ip_address: caller.ip_address.clone(),
            ..Self::default()
        }
    }

    /// An event inside an organization. The provider is named when the actor acts for it and isn't a member.
    pub fn in_organization(caller: &Caller, standing: &Standing, organization: &str, kind: i64) -> Self {
        Self {
            organization_id: Some(organization.to_owned()),
            provider_id: standing.provider.clone().filter(|_| standing.member.is_none()),
            ..Self::by(caller, kind)
        }
    }

    /// Stores it if its log is kept: organization events only while the organization is enabled and has `useEvents`,
    /// provider events likewise (contract/events.md "Recording conditions").
    pub fn record(&self, connection: &Connection, date: &str) -> Result<()> {
        let (table, id) = match (&self.organization_id, &self.provider_id) {
            (Some(id), _) => ("organizations", id),
            (None, Some(id)) => ("providers", id),
            (None, None) => return self.write(connection, date),
        };
        let kept = connection
            .query_row(
                &format!("SELECT enabled AND use_events FROM {table} WHERE id = ?1"),
                [id],
                |row| row.get::<_, bool>(0),
            )
            .optional()?;
        if kept == Some(true) {
            self.write(connection, date)
        } else {
            Ok(())
        }
    }

    /// Stores it with the given instant (`Clock::stamp`).
    pub fn write(&self, connection: &Connection, date: &str) -> Result<()> {
        connection.execute(
            "INSERT INTO events (type, date, user_id, organization_id, provider_id, cipher_id, collection_id, group_id,
               policy_id, member_id, provider_user_id, provider_organization_id, acting_user_id, device_type, ip_address)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)",
            params![
                self.kind, date, self.user_id, self.organization_id, self.provider_id, self.cipher_id,
                self.collection_id, self.group_id, self.policy_id, self.member_id, self.provider_user_id,
                self.provider_organization_id, self.acting_user_id, self.device_type, self.ip_address,
            ],
        )?;
        Ok(())
    }
}

/// A provider user opened a client: organization event 1603 and provider event 1903, on every such call
/// (contract/groups-collections.md, `GET /details`). Others leave no trace.
pub fn client_vault_accessed(
    connection: &Connection,
    caller: &Caller,
    standing: &Standing,
    organization: &str,
    date: &str,
) -> Result<()> {
    let Some(provider) = &standing.provider else {
        return Ok(());
    };
    Event::in_organization(caller, standing, organization, 1603).record(connection, date)?;
    let link: Option<String> = connection
        .query_row(
            "SELECT id FROM provider_organizations WHERE organization_id = ?1",
            [organization],
            |row| row.get(0),
        )
        .optional()?;
    Event {
        provider_id: Some(provider.clone()),
        provider_organization_id: link,
        ..Event::by(caller, 1903)
    }
    .record(connection, date)
}

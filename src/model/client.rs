//! A provider's client as the Clients list shows it: seats in numbers, and its state.

use crate::api::ids::{OrganizationId, ProviderOrganizationId};
use crate::api::providers::ClientRecord;

use super::directory::Directory;

/// Whether a client can be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientState {
    Active,
    /// Every seat is in use.
    Full,
    Suspended,
    /// The link carries no key, or the profile doesn't know it yet: its Admin Console can't be opened.
    NoAccess,
}

/// One client.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    pub link: ProviderOrganizationId,
    pub id: OrganizationId,
    pub name: String,
    /// `None` is unlimited.
    pub assigned: Option<i64>,
    pub used: i64,
    /// `None` is unlimited.
    pub remaining: Option<i64>,
    /// The plan's name as the server says it.
    pub plan: String,
    pub state: ClientState,
}

impl Client {
    /// Joins a line of the list with what the profile knows of the organization.
    pub fn of(record: ClientRecord, directory: &Directory) -> Self {
        let used = record.occupied_seats.or(record.user_count).unwrap_or(0);
        let remaining = record
            .remaining_seats
            .or_else(|| record.seats.map(|seats| seats - used));
        let state = match directory.organization(&record.organization_id) {
            None => ClientState::NoAccess,
            Some(entry) if !entry.enabled => ClientState::Suspended,
            Some(_) if remaining.is_some_and(|left| left <= 0) => ClientState::Full,
            Some(_) => ClientState::Active,
        };
        Self {
            link: record.id,
            id: record.organization_id,
            name: record.organization_name,
            assigned: record.seats,
            used,
            remaining,
            plan: record.plan.unwrap_or_default(),
            state,
        }
    }
}

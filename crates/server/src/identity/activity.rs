//! The log of sign-ins: account events, copied to every organization and provider of the person (contract/events.md).

use rusqlite::Connection;

use crate::error::Result;
use crate::events::Event;

pub const SIGNED_IN: i64 = 1000;
pub const RECOVERED_SECOND_STEP: i64 = 1004;
pub const FAILED_PASSWORD: i64 = 1005;
pub const FAILED_SECOND_STEP: i64 = 1006;

/// Where and when somebody did it.
pub struct Whence {
    pub device_type: Option<i64>,
    pub ip_address: Option<String>,
    /// As stored.
    pub date: String,
}

/// Writes one account event and its copies.
pub fn record(connection: &Connection, user_id: &str, kind: i64, whence: &Whence) -> Result<()> {
    let event = Event {
        kind,
        user_id: Some(user_id.to_owned()),
        acting_user_id: Some(user_id.to_owned()),
        device_type: whence.device_type,
        ip_address: whence.ip_address.clone(),
        ..Event::default()
    };
    let date = &whence.date;
    event.write(connection, date)?;
    for organization in ids(
        connection,
        "SELECT o.id FROM organizations o JOIN members m ON m.organization_id = o.id
         WHERE m.user_id = ?1 AND m.status IN (1, 2) AND o.enabled = 1 AND o.use_events = 1",
        user_id,
    )? {
        Event {
            organization_id: Some(organization),
            ..event.clone()
        }
        .write(connection, date)?;
    }
    for provider in ids(
        connection,
        "SELECT p.id FROM providers p JOIN provider_users u ON u.provider_id = p.id
         WHERE u.user_id = ?1 AND u.status IN (1, 2) AND p.enabled = 1 AND p.use_events = 1",
        user_id,
    )? {
        Event {
            provider_id: Some(provider),
            ..event.clone()
        }
        .write(connection, date)?;
    }
    Ok(())
}

fn ids(connection: &Connection, sql: &str, user_id: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([user_id], |row| row.get(0))?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

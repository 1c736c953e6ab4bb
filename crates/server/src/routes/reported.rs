//! What clients report of their own doing: `POST /events/collect` (contract/events.md "Reporting client-side events").
//! What doesn't fit is dropped in silence; so is everything a provider user reports about a client.

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use crate::access::Standing;
use crate::auth::Caller;
use crate::clock::restamp;
use crate::error::{Error, Result};
use crate::events::Event;
use crate::state::AppState;

/// The person exported his own vault.
const OWN_EXPORT: i64 = 1007;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new().route("/events/collect", post(collect))
}

async fn collect(State(state): State<AppState>, caller: Caller, Json(reports): Json<Vec<Value>>) -> Result<StatusCode> {
    if reports.is_empty() {
        return Ok(StatusCode::BAD_REQUEST);
    }
    state
        .db
        .call(move |connection| {
            let transaction = connection.transaction()?;
            for report in &reports {
                keep(&transaction, &caller, report)?;
            }
            transaction.commit().map_err(Error::from)
        })
        .await?;
    Ok(StatusCode::OK)
}

fn keep(connection: &Connection, caller: &Caller, report: &Value) -> Result<()> {
    let text = |name: &str| report[name].as_str().map(str::to_ascii_lowercase);
    let date = report["date"].as_str().and_then(restamp);
    let (Some(kind), Some(date)) = (report["type"].as_i64(), date) else {
        return Ok(());
    };
    match kind {
        OWN_EXPORT => {
            let event = Event {
                user_id: Some(caller.user_id.clone()),
                ..Event::by(caller, kind)
            };
            event.record(connection, &date)
        }
        1107..=1114 | 1117 | 1119..=1132 => {
            let Some(cipher) = text("cipherId") else { return Ok(()) };
            let sql = "SELECT organization_id FROM ciphers WHERE id = ?1";
            let found: Option<Option<String>> = connection.query_row(sql, [&cipher], |row| row.get(0)).optional()?;
            let Some(Some(organization)) = found else { return Ok(()) };
            inside(connection, caller, kind, &organization, Some(cipher), &date)
        }
        1522 | 1602 | 1618..=1621 | 1627 | 2400..=2402 => match text("organizationId") {
            Some(organization) => inside(connection, caller, kind, &organization, None, &date),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Files an event under an organization the caller is a member of.
fn inside(
    connection: &Connection,
    caller: &Caller,
    kind: i64,
    organization: &str,
    cipher_id: Option<String>,
    date: &str,
) -> Result<()> {
    let standing = Standing::of(connection, caller, organization)?;
    if standing.member.is_none() {
        return Ok(());
    }
    let event = Event::in_organization(caller, &standing, organization, kind);
    Event { cipher_id, ..event }.record(connection, date)
}

//! Policies in this dialect: a part of the types, always in the full form (contract/policies.md "Vaultwarden differences").

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Standing;
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::routes::wire::list;
use crate::state::AppState;

const TYPES: [i64; 11] = [0, 1, 2, 3, 5, 6, 7, 8, 14, 15, 16];
/// The only one whose switch can be locked here.
const ACCOUNT_RECOVERY: i64 = 8;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/organizations/{org}/policies", get(policies))
        .route("/api/organizations/{org}/policies/{kind}", get(one))
}

/// Admins and owners only.
fn manages(connection: &Connection, caller: &Caller, org: &str) -> Result<()> {
    let standing = Standing::of(connection, caller, org)?;
    if matches!(standing.member, Some((_, 0 | 1, _))) {
        Ok(())
    } else {
        Err(Error::Unauthorized(
            "The current user isn't admin or owner of this organization.".into(),
        ))
    }
}

fn full(org: &str, id: &str, kind: i64, data: Value, enabled: bool) -> Value {
    let mut policy = json!({
        "object": "policy", "id": id, "organizationId": org, "type": kind, "data": data, "enabled": enabled,
        "revisionDate": null,
    });
    if kind == ACCOUNT_RECOVERY {
        policy["canToggleState"] = true.into();
    }
    policy
}

fn stored(org: &str, row: &Row<'_>) -> rusqlite::Result<Value> {
    let data: Option<String> = row.get(2)?;
    let data = data
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    Ok(full(org, &row.get::<_, String>(0)?, row.get(1)?, data, row.get(3)?))
}

async fn policies(State(state): State<AppState>, caller: Caller, Path(org): Path<String>) -> Result<Json<Value>> {
    let org = org.to_ascii_lowercase();
    state
        .db
        .call(move |connection| {
            manages(connection, &caller, &org)?;
            let mut statement = connection
                .prepare("SELECT id, type, data, enabled FROM policies WHERE organization_id = ?1 ORDER BY type")?;
            let rows = statement.query_map([&org], |row| stored(&org, row))?;
            let mut rows = rows.collect::<rusqlite::Result<Vec<Value>>>()?;
            rows.retain(|policy| policy["type"].as_i64().is_some_and(|kind| TYPES.contains(&kind)));
            Ok(Json(list(rows)))
        })
        .await
}

async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path((org, kind)): Path<(String, String)>,
) -> Result<Json<Value>> {
    let org = org.to_ascii_lowercase();
    state
        .db
        .call(move |connection| {
            manages(connection, &caller, &org)?;
            let kind = kind.parse().ok().filter(|kind| TYPES.contains(kind));
            let kind: i64 = kind.ok_or_else(|| Error::rejected("Invalid or unsupported policy type"))?;
            let saved = connection
                .query_row(
                    "SELECT id, type, data, enabled FROM policies WHERE organization_id = ?1 AND type = ?2",
                    (&org, kind),
                    |row| stored(&org, row),
                )
                .optional()?;
            Ok(Json(saved.unwrap_or_else(|| {
                full(&org, &Uuid::new_v4().to_string(), kind, Value::Null, false)
            })))
        })
        .await
}

//! The devices somebody has signed in on: contract/identity.md section 7.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, put};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{Row, params};
use serde_json::{Value, json};

use super::wire::list;
use crate::auth::Caller;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/devices", get(all))
        .route("/api/devices/knowndevice", get(is_known))
        .route("/api/devices/{id}", get(one).delete(deactivate))
        .route("/api/devices/identifier/{identifier}", get(by_identifier))
        .route(
            "/api/devices/identifier/{identifier}/token",
            put(set_push_token).post(set_push_token),
        )
        .route(
            "/api/devices/identifier/{identifier}/clear-token",
            put(clear_push_token).post(clear_push_token),
        )
}

fn device(row: &Row<'_>) -> rusqlite::Result<Value> {
    Ok(json!({
        "object": "device", "id": row.get::<_, String>("id")?, "name": row.get::<_, String>("name")?,
        "type": row.get::<_, i64>("type")?, "identifier": row.get::<_, String>("identifier")?,
        "creationDate": row.get::<_, String>("creation_date")?,
        "lastActivityDate": row.get::<_, Option<String>>("last_activity_date")?, "isTrusted": false,
        "encryptedUserKey": null, "encryptedPublicKey": null, "devicePendingAuthRequest": null,
    }))
}

async fn all(State(state): State<AppState>, caller: Caller) -> Result<Json<Value>> {
    state
        .db
        .call(move |connection| {
            let mut statement =
                connection.prepare("SELECT * FROM devices WHERE user_id = ?1 ORDER BY creation_date")?;
            let rows = statement.query_map([&caller.user_id], device)?;
            Ok(Json(list(rows.collect::<rusqlite::Result<_>>()?)))
        })
        .await
}

async fn one(State(state): State<AppState>, caller: Caller, Path(id): Path<String>) -> Result<Json<Value>> {
    state
        .db
        .call(move |connection| {
            let sql = "SELECT * FROM devices WHERE user_id = ?1 AND id = ?2";
            Ok(Json(connection.query_row(sql, [&caller.user_id, &id], device)?))
        })
        .await
}

async fn by_identifier(
    State(state): State<AppState>,
    caller: Caller,
    Path(identifier): Path<String>,
) -> Result<Json<Value>> {
    state
        .db
        .call(move |connection| {
            let sql = "SELECT * FROM devices WHERE user_id = ?1 AND identifier = ?2";
            Ok(Json(connection.query_row(
                sql,
                [&caller.user_id, &identifier],
                device,
            )?))
        })
        .await
}

/// Anonymous: whether this device has been used with this address. The address comes as base64url.
async fn is_known(State(state): State<AppState>, headers: HeaderMap) -> Result<Json<bool>> {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let email = text("x-request-email")
        .ok_or_else(|| Error::invalid("X-Request-Email", "The X-Request-Email field is required."))?;
    let identifier = text("x-device-identifier")
        .ok_or_else(|| Error::invalid("X-Device-Identifier", "The X-Device-Identifier field is required."))?;
    let email = URL_SAFE_NO_PAD
        .decode(email.trim_end_matches('='))
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| {
            Error::invalid(
                "X-Request-Email",
                "X-Request-Email value is not a valid base64url string.",
            )
        })?;
    state
        .db
        .call(move |connection| {
            let sql = "SELECT EXISTS (SELECT 1 FROM devices d JOIN users u ON u.id = d.user_id
                       WHERE u.email = ?1 AND d.identifier = ?2)";
            let email = email.trim().to_lowercase();
            Ok(Json(connection.query_row(sql, [email, identifier], |row| row.get(0))?))
        })
        .await
}

/// The device is unknown again, and what it could refresh with is gone.
async fn deactivate(State(state): State<AppState>, caller: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    state
        .db
        .call(move |connection| {
            let transaction = connection.transaction()?;
            let identifier: String = transaction.query_row(
                "DELETE FROM devices WHERE user_id = ?1 AND id = ?2 RETURNING identifier",
                [&caller.user_id, &id],
                |row| row.get(0),
            )?;
            for table in ["refresh_tokens", "remember_tokens"] {
                let sql = format!("DELETE FROM {table} WHERE user_id = ?1 AND device_identifier = ?2");
                transaction.execute(&sql, [&caller.user_id, &identifier])?;
            }
            transaction.commit()?;
            Ok(StatusCode::OK)
        })
        .await
}

async fn set_push_token(
    State(state): State<AppState>,
    caller: Caller,
    Path(identifier): Path<String>,
    body: Body,
) -> Result<StatusCode> {
    let token = body.text("pushToken").map(str::to_owned);
    state
        .db
        .call(move |connection| {
            let changed = connection.execute(
                "UPDATE devices SET push_token = ?3 WHERE user_id = ?1 AND identifier = ?2",
                params![caller.user_id, identifier, token],
            )?;
            if changed == 0 {
                Err(Error::NotFound)
            } else {
                Ok(StatusCode::OK)
            }
        })
        .await
}

/// Anonymous, because it is called at sign-out.
async fn clear_push_token(State(state): State<AppState>, Path(identifier): Path<String>) -> Result<StatusCode> {
    state
        .db
        .call(move |connection| {
            connection.execute(
                "UPDATE devices SET push_token = NULL WHERE identifier = ?1",
                [identifier],
            )?;
            Ok(StatusCode::OK)
        })
        .await
}

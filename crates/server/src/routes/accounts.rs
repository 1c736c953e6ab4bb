//! The caller's own account: profile, revision date, verification, sign-out everywhere. Source: contract/accounts.md.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use rusqlite::params;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::time::Instant;

use super::profile;
use super::secret::{self, account, verified};
use crate::auth::Caller;
use crate::body::Body;
use crate::clock::stamp;
use crate::error::{Error, Result};
use crate::identity::activity::Whence;
use crate::identity::tokens::Address;
use crate::identity::user::User;
use crate::identity::{first_step, master_password_policy, send_new_device_code, wait_after_wrong_secret};
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/accounts/profile", get(profile).put(rename).post(rename))
        .route("/api/accounts/avatar", put(recolour).post(recolour))
        .route("/api/accounts/revision-date", get(revision_date))
        .route("/api/accounts/verify-password", post(verify_password))
        .route("/api/accounts/security-stamp", post(sign_out_everywhere))
        .route("/api/accounts/verify-devices", put(verify_devices).post(verify_devices))
        .route("/api/accounts/resend-new-device-otp", post(resend_new_device_code))
        .route("/api/accounts/key-management/user-key-id", post(user_key_id))
}

async fn profile(State(state): State<AppState>, caller: Caller) -> Result<Json<Value>> {
    let user = account(&state, &caller).await?;
    state
        .db
        .call(move |connection| profile::full(connection, &user))
        .await
        .map(Json)
}

async fn rename(State(state): State<AppState>, caller: Caller, body: Body) -> Result<Json<Value>> {
    let name = body.text("name").map(str::to_owned);
    if name.as_ref().is_some_and(|name| name.chars().count() > 50) {
        return Err(Error::invalid(
            "Name",
            "The field Name must be a string with a maximum length of 50.",
        ));
    }
    change(&state, &caller, "name", name).await
}

async fn recolour(State(state): State<AppState>, caller: Caller, body: Body) -> Result<Json<Value>> {
    let colour = body.text("avatarColor").map(str::to_owned);
    let well_formed = |colour: &String| {
        colour
            .strip_prefix('#')
            .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    if colour.as_ref().is_some_and(|colour| !well_formed(colour)) {
        let text = "The field AvatarColor must match the regular expression '^#(?:[0-9A-Fa-f]{6})$'.";
        return Err(Error::invalid("AvatarColor", text));
    }
    change(&state, &caller, "avatar_color", colour).await
}

/// Sets one column of the caller's row and answers the profile without its lists.
async fn change(state: &AppState, caller: &Caller, column: &'static str, value: Option<String>) -> Result<Json<Value>> {
    let (id, now) = (caller.user_id.clone(), state.clock.stamp());
    let answer = state.db.call(move |connection| {
        let sql = format!("UPDATE users SET {column} = ?2, revision_date = ?3 WHERE id = ?1");
        connection.execute(&sql, params![id, value, now])?;
        let user = User::by_id(connection, &id)?.ok_or(Error::Unauthenticated)?;
        profile::alone(connection, &user)
    });
    answer.await.map(Json)
}

async fn revision_date(State(state): State<AppState>, caller: Caller) -> Result<Json<i64>> {
    let user = account(&state, &caller).await?;
    let instant = OffsetDateTime::parse(&user.revision_date, &Rfc3339)
        .map_err(|error| Error::Internal(format!("revision date of {}: {error}", user.id)))?;
    let milliseconds = instant.unix_timestamp_nanos() / 1_000_000;
    Ok(Json(i64::try_from(milliseconds).unwrap_or(i64::MAX)))
}

async fn verify_password(State(state): State<AppState>, caller: Caller, body: Body) -> Result<Json<Value>> {
    let wrong = Error::invalid("MasterPasswordHash", "Invalid password.");
    let user = verified(&state, &caller, &body, wrong).await?;
    state
        .db
        .call(move |connection| master_password_policy(connection, &user.id))
        .await
        .map(Json)
}

/// A new security stamp: every refresh token dies, this one's too. Access tokens live on until they expire.
async fn sign_out_everywhere(State(state): State<AppState>, caller: Caller, body: Body) -> Result<StatusCode> {
    let user = verified(&state, &caller, &body, secret::verification_failed()).await?;
    let now = state.clock.stamp();
    state
        .db
        .call(move |connection| {
            connection.execute(
                "UPDATE users SET security_stamp = ?2, revision_date = ?3 WHERE id = ?1",
                params![user.id, uuid::Uuid::new_v4().to_string(), now],
            )?;
            connection.execute("DELETE FROM refresh_tokens WHERE user_id = ?1", [&user.id])?;
            connection.execute("DELETE FROM remember_tokens WHERE user_id = ?1", [&user.id])?;
            Ok(StatusCode::OK)
        })
        .await
}

async fn verify_devices(State(state): State<AppState>, caller: Caller, body: Body) -> Result<StatusCode> {
    let on = body.get("verifyDevices").and_then(Value::as_bool);
    let on = on.ok_or_else(|| Error::invalid("VerifyDevices", "The VerifyDevices field is required."))?;
    let user = verified(&state, &caller, &body, secret::verification_failed()).await?;
    let now = state.clock.stamp();
    state
        .db
        .call(move |connection| {
            connection.execute(
                "UPDATE users SET verify_devices = ?2, revision_date = ?3 WHERE id = ?1",
                params![user.id, on, now],
            )?;
            Ok(StatusCode::OK)
        })
        .await
}

/// Always 200 and always after the same time, so that nothing is learnt about address or secret; the mail goes out only with
/// the right one. A wrong one is a sign-in that failed, in the log as among the limits.
async fn resend_new_device_code(
    State(state): State<AppState>,
    Address(ip_address): Address,
    body: Body,
) -> Result<StatusCode> {
    let asked = Instant::now();
    let email = body
        .text("email")
        .ok_or_else(|| Error::invalid("Email", "The Email field is required."))?
        .to_owned();
    let hash = secret::proof(&body)?.unwrap_or_default();
    let now = state.clock.now();
    let whence = Whence {
        device_type: None,
        ip_address,
        date: stamp(now),
    };
    let answer = state
        .db
        .call(
            move |connection| match first_step(connection, &email, &hash, &whence)? {
                Some(user) => send_new_device_code(connection, &user, now),
                None => Ok(()),
            },
        )
        .await;
    wait_after_wrong_secret(&state, asked).await;
    answer.map(|()| StatusCode::OK)
}

/// The newest official clients report the id of the user key once after sign-in and fail without this answer.
async fn user_key_id(State(state): State<AppState>, caller: Caller, body: Body) -> Result<StatusCode> {
    let id = body.text("userKeyId").unwrap_or_default().to_ascii_lowercase();
    if id.len() != 32 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Error::invalid("UserKeyId", "The UserKeyId field is required."));
    }
    let user_id = caller.user_id;
    state
        .db
        .call(move |connection| {
            connection.execute("UPDATE users SET user_key_id = ?2 WHERE id = ?1", [user_id, id])?;
            Ok(StatusCode::OK)
        })
        .await
}

/// `userDecryption` of sync: how the user key is opened with the master password.
pub(super) fn user_decryption(user: &User) -> Value {
    let unlock = user.wrapped_user_key.as_ref().map(|key| {
        json!({
            "kdf": {
                "kdfType": user.kdf_type, "iterations": user.kdf_iterations, "memory": user.kdf_memory,
                "parallelism": user.kdf_parallelism,
            },
            "masterKeyEncryptedUserKey": key, "salt": user.salt, "containedKeyId": null,
        })
    });
    json!({
        "masterPasswordUnlock": unlock, "webAuthnPrfOptions": null, "v2UpgradeToken": null,
        "userKeyId": user.user_key_id,
    })
}

//! Public keys of people, and the caller's own key pair (contract/accounts.md section 3). Organizations' public keys are
//! in `organizations`.

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use rusqlite::params;
use serde_json::{Value, json};

use super::secret::account;
use crate::auth::Caller;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::identity::user::User;
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/accounts/keys", get(own).post(create))
        .route("/api/users/{id}/public-key", get(public_key))
        .route("/api/users/{id}/keys", get(public_keys))
}

async fn own(State(state): State<AppState>, caller: Caller) -> Result<Json<Value>> {
    Ok(Json(keys(&account(&state, &caller).await?)))
}

fn keys(user: &User) -> Value {
    json!({
        "object": "keys", "key": user.wrapped_user_key, "publicKey": user.public_key,
        "privateKey": user.wrapped_private_key, "accountKeys": user.account_keys("object"),
    })
}

async fn create(State(state): State<AppState>, caller: Caller, body: Body) -> Result<Json<Value>> {
    let pair = body
        .part("accountKeys")
        .and_then(|keys| keys.part("publicKeyEncryptionKeyPair"));
    let from = |name: &str, nested: &str| {
        let inner = pair.as_ref().and_then(|pair| pair.text(nested));
        body.text(name).or(inner).map(str::to_owned)
    };
    let public = from("publicKey", "publicKey")
        .ok_or_else(|| Error::invalid("PublicKey", "The PublicKey field is required."))?;
    let private = from("encryptedPrivateKey", "wrappedPrivateKey")
        .ok_or_else(|| Error::invalid("EncryptedPrivateKey", "The EncryptedPrivateKey field is required."))?;
    let key_id = body.text("userKeyId").map(str::to_owned);
    let user = account(&state, &caller).await?;
    if user.public_key.is_some() || user.wrapped_private_key.is_some() {
        return Err(Error::rejected("User has existing keypair"));
    }
    let now = state.clock.stamp();
    state
        .db
        .call(move |connection| {
            connection.execute(
                "UPDATE users SET public_key = ?2, wrapped_private_key = ?3, user_key_id = COALESCE(?4, user_key_id),
                 revision_date = ?5 WHERE id = ?1",
                params![user.id, public, private, key_id, now],
            )?;
            Ok(Json(keys(
                &User::by_id(connection, &user.id)?.ok_or(Error::Unauthenticated)?,
            )))
        })
        .await
}

async fn with_keys(state: &AppState, id: String) -> Result<User> {
    let user = state
        .db
        .call(move |connection| User::by_id(connection, &id.to_ascii_lowercase()))
        .await?;
    user.filter(|user| user.public_key.is_some()).ok_or(Error::NotFound)
}

async fn public_key(State(state): State<AppState>, _caller: Caller, Path(id): Path<String>) -> Result<Json<Value>> {
    let user = with_keys(&state, id).await?;
    Ok(Json(
        json!({ "object": "userKey", "userId": user.id, "publicKey": user.public_key }),
    ))
}

async fn public_keys(State(state): State<AppState>, _caller: Caller, Path(id): Path<String>) -> Result<Json<Value>> {
    let user = with_keys(&state, id).await?;
    Ok(Json(json!({
        "object": "publicKeys", "publicKey": user.public_key, "signedPublicKey": user.signed_public_key,
        "verifyingKey": user.verifying_key,
    })))
}

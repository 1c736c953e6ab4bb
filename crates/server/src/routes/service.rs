//! Answers about the server itself, without sign-in: configuration, alive, version, the outbox, and for tests the
//! journal. Source: contract/conventions.md section 9.

use std::time::Duration;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::Html;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::journal::Entry;
use crate::mail;
use crate::state::AppState;

/// The version of the contract this server speaks; official clients compare it.
const VERSION: &str = "2026.8.0";
const NAME: &str = "Provider Portal embedded server";
/// Storing the greatest import takes a few seconds, in which everybody waits and nothing is wrong.
const DATABASE_ANSWERS_WITHIN: Duration = Duration::from_secs(10);

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/config", get(config))
        .route("/api/alive", get(alive))
        .route("/api/now", get(alive))
        .route("/identity/alive", get(alive))
        .route("/alive", get(plain_alive))
        .route("/api/version", get(version))
        .route("/identity/version", get(version))
        .route("/outbox", get(outbox_page))
        .route("/outbox.json", get(outbox))
        .route("/__journal.json", get(journal))
        .route("/__journal/clear", post(clear_journal))
}

/// Where the caller reached this server: scheme and host of his own request, without a slash at the end.
pub fn base_url(parts: &Parts, state: &AppState) -> String {
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        _ if state.config.tls => "https",
        _ => "http",
    };
    // HTTP/2 carries the host in the address instead of a header.
    let authority = parts.uri.authority().map(|authority| authority.as_str());
    let host = text(header::HOST.as_str()).or(authority).unwrap_or("localhost");
    format!("{scheme}://{host}")
}

/// `base_url` as an extractor.
struct BaseUrl(String);

impl FromRequestParts<AppState> for BaseUrl {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        Ok(Self(base_url(parts, state)))
    }
}

async fn config(BaseUrl(base): BaseUrl) -> Json<Value> {
    Json(json!({
        "object": "config", "version": VERSION, "gitHash": env!("CARGO_PKG_VERSION"),
        "server": { "name": NAME, "url": base },
        "environment": {
            "cloudRegion": null, "vault": base, "api": format!("{base}/api"), "identity": format!("{base}/identity"),
            "notifications": format!("{base}/notifications"), "sso": "", "fillAssistRules": null,
        },
        "featureStates": {},
        "push": { "pushTechnology": 0, "vapidPublicKey": null },
        "communication": null,
        "settings": { "disableUserRegistration": true, "suppressOnboardingInterstitials": false },
    }))
}

async fn alive(State(state): State<AppState>) -> Result<Json<String>> {
    lives(&state).await.map(Json)
}

async fn plain_alive(State(state): State<AppState>) -> Result<String> {
    lives(&state).await
}

/// The present instant, from a server whose database answers; 503 from any other.
async fn lives(state: &AppState) -> Result<String> {
    let query = state.db.call(|connection| {
        // Something of the file itself, and of every table that sign-in needs: `SELECT 1` asks neither.
        let sql = "SELECT (SELECT count(*) FROM (SELECT 1 FROM users LIMIT 1)) + (SELECT count(*) FROM (SELECT 1 FROM devices LIMIT 1))";
        Ok(connection.query_row(sql, [], |row| row.get::<_, i64>(0))?)
    });
    match tokio::time::timeout(DATABASE_ANSWERS_WITHIN, query).await {
        Ok(Ok(_)) => Ok(state.clock.stamp()),
        silent => {
            tracing::error!(?silent, "the database doesn't answer");
            Err(Error::Unavailable("The database doesn't answer.".into()))
        }
    }
}

async fn version() -> Json<&'static str> {
    Json(VERSION)
}

async fn outbox(State(state): State<AppState>) -> Result<Json<Value>> {
    Ok(Json(json!(state.db.call(|connection| mail::list(connection)).await?)))
}

async fn outbox_page(State(state): State<AppState>) -> Result<Html<String>> {
    let mails = state.db.call(|connection| mail::list(connection)).await?;
    Ok(Html(mail::page(&mails)))
}

async fn journal(State(state): State<AppState>) -> Result<Json<Vec<Entry>>> {
    if_kept(&state)?;
    Ok(Json(state.journal.entries()))
}

async fn clear_journal(State(state): State<AppState>) -> Result<StatusCode> {
    if_kept(&state)?;
    state.journal.clear();
    Ok(StatusCode::NO_CONTENT)
}

fn if_kept(state: &AppState) -> Result<()> {
    if state.config.journal {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

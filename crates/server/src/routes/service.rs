//! Answers about the server itself, without sign-in: configuration, alive, version, the outbox, and for tests the
//! journal. Source: contract/conventions.md section 9.

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

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/config", get(config))
        .route("/api/alive", get(now))
        .route("/api/now", get(now))
        .route("/identity/alive", get(now))
        .route("/alive", get(plain_now))
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

async fn now(State(state): State<AppState>) -> Json<String> {
    Json(state.clock.stamp())
}

async fn plain_now(State(state): State<AppState>) -> String {
    state.clock.stamp()
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
    for_tests_only(&state)?;
    Ok(Json(state.journal.entries()))
}

async fn clear_journal(State(state): State<AppState>) -> Result<StatusCode> {
    for_tests_only(&state)?;
    state.journal.clear();
    Ok(StatusCode::NO_CONTENT)
}

fn for_tests_only(state: &AppState) -> Result<()> {
    if state.config.relaxed_limits {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

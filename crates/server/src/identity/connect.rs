//! The token endpoint: reads the form, checks client, grant and scope, and hands over to the grant.
//! Source: contract/identity.md section 2.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, PRAGMA};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use time::OffsetDateTime;
use tokio::time::Instant;

use crate::clock::stamp;
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::identity::{password_grant, refresh, tokens, wait_after_wrong_secret};
use crate::routes::service;
use crate::state::AppState;

/// A form is a few kilobytes at most.
const LONGEST_FORM: usize = 64 * 1024;
const SCOPES: [&str; 2] = ["api", "offline_access"];
const CLIENTS: [&str; 6] = ["web", "browser", "desktop", "mobile", "cli", "connector"];

/// Everything a grant looks at.
pub struct Ask {
    fields: Vec<(String, String)>,
    /// `Bitwarden-Client-Version`, as sent.
    pub client_version: Option<String>,
    pub client_id: String,
    /// Base URL of the identity service.
    pub issuer: String,
    pub ip_address: Option<String>,
    /// Whose behaviour the server has.
    pub dialect: Dialect,
    pub now: OffsetDateTime,
}

impl Ask {
    /// A form field, names compared without regard to case; empty counts as absent.
    pub fn field(&self, name: &str) -> Option<&str> {
        let (_, value) = self.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        (!value.is_empty()).then_some(value)
    }

    /// Now, as stored.
    pub fn stamp(&self) -> String {
        stamp(self.now)
    }

    /// Now plus so many seconds, as stored.
    pub fn stamp_in(&self, seconds: i64) -> String {
        stamp(self.now + time::Duration::seconds(seconds))
    }
}

/// How a grant ended. Refusals are values, because what was counted or mailed on the way to them is kept.
pub enum Outcome {
    Granted(Value),
    Refused(Value),
    /// As `Refused`, after the wait for wrong secrets.
    RefusedSlowly(Value),
}

/// A refusal in the shape of contract/identity.md 2.4.
pub fn refusal(error: &str, description: &str, message: &str) -> Value {
    json!({
        "error": error, "error_description": description,
        "ErrorModel": { "Message": message, "Object": "error" },
    })
}

pub async fn token(State(state): State<AppState>, request: Request) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, LONGEST_FORM)
        .await
        .map_err(|_| plain("invalid_request"))?;
    let fields = serde_urlencoded::from_bytes(&bytes).map_err(|_| plain("invalid_request"))?;
    let header = |name: &str| {
        parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let mut ask = Ask {
        fields,
        client_version: header("bitwarden-client-version"),
        client_id: String::new(),
        issuer: format!("{}/identity", service::base_url(&parts, &state)),
        ip_address: tokens::ip_address(&parts),
        dialect: state.config.dialect,
        now: state.clock.now(),
    };
    ask.client_id = match ask.field("client_id") {
        Some(known) if CLIENTS.contains(&known) => known.to_owned(),
        _ => return Err(plain("invalid_client")),
    };
    let grant = match ask.field("grant_type") {
        Some("password") => {
            let scope: Vec<&str> = ask.field("scope").unwrap_or_default().split_whitespace().collect();
            if !scope.contains(&"api") || scope.iter().any(|name| !SCOPES.contains(name)) {
                return Err(plain("invalid_scope"));
            }
            password_grant::decide
        }
        Some("refresh_token") => refresh::decide,
        _ => return Err(plain("unsupported_grant_type")),
    };
    let (deciding, asked) = (state.clone(), Instant::now());
    match state
        .db
        .call(move |connection| grant(connection, &deciding, &ask))
        .await?
    {
        Outcome::Granted(answer) => {
            Ok(([(CACHE_CONTROL, "no-store"), (PRAGMA, "no-cache")], Json(answer)).into_response())
        }
        Outcome::Refused(body) => Err(Error::OAuth(body)),
        Outcome::RefusedSlowly(body) => {
            wait_after_wrong_secret(&state, asked).await;
            Err(Error::OAuth(body))
        }
    }
}

fn plain(error: &str) -> Error {
    Error::OAuth(json!({ "error": error }))
}

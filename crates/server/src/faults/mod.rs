//! Answers that go wrong on purpose, for tests and by hand: `--faults` opens `/__faults.json`.
//!
//! `PUT` replaces the rules, `DELETE` forgets them: `[{"path": "/api/providers/*", "method": "GET", "kind": "status",
//! "status": 429, "retry_after": 7, "times": 1}]`. A path that ends with `*` stands for everything below it. The first rule
//! that fits a request of the API or the identity service hits it; everything else is left alone.

mod alter;

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::put;
use axum::{Json, Router};
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::Error;
use crate::state::AppState;

/// How long `slow` waits where the rule doesn't say.
const SLOW_MS: u64 = 10_000;
/// What a `cut` answer holds back its end for: the beginning must be on its way first.
const BEFORE_THE_CUT: Duration = Duration::from_millis(100);
/// A list that ends in the middle of its first record.
const HALF_A_LIST: &str = r#"{"object":"list","data":[{"object":"record","id":"5f0c"#;
/// What a network's sign-in page looks like to somebody who asked for data.
const PROXY_PAGE: &str =
    "<!doctype html><html lang=\"en\"><title>Network sign-in</title><h1>Sign in to this network</h1></html>";

/// Which requests go wrong, how, and how many of them.
#[derive(Clone, Debug, Deserialize)]
pub struct Rule {
    /// A path, or the beginning of paths before a `*`.
    pub path: String,
    /// Any method where there is none.
    pub method: Option<String>,
    #[serde(flatten)]
    pub kind: Kind,
    /// How many requests it hits; until it is cleared where there is no number.
    pub times: Option<u32>,
}

/// What goes wrong.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// The true answer, late.
    Slow { ms: Option<u64> },
    /// A refusal in this server's own shape, or with the given body.
    Status {
        status: u16,
        body: Option<String>,
        retry_after: Option<u64>,
    },
    /// 200 with JSON that stops in the middle.
    BrokenJson,
    /// The connection is closed in the middle of the answer.
    Cut,
    /// 200 with somebody else's page.
    Html,
    /// The true answer with values exchanged: `"set": {"/Key": "2.…", "/data/0/name": null}`.
    Altered { set: Map<String, Value> },
}

impl Rule {
    fn fits(&self, method: &Method, path: &str) -> bool {
        let method_fits = self.method.as_ref().is_none_or(|own| own == method.as_str());
        method_fits
            && match self.path.strip_suffix('*') {
                Some(start) => path.starts_with(start),
                None => path == self.path,
            }
    }
}

/// The rules in force; clones share them.
#[derive(Clone, Default, Debug)]
pub struct Faults(Arc<Mutex<Vec<Rule>>>);

impl Faults {
    /// Takes these rules instead of those in force.
    pub fn set(&self, rules: Vec<Rule>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = rules;
    }

    /// Counts a request against the first rule that fits and isn't used up.
    fn hit(&self, method: &Method, path: &str) -> Option<Kind> {
        let mut rules = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rule = rules
            .iter_mut()
            .find(|rule| rule.times != Some(0) && rule.fits(method, path))?;
        rule.times = rule.times.map(|left| left - 1);
        Some(rule.kind.clone())
    }
}

/// The control resource; a server without `Config::faults` doesn't have it.
pub fn routes() -> Router<AppState> {
    Router::new().route("/__faults.json", put(replace).delete(clear))
}

async fn replace(State(state): State<AppState>, Json(rules): Json<Vec<Rule>>) -> StatusCode {
    state.faults.set(rules);
    StatusCode::NO_CONTENT
}

async fn clear(State(state): State<AppState>) -> StatusCode {
    state.faults.set(Vec::new());
    StatusCode::NO_CONTENT
}

/// The middleware that lets requests of the API and the identity service go wrong.
pub async fn inject(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !path.starts_with("/api/") && !path.starts_with("/identity/") {
        return next.run(request).await;
    }
    match state.faults.hit(request.method(), path) {
        None => next.run(request).await,
        Some(Kind::Slow { ms }) => {
            tokio::time::sleep(Duration::from_millis(ms.unwrap_or(SLOW_MS))).await;
            next.run(request).await
        }
        Some(Kind::Status {
            status,
            body,
            retry_after,
        }) => refuse(status, body, retry_after),
        Some(Kind::BrokenJson) => json(HALF_A_LIST),
        Some(Kind::Cut) => json(Body::from_stream(cut())),
        Some(Kind::Html) => Html(PROXY_PAGE).into_response(),
        Some(Kind::Altered { set }) => alter::alter(next.run(request).await, &set).await,
    }
}

fn json(body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body.into()).into_response()
}

fn refuse(status: u16, body: Option<String>, retry_after: Option<u64>) -> Response {
    let mut response = match status {
        401 => Error::Unauthenticated.into_response(),
        403 => Error::Forbidden.into_response(),
        404 => Error::NotFound.into_response(),
        409 => Error::Conflict("Somebody else has changed this in the meantime.".to_owned()).into_response(),
        429 => Error::TooMany {
            retry_after: 1,
            period: "1m".to_owned(),
        }
        .into_response(),
        _ => Error::Internal("asked for by a rule of /__faults.json".to_owned()).into_response(),
    };
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().remove(header::RETRY_AFTER);
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    if let Some(body) = body {
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = body.into();
    }
    response
}

/// The beginning of an answer, then an error in place of the rest.
fn cut() -> impl Stream<Item = io::Result<Bytes>> {
    let start = stream::iter([Ok(Bytes::from_static(HALF_A_LIST.as_bytes()))]);
    let end = stream::once(async {
        tokio::time::sleep(BEFORE_THE_CUT).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    start.chain(end)
}

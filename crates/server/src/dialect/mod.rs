//! A server that speaks the contract as Vaultwarden does: without providers, with routes missing, refusals of its own and
//! answers of another shape. Source: "Vaultwarden differences" at the end of each contract file, and what clients must be ready for
//! by contract/conventions.md 3: names in another casing, properties that are left out.
//!
//! `gate` refuses what isn't there or isn't for the caller, `answers` says otherwise what the common routes answer, `refusals`
//! what they refuse, `import` and `policies` are routes that work otherwise.

mod answers;
mod gate;
mod import;
mod policies;
mod refusals;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::access::Permissions;
use crate::page::NoRoute;
use crate::state::AppState;

/// Whose behaviour the server has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Dialect {
    /// The contract as it stands.
    #[default]
    Bitwarden,
    /// Vaultwarden as it is installed: groups are switched off.
    Vaultwarden,
    /// Vaultwarden with groups switched on.
    VaultwardenGroups,
}

impl Dialect {
    /// Whether there are providers, and with them everything that is reached through one.
    pub fn has_providers(self) -> bool {
        self == Self::Bitwarden
    }

    /// What is left of a custom role's flags.
    pub fn keeps(self, flags: Permissions) -> Permissions {
        if self.has_providers() {
            return flags;
        }
        let everything = gate::is_everything(&flags);
        Permissions {
            create_new_collections: everything,
            edit_any_collection: everything,
            delete_any_collection: everything,
            ..Permissions::default()
        }
    }

    /// Whether a code by e-mail is on its way when it is the only second step that can be taken; else it is to be asked for.
    pub fn mails_at_first_step(self) -> bool {
        self.has_providers()
    }

    /// Whether a recovery code may be sent in capitals and with gaps, as it is printed.
    pub fn reads_recovery_codes_as_printed(self) -> bool {
        self.has_providers()
    }

    /// Whether organizations can have groups.
    pub fn has_groups(self) -> bool {
        self != Self::Vaultwarden
    }
}

/// The routes of this dialect in place of the contract's for the same addresses.
pub fn routes() -> Router<AppState> {
    Router::new().merge(import::routes()).merge(policies::routes())
}

/// The middleware that lets a server without providers refuse and answer in its own way.
pub async fn speak(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let place: Vec<&str> = path.split('/').skip(1).collect();
    let (parts, body) = request.into_parts();
    let headers = parts.headers.clone();
    let response = match gate::look(&state, &parts, &place).await {
        Ok(gate::Way::Open) => next.run(Request::from_parts(parts, body)).await,
        Ok(gate::Way::Answered(answer)) => return axum::Json(answer).into_response(),
        Ok(gate::Way::NotAllowed) => return refusals::bare(refusals::NOT_ALLOWED, &headers),
        Ok(gate::Way::NoRoute) => return refusals::bare(refusals::NO_ROUTE, &headers),
        Ok(gate::Way::Unfit) => return refusals::bare(refusals::UNFIT, &headers),
        Ok(gate::Way::Refused(said)) => return refused(StatusCode::BAD_REQUEST, &refusals::worded(said)),
        Err(error) => error.into_response(),
    };
    if !matches!(place[..], ["api" | "identity" | "events", ..]) {
        return response;
    }
    match response.status() {
        StatusCode::OK => succeeded(&state, response, &place).await,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => refusals::bare(refusals::NOT_ALLOWED, &headers),
        StatusCode::METHOD_NOT_ALLOWED => refusals::bare(refusals::NO_ROUTE, &headers),
        StatusCode::NOT_FOUND => not_found(&response, &place, &headers),
        StatusCode::BAD_REQUEST => rejected(response, &headers).await,
        _ => response,
    }
}

fn refused(status: StatusCode, body: &Value) -> Response {
    (status, axum::Json(body)).into_response()
}

/// What isn't there: a route, or something that a route looked for.
fn not_found(response: &Response, place: &[&str], headers: &HeaderMap) -> Response {
    if response.extensions().get::<NoRoute>().is_some() {
        return refusals::bare(refusals::NO_ROUTE, headers);
    }
    let said = match place {
        ["api", "organizations", _, "collections", _, ..] => return refusals::bare(refusals::NOT_ALLOWED, headers),
        ["api", "organizations", _, "users", _] => "The specified user isn't a member of the organization",
        ["api", "organizations", _, "groups", id, ..] if *id != "details" => "Group not found",
        _ => return refused(StatusCode::NOT_FOUND, &refusals::worded("Resource not found.")),
    };
    refused(StatusCode::BAD_REQUEST, &refusals::worded(said))
}

async fn rejected(response: Response, headers: &HeaderMap) -> Response {
    let (parts, answer) = taken_apart(response).await;
    match answer.and_then(|answer| refusals::rejection(&answer)) {
        Some(body) => refused(parts.status, &body),
        None => refusals::bare(refusals::UNFIT, headers),
    }
}

async fn succeeded(state: &AppState, response: Response, place: &[&str]) -> Response {
    let json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !json || !answers::differs(place) {
        return response;
    }
    let everything = match place {
        ["api", "organizations", org, "collections" | "groups", ..] => answers::Everything::of(state, org).await,
        _ => Ok(answers::Everything::default()),
    };
    let everything = match everything {
        Ok(everything) => everything,
        Err(error) => return error.into_response(),
    };
    let (mut parts, answer) = taken_apart(response).await;
    let answer = answer.unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    let answer = answers::success(place, answer, state.config.dialect.has_groups(), &everything);
    Response::from_parts(parts, answer.to_string().into())
}

async fn taken_apart(response: Response) -> (axum::http::response::Parts, Option<Value>) {
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    (parts, serde_json::from_slice(&bytes).ok())
}

//! A server that speaks the contract as Vaultwarden does: without providers, with routes missing, refusals of its own and
//! answers of another shape. Source: "Vaultwarden differences" at the end of each contract file, and what clients must be ready for
//! by contract/conventions.md 3: names in another casing, properties that are left out.
//!
//! `gate` refuses what isn't there or isn't for the caller, `answers` says otherwise what the common routes answer, `import`
//! and `policies` are routes that work otherwise.

mod answers;
mod gate;
mod import;
mod policies;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::access::Permissions;
use crate::error::Error;
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
    match gate::look(&state, &parts, &place).await {
        Ok(gate::Way::Open) => {}
        Ok(gate::Way::Answered(answer)) => return axum::Json(answer).into_response(),
        Err(refusal) => return refusal.into_response(),
    }
    let groups = state.config.dialect.has_groups();
    let response = next.run(Request::from_parts(parts, body)).await;
    let one_collection = matches!(place[..], ["api", "organizations", _, "collections", _, ..]);
    if one_collection && response.status() == StatusCode::NOT_FOUND {
        return Error::rejected("Collection not found").into_response();
    }
    said_otherwise(response, &place, groups).await
}

async fn said_otherwise(response: Response, place: &[&str], groups: bool) -> Response {
    let json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !json || !matches!(response.status(), StatusCode::OK | StatusCode::BAD_REQUEST) {
        return response;
    }
    let refused = response.status() == StatusCode::BAD_REQUEST;
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let answer = serde_json::from_slice(&bytes).ok().and_then(|answer| {
        if refused {
            answers::refusal(place, answer)
        } else {
            answers::success(place, answer, groups)
        }
    });
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(
        parts,
        answer.map_or(Body::from(bytes), |answer| answer.to_string().into()),
    )
}

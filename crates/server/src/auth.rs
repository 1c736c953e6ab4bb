//! Who is calling: the bearer token as an axum extractor. Claims: contract/identity.md section 4.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::dialect::Dialect;
use crate::error::Error;
use crate::state::AppState;

/// The signed-in caller, as his access token states him (the API doesn't look at the security stamp).
#[derive(Clone, Debug)]
pub struct Caller {
    pub user_id: String,
    pub email: String,
    /// `web`, `cli`, …
    pub client_id: String,
    pub device_identifier: String,
    /// What the account's stamp was when the token was made.
    pub security_stamp: String,
    /// DeviceType number of contract/conventions.md 2.
    pub device_type: i64,
    /// Claims `providerprovideradmin` and `providerserviceuser`.
    pub provider_admin_of: Vec<String>,
    pub service_user_of: Vec<String>,
    /// Whose behaviour the server has towards him.
    pub dialect: Dialect,
    /// The address the request came from, for events.
    pub ip_address: Option<String>,
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        crate::identity::tokens::caller_from(parts, state)
    }
}

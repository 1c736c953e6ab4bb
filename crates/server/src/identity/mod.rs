//! Sign-in: what is asked before it (`prelogin`), the token endpoint (`connect`, `password_grant`, `second_step`,
//! `new_device`, `refresh`, `answer`), the access token (`tokens`), people (`user`), what policies demand (`demands`),
//! the log of sign-ins (`activity`) and secrets (`secrets`). Source: contract/identity.md.

pub mod activity;
mod answer;
mod connect;
mod demands;
mod new_device;
mod password_grant;
mod prelogin;
mod refresh;
pub mod second_step;
pub mod secrets;
pub mod tokens;
pub mod user;

use std::time::Duration;

use axum::Router;
use axum::routing::post;
use tokio::time::Instant;

use crate::state::AppState;

pub use demands::master_password_policy;
pub use new_device::send_code as send_new_device_code;
pub use password_grant::first_step;

/// The wait before a wrong secret is answered (contract/conventions.md 6).
const WRONG_SECRET_DELAY: Duration = Duration::from_secs(2);

/// The addresses below `/identity` (its service answers are in `routes::service`).
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/identity/accounts/prelogin/password", post(prelogin::prelogin))
        .route("/identity/accounts/prelogin", post(prelogin::prelogin))
        .route("/identity/connect/token", post(connect::token))
}

/// Waits as the real server does after a wrong secret; not under relaxed limits. The wait is counted from when the question was
/// `asked`, so that the answer comes at one time whatever work went before it.
pub async fn wait_after_wrong_secret(state: &AppState, asked: Instant) {
    if !state.config.relaxed_limits {
        tokio::time::sleep_until(asked + WRONG_SECRET_DELAY).await;
    }
}

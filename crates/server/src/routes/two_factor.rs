//! Two-step login outside the token endpoint: the code by mail, and which providers are on
//! (contract/identity.md section 3, contract/accounts.md section 5).

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::secret;
use super::wire::list;
use crate::auth::Caller;
use crate::body::Body;
use crate::clock::stamp;
use crate::error::{Error, Result};
use crate::identity::activity::Whence;
use crate::identity::tokens::Address;
use crate::identity::user::User;
use crate::identity::{first_step, second_step, wait_after_wrong_secret};
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/two-factor", get(enabled))
        .route("/api/two-factor/send-email-login", post(send_email_login))
}

async fn enabled(State(state): State<AppState>, caller: Caller) -> Result<Json<Value>> {
    if caller.client_id != "web" {
        return Err(Error::Forbidden);
    }
    let user = secret::account(&state, &caller).await?;
    let on = [(0, user.totp_secret.is_some()), (1, user.email_two_factor.is_some())];
    let rows = on.into_iter().filter(|(_, on)| *on);
    Ok(Json(list(
        rows.map(|(kind, _)| json!({ "object": "twoFactorProvider", "enabled": true, "type": kind }))
            .collect(),
    )))
}

const REFUSED: &str = "Cannot send two-factor email.";
const NO_SESSION: &str = "Cannot send two-factor email: a valid, non-expired SSO Email 2FA Session token is required to \
                          send 2FA emails.";

/// Anonymous: mails the code to somebody who proves to have passed the first step. A wrong secret is a sign-in that failed.
async fn send_email_login(
    State(state): State<AppState>,
    Address(ip_address): Address,
    body: Body,
) -> Result<StatusCode> {
    let asked = Instant::now();
    let text = |name: &str| body.text(name).map(str::to_owned);
    let email = text("email").ok_or_else(|| Error::invalid("Email", "The Email field is required."))?;
    let (access_code, session) = (text("authRequestAccessCode"), text("ssoEmail2FaSessionToken"));
    let (hash, otp) = (text("masterPasswordHash"), text("otp"));
    if access_code.is_none() && session.is_none() && hash.is_none() && otp.is_none() {
        let text = "MasterPasswordHash, OTP, AccessCode, or SsoEmail2faSessionToken must be supplied.";
        return Err(Error::invalid("", text));
    }
    let now = state.clock.now();
    let whence = Whence {
        device_type: None,
        ip_address,
        date: stamp(now),
    };
    let refused = state
        .db
        .call(move |connection| {
            // Of several proofs the access code wins, then the session, then the secret.
            let (proven, otherwise) = match (access_code, session) {
                (Some(_), _) => (None, REFUSED),
                (None, Some(token)) => {
                    let user = User::by_email(connection, &email)?;
                    let open = match &user {
                        Some(user) => second_step::is_session(connection, user, &token, &whence.date)?,
                        None => false,
                    };
                    (user.filter(|_| open), NO_SESSION)
                }
                (None, None) => match hash {
                    Some(hash) => (first_step(connection, &email, &hash, &whence)?, REFUSED),
                    None => (None, REFUSED),
                },
            };
            match proven {
                Some(user) if user.email_two_factor.is_some() => {
                    second_step::send_code(connection, &user, now)?;
                    Ok(None)
                }
                Some(_) => Ok(Some(REFUSED)),
                None => Ok(Some(otherwise)),
            }
        })
        .await?;
    match refused {
        None => Ok(StatusCode::OK),
        Some(text) => {
            wait_after_wrong_secret(&state, asked).await;
            Err(Error::rejected(text))
        }
    }
}

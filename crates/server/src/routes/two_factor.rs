//! Two-step login outside the token endpoint: the code by mail, and which providers are on
//! (contract/identity.md section 3, contract/accounts.md section 5).

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::secret;
use super::wire::list;
use crate::auth::Caller;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::identity::user::User;
use crate::identity::{second_step, wait_after_wrong_secret};
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

/// Anonymous: mails the code to somebody who proves that he has passed the first step.
async fn send_email_login(State(state): State<AppState>, body: Body) -> Result<StatusCode> {
    let text = |name: &str| body.text(name).map(str::to_owned);
    let email = text("email").ok_or_else(|| Error::invalid("Email", "The Email field is required."))?;
    let (access_code, session) = (text("authRequestAccessCode"), text("ssoEmail2FaSessionToken"));
    let (hash, otp) = (text("masterPasswordHash"), text("otp"));
    if access_code.is_none() && session.is_none() && hash.is_none() && otp.is_none() {
        let text = "MasterPasswordHash, OTP, AccessCode, or SsoEmail2faSessionToken must be supplied.";
        return Err(Error::invalid("", text));
    }
    let now = state.clock.now();
    let refused = state
        .db
        .call(move |connection| {
            let Some(user) = User::by_email(connection, &email)? else {
                return Ok(Some(if session.is_some() { NO_SESSION } else { REFUSED }));
            };
            // Of several proofs the access code wins, then the session, then the secret.
            let proven = match (access_code, session) {
                (Some(_), _) => Err(REFUSED),
                (None, Some(token)) => {
                    let open = second_step::is_session(connection, &user, &token, &crate::clock::stamp(now))?;
                    if open { Ok(()) } else { Err(NO_SESSION) }
                }
                (None, None) => {
                    if hash.is_some_and(|hash| user.has_password(&hash)) {
                        Ok(())
                    } else {
                        Err(REFUSED)
                    }
                }
            };
            Ok(match proven {
                Ok(()) if user.email_two_factor.is_some() => {
                    second_step::send_code(connection, &user, now)?;
                    None
                }
                Ok(()) => Some(REFUSED),
                Err(text) => Some(text),
            })
        })
        .await?;
    match refused {
        None => Ok(StatusCode::OK),
        Some(text) => {
            wait_after_wrong_secret(&state).await;
            Err(Error::rejected(text))
        }
    }
}

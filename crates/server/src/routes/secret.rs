//! The secret body: how a signed-in person proves himself again (contract/accounts.md section 4).

use tokio::time::Instant;

use crate::auth::Caller;
use crate::body::Body;
use crate::error::{Error, Result};
use crate::identity::user::User;
use crate::identity::wait_after_wrong_secret;
use crate::state::AppState;

/// Longest master-password hash a body may carry.
const LONGEST_HASH: usize = 300;

/// The caller's own account; 401 when it is gone.
pub async fn account(state: &AppState, caller: &Caller) -> Result<User> {
    let id = caller.user_id.clone();
    let user = state.db.call(move |connection| User::by_id(connection, &id)).await?;
    user.ok_or(Error::Unauthenticated)
}

/// The account whose master-password hash is in the body; `wrong` is answered, after the wait, to any other.
/// One-time codes and access codes of other devices are never given out here, so they never fit.
pub async fn verified(state: &AppState, caller: &Caller, body: &Body, wrong: Error) -> Result<User> {
    let asked = Instant::now();
    let user = account(state, caller).await?;
    match proof(body)? {
        Some(hash) if user.has_password(&hash) => Ok(user),
        _ => {
            wait_after_wrong_secret(state, asked).await;
            Err(wrong)
        }
    }
}

/// The master-password hash of the body; `None` when it carries another kind of secret.
pub fn proof(body: &Body) -> Result<Option<String>> {
    if let Some(hash) = body.text("masterPasswordHash") {
        if hash.len() > LONGEST_HASH {
            let text = "The field MasterPasswordHash must be a string with a maximum length of 300.";
            return Err(Error::invalid("MasterPasswordHash", text));
        }
        return Ok(Some(hash.to_owned()));
    }
    if body.text("otp").is_some() || body.text("authRequestAccessCode").is_some() {
        return Ok(None);
    }
    Err(Error::invalid(
        "",
        "MasterPasswordHash, OTP, or AccessCode must be supplied.",
    ))
}

/// The refusal of most calls that take a secret body.
pub fn verification_failed() -> Error {
    Error::invalid("", "User verification failed.")
}

//! Which key derivation an account uses, told to anybody without telling who has an account: contract/identity.md 1.

use aws_lc_rs::digest;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::body::Body;
use crate::error::{Error, Result};
use crate::identity::user::User;
use crate::state::AppState;

/// (type, iterations, memory in MiB, parallelism)
type Derivation = (i64, i64, Option<i64>, Option<i64>);

pub async fn prelogin(State(state): State<AppState>, body: Body) -> Result<Json<Value>> {
    let email = body
        .text("email")
        .ok_or_else(|| Error::invalid("Email", "The Email field is required."))?;
    if email.chars().count() > 256 {
        return Err(Error::invalid(
            "Email",
            "The field Email must be a string with a maximum length of 256.",
        ));
    }
    if !looks_like_an_address(email) {
        return Err(Error::invalid(
            "Email",
            "The Email field is not a valid e-mail address.",
        ));
    }
    let email = email.trim().to_lowercase();
    let asked = email.clone();
    let user = state
        .db
        .call(move |connection| User::by_email(connection, &asked))
        .await?;
    let (derivation, salt) = match user {
        Some(user) => (
            (
                user.kdf_type,
                user.kdf_iterations,
                user.kdf_memory,
                user.kdf_parallelism,
            ),
            user.salt,
        ),
        None => (plausible(&state.token_key, &email), email),
    };
    let (kdf, iterations, memory, parallelism) = derivation;
    Ok(Json(json!({
        "kdf": kdf, "kdfIterations": iterations, "kdfMemory": memory, "kdfParallelism": parallelism,
        "kdfSettings": { "kdfType": kdf, "iterations": iterations, "memory": memory, "parallelism": parallelism },
        "salt": salt,
    })))
}

fn looks_like_an_address(text: &str) -> bool {
    matches!(text.trim().split_once('@'), Some((local, domain)) if !local.is_empty() && !domain.is_empty() && !domain.contains('@'))
}

/// What an unknown address is told: the same every time, spread like real accounts.
fn plausible(key: &[u8; 32], email: &str) -> Derivation {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(key);
    context.update(email.as_bytes());
    match context.finish().as_ref().first() {
        Some(0..=15) => (0, 100_000, None, None),
        Some(16..=19) => (0, 5_000, None, None),
        Some(20..=39) => (1, 3, Some(64), Some(4)),
        Some(40..=55) => (1, 6, Some(32), Some(4)),
        _ => (0, 600_000, None, None),
    }
}

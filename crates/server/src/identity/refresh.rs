//! Refresh tokens: reusable, good for seven days after each use, dead when the security stamp changes
//! (contract/identity.md 2.3).

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

use crate::error::Result;
use crate::identity::connect::{Ask, Outcome};
use crate::identity::tokens::Origin;
use crate::identity::user::User;
use crate::identity::{answer, secrets};
use crate::state::AppState;

const LIFETIME_SECONDS: i64 = 7 * 24 * 3600;

/// Stores a new refresh token and returns it.
pub fn issue(connection: &Connection, user: &User, origin: &Origin, ask: &Ask) -> Result<String> {
    let token = secrets::token()?;
    connection.execute("DELETE FROM refresh_tokens WHERE expires <= ?1", [ask.stamp()])?;
    connection.execute(
        "INSERT INTO refresh_tokens (token_hash, user_id, client_id, device_identifier, device_type, security_stamp, expires)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            secrets::token_hash(&token), user.id, origin.client_id, origin.device_identifier, origin.device_type,
            user.security_stamp, ask.stamp_in(LIFETIME_SECONDS),
        ],
    )?;
    Ok(token)
}

/// The refresh grant: claims are rebuilt from the database.
pub fn decide(connection: &mut Connection, state: &AppState, ask: &Ask) -> Result<Outcome> {
    let refused = || Ok(Outcome::Refused(json!({ "error": "invalid_grant" })));
    let Some(token) = ask.field("refresh_token") else {
        return refused();
    };
    let hash = secrets::token_hash(token);
    let kept = connection
        .query_row(
            "SELECT user_id, device_identifier, device_type, security_stamp FROM refresh_tokens
             WHERE token_hash = ?1 AND client_id = ?2 AND expires > ?3",
            params![hash, ask.client_id, ask.stamp()],
            |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, i64>(2)?,
                    row.get::<_, String>(3)?,
                ))
            },
        )
        .optional()?;
    let Some((user_id, device_identifier, device_type, security_stamp)) = kept else {
        return refused();
    };
    let user = match User::by_id(connection, &user_id)? {
        Some(user) if user.security_stamp == security_stamp => user,
        _ => return refused(),
    };
    connection.execute(
        "UPDATE refresh_tokens SET expires = ?2 WHERE token_hash = ?1",
        params![hash, ask.stamp_in(LIFETIME_SECONDS)],
    )?;
    connection.execute(
        "UPDATE devices SET last_activity_date = ?3 WHERE user_id = ?1 AND identifier = ?2",
        params![user.id, device_identifier, ask.stamp()],
    )?;
    let origin = Origin {
        client_id: ask.client_id.clone(),
        device_identifier,
        device_type,
        issuer: ask.issuer.clone(),
    };
    let now = ask.now.unix_timestamp();
    let access = answer::access(connection, state, &user, &origin, now, Some(token.to_owned()))?;
    Ok(Outcome::Granted(Value::Object(access)))
}

//! Two-step login: the challenge and the providers that answer it (authenticator, e-mail, remembered device, recovery
//! code). Source: contract/identity.md section 3.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use totp_rs::{Algorithm, Secret, TOTP};

use crate::clock::stamp;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::identity::connect::Ask;
use crate::identity::password_grant::Device;
use crate::identity::user::User;
use crate::identity::{answer, demands, secrets};
use crate::mail;

const PURPOSE: &str = "two-factor";
const SESSION_PURPOSE: &str = "two-factor-session";
const SESSION_PREFIX: &str = "BwSsoEmail2FaSessionToken_";
const CODE_SECONDS: i64 = 5 * 60;
const SESSION_SECONDS: i64 = 2 * 60;
const REMEMBER_SECONDS: i64 = 30 * 24 * 3600;
/// How long an authenticator shows one code.
const STEP_SECONDS: u64 = 30;
/// Wrong tries after which a mailed code is worthless.
const MOST_ATTEMPTS: i64 = 5;

/// How the second step stands after looking at the form.
pub enum Step {
    /// None was needed, or the proof was right; a token when the device is to be remembered.
    Passed {
        remember_token: Option<String>,
    },
    /// The recovery code was right: two-step login is off now.
    Recovered,
    /// A second step is needed: the challenge.
    Asked(Value),
    Wrong,
}

/// Checks the second step of a sign-in whose password was right.
pub fn take(connection: &Connection, ask: &Ask, user: &User, device: Option<&Device>) -> Result<Step> {
    if !user.two_factor_enabled() {
        return Ok(Step::Passed { remember_token: None });
    }
    let (Some(provider), Some(token)) = (ask.field("twoFactorProvider"), ask.field("twoFactorToken")) else {
        return Ok(Step::Asked(challenge(connection, ask, user)?));
    };
    let right = match provider {
        "0" => takes_totp(connection, user, token, ask.now)?,
        "1" => {
            user.email_two_factor.is_some()
                && matches!(
                    take_code(connection, &user.id, PURPOSE, token, &ask.stamp())?,
                    CodeCheck::Right
                )
        }
        "5" => {
            if is_remembered(connection, user, device, token, &ask.stamp())? {
                return Ok(Step::Passed { remember_token: None });
            }
            return Ok(Step::Asked(challenge(connection, ask, user)?));
        }
        "8" => {
            if !is_recovery_code(user, token, ask.dialect) {
                return Ok(Step::Wrong);
            }
            turn_off(connection, user, &ask.stamp())?;
            return Ok(Step::Recovered);
        }
        _ => false,
    };
    if !right {
        return Ok(Step::Wrong);
    }
    let remember_token = match (ask.field("twoFactorRemember"), device) {
        (Some("1"), Some(device)) => Some(remember(connection, user, device, ask)?),
        _ => None,
    };
    Ok(Step::Passed { remember_token })
}

/// The body that asks for a second step. With e-mail as the only provider the code is on its way at once, but for a dialect
/// that waits to be asked for it.
fn challenge(connection: &Connection, ask: &Ask, user: &User) -> Result<Value> {
    let mut providers = Map::new();
    if user.totp_secret.is_some() {
        providers.insert("0".into(), Value::Null);
    }
    if let Some(address) = &user.email_two_factor {
        providers.insert("1".into(), json!({ "Email": redacted(address) }));
    }
    let names: Vec<String> = providers.keys().cloned().collect();
    let policy = demands::master_password_policy(connection, &user.id)?;
    let mut body = json!({
        "error": "invalid_grant", "error_description": "Two factor required.",
        "TwoFactorProviders": names, "TwoFactorProviders2": providers,
        "MasterPasswordPolicy": answer::pascal_case(&policy),
    });
    if user.email_two_factor.is_some() {
        if user.totp_secret.is_none() && ask.dialect.mails_at_first_step() {
            send_code(connection, user, ask.now)?;
        }
        body["SsoEmail2faSessionToken"] = json!(open_session(connection, user, ask.now)?);
        body["Email"] = json!(user.email);
    }
    Ok(body)
}

/// Mails the six-digit code to the address two-step login is set up for; nothing without one.
pub fn send_code(connection: &Connection, user: &User, now: OffsetDateTime) -> Result<()> {
    let Some(address) = &user.email_two_factor else {
        return Ok(());
    };
    let code = secrets::six_digits()?;
    keep_code(connection, &user.id, PURPOSE, &code, now, CODE_SECONDS)?;
    let text = format!("Your two-step verification code is: {code}\n\nIt is valid for 5 minutes.");
    mail::send(
        connection,
        &stamp(now),
        address,
        "Your two-step verification code",
        &text,
    )
}

fn open_session(connection: &Connection, user: &User, now: OffsetDateTime) -> Result<String> {
    let token = format!("{SESSION_PREFIX}{}", secrets::token()?);
    keep_code(
        connection,
        &user.id,
        SESSION_PURPOSE,
        &secrets::token_hash(&token),
        now,
        SESSION_SECONDS,
    )?;
    Ok(token)
}

/// Whether this is the session token of the person's latest challenge, not older than two minutes.
pub fn is_session(connection: &Connection, user: &User, token: &str, now: &str) -> Result<bool> {
    let kept: Option<String> = connection
        .query_row(
            "SELECT code FROM codes WHERE user_id = ?1 AND purpose = ?2 AND expires > ?3",
            params![user.id, SESSION_PURPOSE, now],
            |row| row.get(0),
        )
        .optional()?;
    Ok(kept.is_some_and(|kept| secrets::same(&kept, &secrets::token_hash(token))))
}

fn keep_code(
    connection: &Connection,
    user_id: &str,
    purpose: &str,
    code: &str,
    now: OffsetDateTime,
    seconds: i64,
) -> Result<()> {
    connection.execute(
        "INSERT OR REPLACE INTO codes (user_id, purpose, code, expires) VALUES (?1, ?2, ?3, ?4)",
        params![user_id, purpose, code, stamp(now + time::Duration::seconds(seconds))],
    )?;
    Ok(())
}

/// Whether a mailed code was right.
pub enum CodeCheck {
    Right,
    Wrong,
}

/// Compares and uses up a mailed code; too many wrong tries use it up as well.
pub fn take_code(connection: &Connection, user_id: &str, purpose: &str, code: &str, now: &str) -> Result<CodeCheck> {
    let kept = connection
        .query_row(
            "SELECT code, attempts FROM codes WHERE user_id = ?1 AND purpose = ?2 AND expires > ?3",
            params![user_id, purpose, now],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
        )
        .optional()?;
    let Some((expected, attempts)) = kept else {
        return Ok(CodeCheck::Wrong);
    };
    let right = secrets::same(&expected, code.trim());
    if right || attempts + 1 >= MOST_ATTEMPTS {
        connection.execute(
            "DELETE FROM codes WHERE user_id = ?1 AND purpose = ?2",
            [user_id, purpose],
        )?;
    } else {
        connection.execute(
            "UPDATE codes SET attempts = attempts + 1 WHERE user_id = ?1 AND purpose = ?2",
            [user_id, purpose],
        )?;
    }
    Ok(if right { CodeCheck::Right } else { CodeCheck::Wrong })
}

/// Takes an authenticator's code, once: that code and every older one are used up by it (RFC 6238, 5.2).
fn takes_totp(connection: &Connection, user: &User, token: &str, now: OffsetDateTime) -> Result<bool> {
    let step = user
        .totp_secret
        .as_deref()
        .and_then(|secret| totp_step(secret, token, now));
    let Some(step) = step else { return Ok(false) };
    // One statement, so that of two who come at once one alone gets in.
    let taken = connection.execute(
        "UPDATE users SET totp_step = ?2 WHERE id = ?1 AND (totp_step IS NULL OR totp_step < ?2)",
        params![user.id, step],
    )?;
    Ok(taken == 1)
}

/// The half minute whose code this is: RFC 6238 with SHA-1, six digits and thirty seconds, one step of tolerance either way.
fn totp_step(secret: &str, token: &str, now: OffsetDateTime) -> Option<i64> {
    let secret = Secret::Encoded(secret.replace(' ', "").to_uppercase())
        .to_bytes()
        .ok()?;
    let authenticator = TOTP::new_unchecked(Algorithm::SHA1, 6, 0, STEP_SECONDS, secret);
    let (token, step) = (
        token.replace(' ', ""),
        u64::try_from(now.unix_timestamp()).ok()? / STEP_SECONDS,
    );
    let found = [step.checked_sub(1)?, step, step + 1]
        .into_iter()
        .find(|step| secrets::same(&authenticator.generate(step * STEP_SECONDS), &token));
    found.and_then(|step| i64::try_from(step).ok())
}

fn is_recovery_code(user: &User, token: &str, dialect: Dialect) -> bool {
    let plain = |text: &str| text.replace([' ', '-'], "").to_lowercase();
    let token = if dialect.reads_recovery_codes_as_printed() {
        plain(token)
    } else {
        token.to_owned()
    };
    user.recovery_code
        .as_deref()
        .is_some_and(|code| secrets::same(&plain(code), &token))
}

/// Turns every provider off and replaces the recovery code, which is spent.
fn turn_off(connection: &Connection, user: &User, now: &str) -> Result<()> {
    let fresh: String = secrets::random::<16>()?
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    connection.execute(
        "UPDATE users SET totp_secret = NULL, totp_step = NULL, email_two_factor = NULL, recovery_code = ?2, revision_date = ?3 WHERE id = ?1",
        params![user.id, fresh, now],
    )?;
    connection.execute("DELETE FROM remember_tokens WHERE user_id = ?1", [&user.id])?;
    Ok(())
}

fn remember(connection: &Connection, user: &User, device: &Device, ask: &Ask) -> Result<String> {
    let token = secrets::token()?;
    connection.execute(
        "INSERT INTO remember_tokens (token_hash, user_id, device_identifier, expires) VALUES (?1, ?2, ?3, ?4)",
        params![
            secrets::token_hash(&token),
            user.id,
            device.identifier,
            ask.stamp_in(REMEMBER_SECONDS)
        ],
    )?;
    Ok(token)
}

fn is_remembered(
    connection: &Connection,
    user: &User,
    device: Option<&Device>,
    token: &str,
    now: &str,
) -> Result<bool> {
    let Some(device) = device else { return Ok(false) };
    Ok(connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM remember_tokens
         WHERE token_hash = ?1 AND user_id = ?2 AND device_identifier = ?3 AND expires > ?4)",
        params![secrets::token_hash(token), user.id, device.identifier, now],
        |row| row.get(0),
    )?)
}

/// `ad***@msp.example`: two letters of the name and the whole domain.
fn redacted(address: &str) -> String {
    let (name, domain) = address.split_once('@').unwrap_or((address, ""));
    let start: String = name.chars().take(2).collect();
    format!("{start}***@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_redacted_to_two_letters_and_the_domain() {
        assert_eq!(redacted("admin@msp.example"), "ad***@msp.example");
        assert_eq!(redacted("a@msp.example"), "a***@msp.example");
    }
}

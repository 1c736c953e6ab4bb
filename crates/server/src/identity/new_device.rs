//! The code asked for on a device never seen before. When it applies: contract/identity.md 2.4, last paragraph.

use rusqlite::{Connection, params};
use serde_json::Value;
use time::OffsetDateTime;

use crate::clock::stamp;
use crate::error::Result;
use crate::identity::connect::{Ask, refusal};
use crate::identity::password_grant::Device;
use crate::identity::second_step::{CodeCheck, take_code};
use crate::identity::secrets;
use crate::identity::user::User;
use crate::mail;
use crate::state::AppState;

const PURPOSE: &str = "new-device";
const CODE_SECONDS: i64 = 5 * 60;
/// Accounts younger than this are not asked.
const GRACE: time::Duration = time::Duration::hours(24);

/// `None` lets the sign-in go on; otherwise the refusal, with a code mailed if none was sent along.
pub fn check(
    connection: &Connection,
    state: &AppState,
    ask: &Ask,
    user: &User,
    device: &Device,
) -> Result<Option<Value>> {
    if !applies(connection, state, ask, user, device)? {
        return Ok(None);
    }
    match ask.field("newDeviceOtp") {
        Some(code) => match take_code(connection, &user.id, PURPOSE, code, &ask.stamp())? {
            CodeCheck::Right => Ok(None),
            CodeCheck::Wrong => Ok(Some(refusal(
                "device_error",
                "Invalid New Device OTP",
                "invalid new device otp",
            ))),
        },
        None => {
            send_code(connection, user, ask.now)?;
            let body = refusal(
                "device_error",
                "New device verification required",
                "new device verification required",
            );
            Ok(Some(body))
        }
    }
}

fn applies(connection: &Connection, state: &AppState, ask: &Ask, user: &User, device: &Device) -> Result<bool> {
    if !state.config.new_device_verification || !user.verify_devices || user.two_factor_enabled() {
        return Ok(false);
    }
    // Instants are written in one form, so text compares as time.
    if user.creation_date > stamp(ask.now - GRACE) || device.is_known(connection, user)? {
        return Ok(false);
    }
    let others: i64 = connection.query_row("SELECT count(*) FROM devices WHERE user_id = ?1", [&user.id], |row| {
        row.get(0)
    })?;
    Ok(others > 0)
}

/// Mails a fresh code, replacing an earlier one.
pub fn send_code(connection: &Connection, user: &User, now: OffsetDateTime) -> Result<()> {
    let code = secrets::six_digits()?;
    connection.execute(
        "INSERT OR REPLACE INTO codes (user_id, purpose, code, expires) VALUES (?1, ?2, ?3, ?4)",
        params![
            user.id,
            PURPOSE,
            code,
            stamp(now + time::Duration::seconds(CODE_SECONDS))
        ],
    )?;
    let text = format!(
        "Somebody is logging in to your account from a new device.\n\nVerification code: {code}\n\n\
         It is valid for 5 minutes. If it was not you, change your master password."
    );
    mail::send(
        connection,
        &stamp(now),
        &user.email,
        "Your verification code for a new device",
        &text,
    )
}

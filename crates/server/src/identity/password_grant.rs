//! The password grant in the order the real server checks: password, client version, single sign-on, second step, new
//! device, legacy encryption (contract/identity.md 2.1).

use rusqlite::{Connection, params};
use serde_json::{Value, json};

use crate::error::Result;
use crate::identity::activity::Whence;
use crate::identity::connect::{Ask, Outcome, refusal};
use crate::identity::second_step::Step;
use crate::identity::tokens::Origin;
use crate::identity::user::User;
use crate::identity::{activity, answer, demands, new_device, refresh, second_step, secrets};
use crate::state::AppState;

/// The device of the form; `None` when a field is missing or unreadable.
pub struct Device {
    pub identifier: String,
    pub name: String,
    pub kind: i64,
}

impl Device {
    fn of(ask: &Ask) -> Option<Self> {
        let kind: i64 = ask.field("deviceType")?.trim().parse().ok()?;
        Some(Self {
            identifier: ask.field("deviceIdentifier")?.to_owned(),
            name: ask.field("deviceName")?.to_owned(),
            kind,
        })
    }

    /// Whether the person has signed in on it before.
    pub fn is_known(&self, connection: &Connection, user: &User) -> Result<bool> {
        Ok(connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM devices WHERE user_id = ?1 AND identifier = ?2)",
            [&user.id, &self.identifier],
            |row| row.get(0),
        )?)
    }

    fn remember(&self, connection: &Connection, user: &User, ask: &Ask) -> Result<()> {
        connection.execute(
            "INSERT INTO devices (id, user_id, identifier, name, type, push_token, creation_date, last_activity_date)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
             ON CONFLICT (user_id, identifier) DO UPDATE SET name = excluded.name, type = excluded.type,
               push_token = COALESCE(excluded.push_token, push_token), last_activity_date = excluded.last_activity_date",
            params![
                uuid::Uuid::new_v4().to_string(), user.id, self.identifier, self.name, self.kind,
                ask.field("devicePushToken"), ask.stamp(),
            ],
        )?;
        Ok(())
    }
}

/// Whoever has this address and this master-password hash. A wrong one goes into the log of sign-ins; an address that nobody has
/// takes as much work.
pub fn first_step(connection: &Connection, email: &str, password: &str, whence: &Whence) -> Result<Option<User>> {
    let Some(user) = User::by_email(connection, email)? else {
        secrets::verify_nobody(password);
        return Ok(None);
    };
    if user.has_password(password) {
        return Ok(Some(user));
    }
    activity::record(connection, &user.id, activity::FAILED_PASSWORD, whence)?;
    Ok(None)
}

/// Grants or refuses.
pub fn decide(connection: &mut Connection, state: &AppState, ask: &Ask) -> Result<Outcome> {
    let device = Device::of(ask);
    let whence = Whence {
        device_type: device.as_ref().map(|device| device.kind),
        ip_address: ask.ip_address.clone(),
        date: ask.stamp(),
    };
    let (email, password) = (ask.field("username"), ask.field("password"));
    let proven = first_step(
        connection,
        email.unwrap_or_default(),
        password.unwrap_or_default(),
        &whence,
    )?;
    let Some(mut user) = proven else {
        return Ok(wrong_password());
    };
    if let Some(refused) = wrong_client_version(&user, ask) {
        return Ok(Outcome::Refused(refused));
    }
    let sso = demands::single_sign_on(connection, &user)?;
    let recovering = ask.field("twoFactorProvider") == Some("8") && user.two_factor_enabled();
    if let Some(organizations) = &sso
        && !recovering
    {
        return Ok(Outcome::Refused(sso_required(
            "Sso authentication is required.",
            organizations,
        )));
    }
    let remember_token = match second_step::take(connection, ask, &user, device.as_ref())? {
        Step::Passed { remember_token } => remember_token,
        Step::Recovered => {
            activity::record(connection, &user.id, activity::RECOVERED_SECOND_STEP, &whence)?;
            if let Some(organizations) = &sso {
                let text = "Two-factor recovery has been performed. SSO authentication is required.";
                return Ok(Outcome::Refused(sso_required(text, organizations)));
            }
            user.totp_secret = None;
            user.email_two_factor = None;
            None
        }
        Step::Asked(challenge) => return Ok(Outcome::Refused(challenge)),
        Step::Wrong => {
            activity::record(connection, &user.id, activity::FAILED_SECOND_STEP, &whence)?;
            let body = refusal(
                "invalid_grant",
                "invalid_username_or_password",
                "Two-step token is invalid. Try again.",
            );
            return Ok(Outcome::RefusedSlowly(body));
        }
    };
    let Some(device) = device else {
        let body = refusal(
            "device_error",
            "No device information provided",
            "no device information provided",
        );
        return Ok(Outcome::Refused(body));
    };
    if let Some(refused) = new_device::check(connection, state, ask, &user, &device)? {
        return Ok(Outcome::Refused(refused));
    }
    if user.wrapped_user_key.is_none() && ask.client_id != "web" {
        let text = "Legacy encryption without a userkey is no longer supported. To recover your account, please contact support";
        return Ok(Outcome::Refused(refusal(
            "invalid_grant",
            "invalid_username_or_password",
            text,
        )));
    }
    device.remember(connection, &user, ask)?;
    activity::record(connection, &user.id, activity::SIGNED_IN, &whence)?;
    let origin = Origin {
        client_id: ask.client_id.clone(),
        device_identifier: device.identifier,
        device_type: device.kind,
        issuer: ask.issuer.clone(),
    };
    let offline = ask.field("scope").is_some_and(|scope| scope.contains("offline_access"));
    let refresh_token = if offline {
        Some(refresh::issue(connection, &user, &origin, ask)?)
    } else {
        None
    };
    let policy = demands::master_password_policy(connection, &user.id)?;
    let access = answer::access(
        connection,
        state,
        &user,
        &origin,
        ask.now.unix_timestamp(),
        refresh_token,
    )?;
    Ok(Outcome::Granted(answer::success(access, &user, policy, remember_token)))
}

fn wrong_password() -> Outcome {
    let text = "Username or password is incorrect. Try again.";
    Outcome::RefusedSlowly(refusal("invalid_grant", "invalid_username_or_password", text))
}

/// The oldest client that understands V2 encryption.
const V2_SINCE: (u32, u32, u32) = (2025, 11, 0);

fn wrong_client_version(user: &User, ask: &Ask) -> Option<Value> {
    let Some(version) = ask.client_version.as_deref().and_then(parse_version) else {
        let text = "No client version header found, required to prevent encryption errors. Please confirm your client is \
                    supplying the header: \"Bitwarden-Client-Version\"";
        return Some(refusal("version_header_missing", text, text));
    };
    if user.is_v2() && version < V2_SINCE {
        let text = "Please update your app to continue using Bitwarden";
        return Some(refusal("invalid_client_version", text, text));
    }
    None
}

fn parse_version(text: &str) -> Option<(u32, u32, u32)> {
    let core = text.trim().split(['-', '+']).next()?;
    let mut numbers = core.split('.').map(str::parse::<u32>);
    let (major, minor) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let patch = numbers.next().unwrap_or(Ok(0)).ok()?;
    Some((major, minor, patch))
}

fn sso_required(text: &str, organizations: &[Option<String>]) -> Value {
    let mut body = refusal("invalid_grant", text, text);
    if let [Some(identifier)] = organizations {
        body["SsoOrganizationIdentifier"] = json!(identifier);
    }
    body
}

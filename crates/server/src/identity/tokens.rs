//! The access token: its claims, its signature, and reading it back. Claims: contract/identity.md section 4.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use crate::access::Permissions;
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::identity::user::User;
use crate::state::AppState;

/// The names behind the DeviceType numbers (contract/conventions.md 2), as the `devicetype` claim carries them.
const DEVICE_TYPES: [&str; 27] = [
    "Android",
    "iOS",
    "ChromeExtension",
    "FirefoxExtension",
    "OperaExtension",
    "EdgeExtension",
    "WindowsDesktop",
    "MacOsDesktop",
    "LinuxDesktop",
    "ChromeBrowser",
    "FirefoxBrowser",
    "OperaBrowser",
    "EdgeBrowser",
    "IEBrowser",
    "UnknownBrowser",
    "AndroidAmazon",
    "UWP",
    "SafariBrowser",
    "VivaldiBrowser",
    "VivaldiExtension",
    "SafariExtension",
    "SDK",
    "Server",
    "WindowsCLI",
    "MacOsCLI",
    "LinuxCLI",
    "DuckDuckGoBrowser",
];

/// Where a token is asked for: by which client, on which device, at which address of the server.
#[derive(Clone, Debug)]
pub struct Origin {
    /// `web`, `cli`, …
    pub client_id: String,
    pub device_identifier: String,
    pub device_type: i64,
    /// Base URL of the identity service, for `iss`.
    pub issuer: String,
}

/// A claim of several values: nothing, one string, or an array.
fn put_many(claims: &mut Map<String, Value>, name: &str, mut values: Vec<String>) {
    match values.len() {
        0 => {}
        1 => {
            claims.insert(name.to_owned(), Value::String(values.remove(0)));
        }
        _ => {
            claims.insert(name.to_owned(), json!(values));
        }
    }
}

/// The claims of this person at this moment, read from the database.
pub fn claims(connection: &Connection, user: &User, origin: &Origin, now: i64, lifetime: i64) -> Result<Value> {
    let mut claims = Map::new();
    let mut put = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    put("sub", json!(user.id));
    put("client_id", json!(origin.client_id));
    put("scope", json!(["api", "offline_access"]));
    put("amr", json!(["Application"]));
    put("idp", json!("bitwarden"));
    put("iss", json!(origin.issuer));
    for name in ["iat", "nbf", "auth_time"] {
        put(name, json!(now));
    }
    put("exp", json!(now + lifetime));
    put("email", json!(user.email));
    put("email_verified", json!(user.email_verified));
    put("premium", json!(false));
    if let Some(name) = &user.name {
        put("name", json!(name));
    }
    put("sstamp", json!(user.security_stamp));
    put("device", json!(origin.device_identifier));
    let device_type = usize::try_from(origin.device_type)
        .ok()
        .and_then(|number| DEVICE_TYPES.get(number));
    put("devicetype", json!(device_type.unwrap_or(&"UnknownBrowser")));
    put_provider_roles(connection, user, &mut claims)?;
    put_memberships(connection, user, &mut claims)?;
    Ok(Value::Object(claims))
}

fn put_provider_roles(connection: &Connection, user: &User, claims: &mut Map<String, Value>) -> Result<()> {
    for (name, role) in [("providerprovideradmin", 0), ("providerserviceuser", 1)] {
        let mut statement = connection.prepare(
            "SELECT provider_id FROM provider_users WHERE user_id = ?1 AND status = 2 AND type = ?2 ORDER BY provider_id",
        )?;
        let ids = statement.query_map((&user.id, role), |row| row.get(0))?;
        put_many(claims, name, ids.collect::<std::result::Result<_, _>>()?);
    }
    Ok(())
}

fn put_memberships(connection: &Connection, user: &User, claims: &mut Map<String, Value>) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT organization_id, type, permissions, access_secrets_manager FROM members
         WHERE user_id = ?1 AND status = 2 ORDER BY organization_id",
    )?;
    let rows = statement.query_map([&user.id], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, Option<String>>(2)?,
            row.get::<_, bool>(3)?,
        ))
    })?;
    let mut lists = std::collections::BTreeMap::<&str, Vec<String>>::new();
    for row in rows {
        let (organization, role, permissions, secrets_manager) = row?;
        let claim = match role {
            0 => "orgowner",
            1 => "orgadmin",
            4 => "orgcustom",
            _ => "orguser",
        };
        lists.entry(claim).or_default().push(organization.clone());
        if role == 4 {
            let flags: Permissions = permissions
                .and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or_default();
            for claim in custom_claims(&flags) {
                lists.entry(claim).or_default().push(organization.clone());
            }
        }
        if secrets_manager {
            lists.entry("accesssecretsmanager").or_default().push(organization);
        }
    }
    for (name, organizations) in lists {
        put_many(claims, name, organizations);
    }
    Ok(())
}

fn custom_claims(flags: &Permissions) -> impl Iterator<Item = &'static str> {
    [
        (flags.access_event_logs, "accesseventlogs"),
        (flags.access_import_export, "accessimportexport"),
        (flags.access_reports, "accessreports"),
        (flags.create_new_collections, "createnewcollections"),
        (flags.edit_any_collection, "editanycollection"),
        (flags.delete_any_collection, "deleteanycollection"),
        (flags.manage_groups, "managegroups"),
        (flags.manage_policies, "managepolicies"),
        (flags.manage_sso, "managesso"),
        (flags.manage_users, "manageusers"),
        (flags.manage_reset_password, "manageresetpassword"),
        (flags.manage_scim, "managescim"),
        (flags.manage_access_rules, "manageaccessrules"),
    ]
    .into_iter()
    .filter_map(|(on, name)| on.then_some(name))
}

/// Signs claims: a JWT with `typ: at+jwt` and HS256.
pub fn sign(state: &AppState, claims: &Value) -> Result<String> {
    let mut header = Header::new(Algorithm::HS256);
    header.typ = Some("at+jwt".to_owned());
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(state.token_key.as_slice()))
        .map_err(|error| Error::Internal(format!("token: {error}")))
}

/// Reads the caller from the bearer token (or `access_token` in the query); 401 with an empty body without a valid one.
pub fn caller_from(parts: &Parts, state: &AppState) -> Result<Caller> {
    let bearer = parts
        .headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
        });
    let token = bearer
        .or_else(|| query_token(parts.uri.query()?))
        .ok_or(Error::Unauthenticated)?;
    let mut rules = Validation::new(Algorithm::HS256);
    // The server's own clock decides below, so that tests can move it.
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.required_spec_claims.clear();
    let key = DecodingKey::from_secret(state.token_key.as_slice());
    let claims = jsonwebtoken::decode::<Value>(&token, &key, &rules)
        .map_err(|_| Error::Unauthenticated)?
        .claims;
    let expires = claims["exp"].as_i64().unwrap_or_default();
    if expires <= state.clock.now().unix_timestamp() {
        return Err(Error::Unauthenticated);
    }
    let text = |name: &str| claims[name].as_str().unwrap_or_default().to_owned();
    let device_type = DEVICE_TYPES
        .iter()
        .position(|name| claims["devicetype"] == *name)
        .unwrap_or(14);
    Ok(Caller {
        user_id: text("sub"),
        email: text("email"),
        client_id: text("client_id"),
        device_identifier: text("device"),
        security_stamp: text("sstamp"),
        device_type: i64::try_from(device_type).unwrap_or(14),
        provider_admin_of: many(&claims["providerprovideradmin"]),
        service_user_of: many(&claims["providerserviceuser"]),
        dialect: state.config.dialect,
        ip_address: ip_address(parts),
    })
}

/// The address a request came from, if it came over a socket.
pub fn ip_address(parts: &Parts) -> Option<String> {
    parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(address)| address.ip().to_string())
}

/// Where a request without sign-in came from, as an extractor: for the log of sign-ins.
pub struct Address(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> std::result::Result<Self, Infallible> {
        Ok(Self(ip_address(parts)))
    }
}

fn query_token(query: &str) -> Option<String> {
    serde_urlencoded::from_str::<Vec<(String, String)>>(query)
        .ok()?
        .into_iter()
        .find_map(|(name, value)| (name == "access_token").then_some(value))
}

fn many(claim: &Value) -> Vec<String> {
    match claim {
        Value::String(one) => vec![one.clone()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

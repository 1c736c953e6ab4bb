//! What all server tests need: a server in process, people to sign in as, requests without a socket, golden files.
#![allow(dead_code, reason = "every test file uses its own part")]

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use portal_server::db::Db;
use portal_server::identity::secrets;
use portal_server::{AppState, Config};
use rusqlite::{Params, params};
use serde_json::{Value, json};
use tower::ServiceExt;

/// The master-password hash of every person these tests make.
pub const HASH: &str = "c2VjcmV0IG1hc3Rlci1wYXNzd29yZCBoYXNo";
pub const DEVICE: &str = "3f1d7a52-8f0b-4a86-93d4-1f6f0a2d9c11";

/// A server with an empty database in memory.
pub struct TestServer {
    pub state: AppState,
    router: Router,
}

/// What a request came back with; an empty body is null.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub body: Value,
}

impl Answer {
    /// Asserts the status and hands on the body.
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }
}

impl TestServer {
    pub fn new() -> Self {
        Self::with(Config::for_tests())
    }

    pub fn with(mut config: Config) -> Self {
        config.names.push("portal.example".into());
        Self::of(AppState::open(config).expect("the database opens"))
    }

    /// Another way to the same data.
    pub fn of(state: AppState) -> Self {
        Self {
            router: portal_server::run::router(state.clone()),
            state,
        }
    }

    /// Runs SQL that changes something.
    pub fn sql(&self, sql: &str, values: impl Params) {
        self.db()
            .call_blocking(|connection| Ok(connection.execute(sql, values)?))
            .expect(sql);
    }

    /// One text value.
    pub fn text(&self, sql: &str, values: impl Params) -> String {
        self.db()
            .call_blocking(|connection| Ok(connection.query_row(sql, values, |row| row.get(0))?))
            .expect(sql)
    }

    /// One number.
    pub fn number(&self, sql: &str, values: impl Params) -> i64 {
        self.db()
            .call_blocking(|connection| Ok(connection.query_row(sql, values, |row| row.get(0))?))
            .expect(sql)
    }

    fn db(&self) -> &Db {
        &self.state.db
    }

    /// A person with this address, `HASH` as secret, an old account and keys of the right shape (the server never opens
    /// any); returns the id.
    pub fn add_user(&self, email: &str) -> String {
        let id = uuid::Uuid::new_v4().to_string();
        let verifier = secrets::verifier(HASH).expect("randomness");
        self.sql(
            "INSERT INTO users (id, email, name, password_verifier, salt, kdf_type, kdf_iterations, wrapped_user_key,
               public_key, wrapped_private_key, security_stamp, avatar_color, creation_date, revision_date)
             VALUES (?1, ?2, 'Ada Admin', ?3, ?2, 0, 600000, '2.dXNlcg==|a2V5|bWFj', 'MIIBIjAN', '2.cHJpdg==|a2V5|bWFj',
               ?4, '#175ddc', '2026-01-05T08:00:00.0000000Z', '2026-01-05T08:00:00.0000000Z')",
            params![id, email, verifier, uuid::Uuid::new_v4().to_string()],
        );
        id
    }

    /// An MSP; returns the id.
    pub fn add_provider(&self, name: &str) -> String {
        let id = uuid::Uuid::new_v4().to_string();
        self.sql(
            "INSERT INTO providers (id, name, billing_email, creation_date, revision_date) VALUES (?1, ?2, 'b@msp.example', ?3, ?3)",
            params![id, name, self.state.clock.stamp()],
        );
        id
    }

    /// A confirmed provider user: role 0 admin, 1 service user.
    pub fn add_provider_user(&self, provider: &str, user: &str, role: i64) -> String {
        let id = uuid::Uuid::new_v4().to_string();
        self.sql(
            "INSERT INTO provider_users (id, provider_id, user_id, key, type, status, creation_date, revision_date)
             VALUES (?1, ?2, ?3, '4.cHJvdmlkZXI=', ?4, 2, ?5, ?5)",
            params![id, provider, user, role, self.state.clock.stamp()],
        );
        id
    }

    /// An Enterprise organization with every feature, a client of the provider if one is given; returns the id.
    pub fn add_organization(&self, name: &str, provider: Option<&str>) -> String {
        let id = uuid::Uuid::new_v4().to_string();
        let now = self.state.clock.stamp();
        self.sql(
            "INSERT INTO organizations (id, name, billing_email, plan_type, plan_name, product_tier, seats, max_storage_gb,
               use_policies, use_groups, use_events, use_sso, use_scim, use_reset_password, use_custom_permissions,
               use_risk_insights, use_my_items, use_organization_domains, public_key, wrapped_private_key, creation_date,
               revision_date)
             VALUES (?1, ?2, 'b@client.example', 20, 'Enterprise (Annually)', 3, 25, 1, 1,1,1,1,1,1,1,1,1,1, 'MIIBIjAN',
               '2.b3Jn|a2V5|bWFj', ?3, ?3)",
            params![id, name, now],
        );
        if let Some(provider) = provider {
            self.sql(
                "INSERT INTO provider_organizations (id, provider_id, organization_id, key, creation_date, revision_date)
                 VALUES (?1, ?2, ?3, '2.b3Jn|a2V5|bWFj', ?4, ?4)",
                params![uuid::Uuid::new_v4().to_string(), provider, id, now],
            );
        }
        id
    }

    /// A member: role 0 owner, 1 admin, 2 user, 4 custom; status 1 accepted, 2 confirmed; returns the member's id.
    pub fn add_member(&self, organization: &str, user: &str, role: i64, status: i64) -> String {
        let id = uuid::Uuid::new_v4().to_string();
        self.sql(
            "INSERT INTO members (id, organization_id, user_id, key, type, status, creation_date, revision_date)
             VALUES (?1, ?2, ?3, '4.b3JnYW5pemF0aW9u', ?4, ?5, ?6, ?6)",
            params![id, organization, user, role, status, self.state.clock.stamp()],
        );
        id
    }

    /// Calls the router with whatever request.
    pub async fn call(&self, request: Request<Body>) -> Answer {
        let mut request = request;
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 7], 50_000))));
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router never fails");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("the body ends")
            .to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes,
            body,
        }
    }

    /// A JSON call; no token when it is empty, no body when it is null.
    pub async fn json(&self, method: Method, path: &str, token: &str, body: Value) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "portal.example");
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            request = request.header(header::CONTENT_TYPE, "application/json; charset=utf-8");
            Body::from(body.to_string())
        };
        self.call(request.body(body).expect("a request")).await
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        self.json(Method::GET, path, token, Value::Null).await
    }

    pub async fn post(&self, path: &str, token: &str, body: Value) -> Answer {
        self.json(Method::POST, path, token, body).await
    }

    pub async fn put(&self, path: &str, token: &str, body: Value) -> Answer {
        self.json(Method::PUT, path, token, body).await
    }

    pub async fn delete(&self, path: &str, token: &str) -> Answer {
        self.json(Method::DELETE, path, token, Value::Null).await
    }

    /// The token endpoint with the client-version header of a current client.
    pub async fn connect(&self, fields: &Value) -> Answer {
        self.connect_as(fields, Some("2026.8.0")).await
    }

    /// The token endpoint with this client version, or none.
    pub async fn connect_as(&self, fields: &Value, version: Option<&str>) -> Answer {
        let form: Vec<(&String, &str)> = fields
            .as_object()
            .expect("fields")
            .iter()
            .filter_map(|(name, value)| Some((name, value.as_str()?)))
            .collect();
        let mut request = Request::post("/identity/connect/token")
            .header(header::HOST, "portal.example")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8");
        if let Some(version) = version {
            request = request.header("bitwarden-client-version", version);
        }
        let body = Body::from(serde_urlencoded::to_string(form).expect("a form"));
        self.call(request.body(body).expect("a request")).await
    }

    /// Signs in as a web client and returns the answer of the token endpoint.
    pub async fn sign_in(&self, email: &str) -> Value {
        self.connect(&password_form(email)).await.expect(200)
    }

    /// Signs in and returns the access token.
    pub async fn token(&self, email: &str) -> String {
        self.sign_in(email).await["access_token"]
            .as_str()
            .expect("a token")
            .to_owned()
    }

    /// The newest mail to this address: its text.
    pub async fn newest_mail(&self, recipient: &str) -> Option<String> {
        let mails = self.get("/outbox.json", "").await.expect(200);
        mails.as_array()?.iter().find(|mail| mail["recipient"] == recipient)?["body"]
            .as_str()
            .map(str::to_owned)
    }

    /// The six digits in the newest mail to this address.
    pub async fn newest_code(&self, recipient: &str) -> String {
        let text = self.newest_mail(recipient).await.expect("a mail");
        text.split(|c: char| !c.is_ascii_digit())
            .find(|digits| digits.len() == 6)
            .expect("a code")
            .to_owned()
    }
}

/// The form fields of a password sign-in from the usual device.
pub fn password_form(email: &str) -> Value {
    json!({
        "grant_type": "password", "username": email, "password": HASH, "scope": "api offline_access", "client_id": "web",
        "deviceType": "9", "deviceIdentifier": DEVICE, "deviceName": "chrome",
    })
}

/// The same with further or other fields.
pub fn password_form_with(email: &str, fields: Value) -> Value {
    let mut form = password_form(email);
    for (name, value) in fields.as_object().expect("fields") {
        form[name] = value.clone();
    }
    form
}

/// The claims of a token, unchecked.
pub fn claims(token: &str) -> Value {
    use base64::Engine;
    let part = token.split('.').nth(1).expect("three parts");
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(part)
        .expect("base64url");
    serde_json::from_slice(&bytes).expect("JSON")
}

/// A golden file: `golden("accounts/profile_owner.response")`.
pub fn golden(name: &str) -> Value {
    let path = format!("{}/../../tests/contract/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Asserts that both have the same keys and JSON types all the way down. Null in the golden value allows anything; each
/// element of an array must look like one of the golden elements, and there must be one if there is a golden one.
#[track_caller]
pub fn assert_same_shape(actual: &Value, golden: &Value) {
    if let Err(difference) = same_shape(actual, golden, "$") {
        panic!("{difference}\nactual: {actual:#}");
    }
}

fn same_shape(actual: &Value, golden: &Value, at: &str) -> Result<(), String> {
    match (actual, golden) {
        (_, Value::Null)
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::String(_), Value::String(_)) => Ok(()),
        (Value::Object(actual), Value::Object(golden)) => {
            if let Some(missing) = golden.keys().find(|key| !actual.contains_key(*key)) {
                return Err(format!("{at}.{missing} is missing"));
            }
            if let Some(extra) = actual.keys().find(|key| !golden.contains_key(*key)) {
                return Err(format!("{at}.{extra} is not in the golden file"));
            }
            golden
                .iter()
                .try_for_each(|(key, golden)| same_shape(&actual[key], golden, &format!("{at}.{key}")))
        }
        (Value::Array(_), Value::Array(golden)) if golden.is_empty() => Ok(()),
        (Value::Array(actual), Value::Array(_)) if actual.is_empty() => Err(format!("{at} is empty")),
        (Value::Array(actual), Value::Array(golden)) => actual.iter().enumerate().try_for_each(|(index, element)| {
            let at = format!("{at}[{index}]");
            let mut tries = golden.iter().map(|golden| same_shape(element, golden, &at));
            let first = tries.next().unwrap_or(Ok(()));
            if first.is_ok() || tries.any(|outcome| outcome.is_ok()) {
                Ok(())
            } else {
                first
            }
        }),
        _ => Err(format!("{at} has another type: {actual}, golden {golden}")),
    }
}

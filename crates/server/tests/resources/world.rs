//! A small world in an empty database: one provider, two clients, one person of every kind. Calls go through the whole
//! router in process, with access tokens signed as the sign-in signs them.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use portal_server::config::Dialect;
use portal_server::identity::tokens::{Origin, claims, sign};
use portal_server::identity::user::User;
use portal_server::{AppState, Config};
use serde_json::Value;
use tower::ServiceExt;

pub const PROVIDER: &str = "10000000-0000-4000-8000-000000000001";
pub const OTHER_PROVIDER: &str = "10000000-0000-4000-8000-000000000002";
pub const ORG: &str = "20000000-0000-4000-8000-000000000001";
pub const SUSPENDED: &str = "20000000-0000-4000-8000-000000000002";
pub const FOREIGN: &str = "20000000-0000-4000-8000-000000000003";
pub const LINK: &str = "21000000-0000-4000-8000-000000000001";
pub const NOWHERE: &str = "99999999-9999-4999-8999-999999999999";

pub const ADMIN: &str = "30000000-0000-4000-8000-000000000001";
pub const SERVICE: &str = "30000000-0000-4000-8000-000000000002";
pub const OWNER: &str = "30000000-0000-4000-8000-000000000003";
pub const USER: &str = "30000000-0000-4000-8000-000000000004";
pub const CUSTOM: &str = "30000000-0000-4000-8000-000000000005";
pub const STRANGER: &str = "30000000-0000-4000-8000-000000000006";
pub const NOBODY: &str = "";

pub const OWNER_MEMBER: &str = "40000000-0000-4000-8000-000000000003";
pub const USER_MEMBER: &str = "40000000-0000-4000-8000-000000000004";
pub const CUSTOM_MEMBER: &str = "40000000-0000-4000-8000-000000000005";
pub const INVITED_MEMBER: &str = "40000000-0000-4000-8000-000000000007";
pub const FOREIGN_MEMBER: &str = "40000000-0000-4000-8000-000000000009";

pub const GROUP: &str = "50000000-0000-4000-8000-000000000001";
pub const EMPTY_GROUP: &str = "50000000-0000-4000-8000-000000000002";

/// Shared; the owner manages it, the group reads it.
pub const SERVERS: &str = "60000000-0000-4000-8000-000000000001";
/// Shared; the user manages it through the group.
pub const OFFICE: &str = "60000000-0000-4000-8000-000000000002";
/// Shared; nobody has it.
pub const ORPHAN: &str = "60000000-0000-4000-8000-000000000003";
/// The user's "My items".
pub const MY_ITEMS: &str = "60000000-0000-4000-8000-000000000004";
pub const FOREIGN_COLLECTION: &str = "60000000-0000-4000-8000-000000000005";

pub const ROUTER_ITEM: &str = "70000000-0000-4000-8000-000000000001";
pub const OFFICE_ITEM: &str = "70000000-0000-4000-8000-000000000002";
pub const LOOSE_ITEM: &str = "70000000-0000-4000-8000-000000000003";
pub const HIDDEN_ITEM: &str = "70000000-0000-4000-8000-000000000004";
pub const PERSONAL_ITEM: &str = "70000000-0000-4000-8000-000000000005";

/// An encrypted string of the right shape.
pub const SEALED: &str =
    "2.AAAAAAAAAAAAAAAAAAAAAA==|BBBBBBBBBBBBBBBBBBBBBA==|CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCA=";
const DATE: &str = "2026-03-11T09:14:22.3366667Z";

pub struct World {
    pub state: AppState,
}

/// What came back: the status, and the body as JSON (null when it is empty).
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
    pub empty: bool,
}

impl World {
    pub fn new() -> Self {
        Self::speaking(Dialect::Bitwarden)
    }

    /// The same world at a server of another kind.
    pub fn speaking(dialect: Dialect) -> Self {
        let config = Config {
            dialect,
            ..Config::for_tests()
        };
        let state = AppState::open(config).unwrap();
        let world = Self { state };
        world.sql(&filling());
        world
    }

    pub fn sql(&self, batch: &str) {
        self.state
            .db
            .call_blocking(|connection| Ok(connection.execute_batch(batch)?))
            .unwrap();
    }

    /// The single number a query gives.
    pub fn count(&self, query: &str) -> i64 {
        self.state
            .db
            .call_blocking(|connection| Ok(connection.query_row(query, [], |row| row.get(0))?))
            .unwrap()
    }

    /// Gives the custom member these flags, and no others.
    pub fn custom(&self, flags: &[&str]) {
        let map: serde_json::Map<_, _> = flags.iter().map(|flag| ((*flag).to_owned(), true.into())).collect();
        self.sql(&format!(
            "UPDATE members SET permissions = '{}' WHERE id = '{CUSTOM_MEMBER}'",
            Value::Object(map)
        ));
    }

    /// An access token of this person, as of now.
    pub fn token(&self, user: &str) -> String {
        let state = &self.state;
        let origin = Origin {
            client_id: "web".into(),
            device_identifier: NOWHERE.into(),
            device_type: 9,
            issuer: "http://localhost/identity".into(),
        };
        let now = state.clock.now().unix_timestamp();
        let claims = state
            .db
            .call_blocking(|connection| {
                let user = User::by_id(connection, user)?.expect("a person of this world");
                claims(connection, &user, &origin, now, 3600)
            })
            .unwrap();
        sign(state, &claims).unwrap()
    }

    pub async fn send(&self, who: &str, method: &str, path: &str, body: Vec<u8>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json")
            .header("accept", "application/json");
        if who != NOBODY {
            request = request.header("authorization", format!("Bearer {}", self.token(who)));
        }
        let response = portal_server::run::router(self.state.clone())
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            body: serde_json::from_slice(&bytes).unwrap_or_default(),
            empty: bytes.is_empty(),
        }
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(who, "GET", path, Vec::new()).await
    }

    pub async fn post(&self, who: &str, path: &str, body: &Value) -> Answer {
        self.send(who, "POST", path, body.to_string().into_bytes()).await
    }

    /// A GET that must succeed.
    pub async fn read(&self, who: &str, path: &str) -> Value {
        let answer = self.get(who, path).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.body
    }

    /// Nobody signed in: 401 with an empty body.
    pub async fn assert_needs_sign_in(&self, path: &str) {
        let answer = self.get(NOBODY, path).await;
        assert!(answer.status == 401 && answer.empty, "{path}: {answer:?}");
    }

    /// An attribute rule's refusal: 403 with an empty body.
    pub async fn assert_forbidden(&self, who: &str, path: &str) {
        let answer = self.get(who, path).await;
        assert!(answer.status == 403 && answer.empty, "{path}: {answer:?}");
    }

    /// An in-method rule's refusal: the standard 404.
    pub async fn assert_not_found(&self, who: &str, path: &str) {
        self.get(who, path)
            .await
            .assert_error(404, "organizations/refused.error.json");
    }
}

impl Answer {
    /// Exactly the golden error.
    pub fn assert_error(&self, status: u16, golden: &str) {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.body, super::shape::golden(golden));
    }
}

/// The values of one property over a list answer.
pub fn column(answer: &Value, property: &str) -> Vec<String> {
    let rows = answer.get("data").unwrap_or(answer).as_array().expect("a list");
    rows.iter()
        .map(|row| row[property].as_str().unwrap_or("null").to_owned())
        .collect()
}

/// The element of a list with this id.
pub fn find<'a>(answer: &'a Value, id: &str) -> &'a Value {
    let rows = answer.get("data").unwrap_or(answer).as_array().expect("a list");
    rows.iter()
        .find(|row| row["id"] == id)
        .unwrap_or_else(|| panic!("{id} is not in {answer:#}"))
}

fn filling() -> String {
    let mut sql = String::new();
    for (id, email, name) in [
        (ADMIN, "admin@northlight.example", "Ada Admin"),
        (SERVICE, "service@northlight.example", "Sam Service"),
        (OWNER, "owner@contoso.example", "Olle Owner"),
        (USER, "kim@contoso.example", "Kim Member"),
        (CUSTOM, "dana@contoso.example", "Dana Reyes"),
        (STRANGER, "stranger@elsewhere.example", "Stig Stranger"),
    ] {
        sql += &format!(
            "INSERT INTO users (id, email, name, password_verifier, salt, kdf_type, kdf_iterations, security_stamp,
               creation_date, revision_date)
             VALUES ('{id}', '{email}', '{name}', 'x', '{email}', 0, 600000, 'stamp', '{DATE}', '{DATE}');"
        );
    }
    for (id, name) in [(PROVIDER, "Northlight IT"), (OTHER_PROVIDER, "Southdark IT")] {
        sql += &format!(
            "INSERT INTO providers (id, name, business_name, billing_email, creation_date, revision_date)
             VALUES ('{id}', '{name}', '{name} AB', 'billing@northlight.example', '{DATE}', '{DATE}');
             INSERT INTO provider_plans VALUES ('{id}', 19, 50, 12), ('{id}', 17, 20, 0);"
        );
    }
    for (user, role) in [(ADMIN, 0), (SERVICE, 1)] {
        sql += &format!(
            "INSERT INTO provider_users (id, provider_id, user_id, type, status, creation_date, revision_date)
             VALUES ('{}', '{PROVIDER}', '{user}', {role}, 2, '{DATE}', '{DATE}');",
            user.replace("30000000", "11000000")
        );
    }
    for (id, name, enabled, provider) in [
        (ORG, "Contoso Dental", 1, PROVIDER),
        (SUSPENDED, "Late Payers", 0, PROVIDER),
        (FOREIGN, "Elsewhere", 1, OTHER_PROVIDER),
    ] {
        sql += &format!(
            "INSERT INTO organizations (id, name, billing_email, plan_type, plan_name, product_tier, seats, enabled,
               use_policies, use_groups, use_events, use_sso, use_scim, use_reset_password, use_custom_permissions,
               use_risk_insights, use_my_items, use_organization_domains, public_key, wrapped_private_key,
               creation_date, revision_date)
             VALUES ('{id}', '{name}', 'billing@northlight.example', 19, 'Enterprise (Monthly)', 3, 25, {enabled},
               1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 'MIIB', '{SEALED}', '{DATE}', '{DATE}');
             INSERT INTO provider_organizations (id, provider_id, organization_id, key, creation_date, revision_date)
             VALUES ('{}', '{provider}', '{id}', '{SEALED}', '{DATE}', '{DATE}');",
            id.replace("20000000", "21000000")
        );
    }
    let member = |id: &str, org: &str, user: &str, email: &str, role: i64, status: i64, flags: &str, recovery: &str| {
        format!(
            "INSERT INTO members (id, organization_id, user_id, email, key, reset_password_key, type, status, permissions,
               creation_date, revision_date)
             VALUES ('{id}', '{org}', {user}, {email}, '4.AA==', {recovery}, {role}, {status}, {flags}, '{DATE}', '{DATE}');"
        )
    };
    let quoted = |text: &str| format!("'{text}'");
    sql += &member(OWNER_MEMBER, ORG, &quoted(OWNER), "NULL", 0, 2, "'{}'", "NULL");
    sql += &member(USER_MEMBER, ORG, &quoted(USER), "NULL", 2, 2, "NULL", "'4.AA=='");
    sql += &member(CUSTOM_MEMBER, ORG, &quoted(CUSTOM), "NULL", 4, 2, "'{}'", "NULL");
    sql += &member(
        INVITED_MEMBER,
        ORG,
        "NULL",
        "'invited@contoso.example'",
        2,
        0,
        "'{}'",
        "NULL",
    );
    sql += &member(FOREIGN_MEMBER, FOREIGN, &quoted(STRANGER), "NULL", 0, 2, "'{}'", "NULL");
    sql += &format!(
        "INSERT INTO groups VALUES ('{GROUP}', '{ORG}', 'Reception', NULL, '{DATE}', '{DATE}'),
           ('{EMPTY_GROUP}', '{ORG}', 'Empty', 'ad-1', '{DATE}', '{DATE}');
         INSERT INTO group_members VALUES ('{GROUP}', '{USER_MEMBER}');
         INSERT INTO collections VALUES
           ('{SERVERS}', '{ORG}', '{SEALED}', NULL, 0, NULL, '{DATE}', '{DATE}'),
           ('{OFFICE}', '{ORG}', '{SEALED}', 'ext', 0, NULL, '{DATE}', '{DATE}'),
           ('{ORPHAN}', '{ORG}', '{SEALED}', NULL, 0, 'gone@contoso.example', '{DATE}', '{DATE}'),
           ('{MY_ITEMS}', '{ORG}', '{SEALED}', NULL, 1, NULL, '{DATE}', '{DATE}'),
           ('{FOREIGN_COLLECTION}', '{FOREIGN}', '{SEALED}', NULL, 0, NULL, '{DATE}', '{DATE}');
         INSERT INTO collection_members VALUES
           ('{SERVERS}', '{OWNER_MEMBER}', 0, 0, 1), ('{MY_ITEMS}', '{USER_MEMBER}', 0, 0, 1);
         INSERT INTO collection_groups VALUES
           ('{SERVERS}', '{GROUP}', 1, 1, 0), ('{OFFICE}', '{GROUP}', 0, 0, 1);
         INSERT INTO policies VALUES
           ('80000000-0000-4000-8000-000000000001', '{ORG}', 0, NULL, 1, '{DATE}'),
           ('80000000-0000-4000-8000-000000000002', '{ORG}', 8, '{{\"autoEnrollEnabled\":true}}', 1, '{DATE}'),
           ('80000000-0000-4000-8000-000000000003', '{ORG}', 6, NULL, 1, '{DATE}');"
    );
    let login = format!(
        "{{\"name\":\"{SEALED}\",\"notes\":null,\"fields\":null,\"passwordHistory\":null,\"login\":{{\"username\":\"{SEALED}\",
           \"password\":\"{SEALED}\",\"totp\":null,\"uris\":[{{\"uri\":\"{SEALED}\",\"uriChecksum\":null,\"match\":null}}],
           \"passwordRevisionDate\":null,\"autofillOnPageLoad\":null,\"fido2Credentials\":null}}}}"
    );
    for (id, owner, collection) in [
        (ROUTER_ITEM, format!("NULL, '{ORG}'"), Some(SERVERS)),
        (OFFICE_ITEM, format!("NULL, '{ORG}'"), Some(OFFICE)),
        (LOOSE_ITEM, format!("NULL, '{ORG}'"), None),
        (HIDDEN_ITEM, format!("NULL, '{ORG}'"), Some(MY_ITEMS)),
        (PERSONAL_ITEM, format!("'{USER}', NULL"), None),
    ] {
        sql += &format!(
            "INSERT INTO ciphers (id, user_id, organization_id, type, data, creation_date, revision_date)
             VALUES ('{id}', {owner}, 1, '{login}', '{DATE}', '{DATE}');"
        );
        if let Some(collection) = collection {
            sql += &format!("INSERT INTO collection_ciphers VALUES ('{collection}', '{id}');");
        }
    }
    sql
}

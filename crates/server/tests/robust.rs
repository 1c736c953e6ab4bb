//! No input makes the server panic, whatever dates, numbers and JSON it is given; and if it did, others would not notice.

mod common;

use axum::body::Body;
use axum::http::{Method, Request};
use common::{DEVICE, HASH, TestServer, password_form_with};
use portal_server::Config;
use portal_server::config::Dialect;
use portal_server::error::Error;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config as Runs, TestCaseError, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

const OWNER: &str = "owner@client.example";
const SEALED: &str = "2.AAAA|BBBB|CCCC";

/// A client with its owner, signed in.
struct Scene {
    runtime: Runtime,
    server: TestServer,
    organization: String,
    token: String,
}

impl Scene {
    fn new(dialect: Dialect) -> Self {
        let runtime = Runtime::new().unwrap();
        let server = TestServer::with(Config {
            dialect,
            ..Config::for_tests()
        });
        let owner = server.add_user(OWNER);
        let organization = server.add_organization("Client One", None);
        server.add_member(&organization, &owner, 0, 2);
        server.sql(
            "INSERT INTO ciphers (id, organization_id, type, data, creation_date, revision_date)
             VALUES ('item', ?1, 2, '{}', 'now', 'now')",
            [&organization],
        );
        let answer = runtime.block_on(server.sign_in(OWNER));
        let token = answer.get("access_token").or(answer.get("accessToken"));
        Self {
            token: token.and_then(Value::as_str).unwrap().to_owned(),
            runtime,
            server,
            organization,
        }
    }

    /// Asks, and fails where the server broke.
    fn ask(&self, method: Method, path: &str, body: Value) -> Result<u16, TestCaseError> {
        let answer = self.runtime.block_on(self.server.json(method, path, &self.token, body));
        let status = answer.status.as_u16();
        prop_assert!(status < 500, "{path}: {status} {}", answer.body);
        Ok(status)
    }

    fn still_alive(&self) {
        let answer = self.runtime.block_on(self.server.get("/alive", ""));
        assert_eq!(answer.status, 200);
    }
}

fn runs<S: Strategy>(cases: u32, inputs: &S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Runs {
        failure_persistence: None,
        ..Runs::with_cases(cases)
    };
    TestRunner::new(config).run(inputs, test).unwrap();
}

/// Dates at the edges of every form, near misses, and texts that are none.
fn dates() -> impl Strategy<Value = String> {
    let edges = select(vec![
        "9999-12-31T23:59:59-01:00",
        "9999-12-31T23:59:59.9999999-23:59",
        "0000-01-01T00:00:00+23:59",
        "0000-01-01T00:00:00Z",
        "-9999-01-01T00:00:00Z",
        "+999999-12-31T23:59:59-23:59",
        "10000-01-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2016-12-31T23:59:60Z",
        "2026-08-14T07:31:05.3666666666666666666666Z",
        "2026-08-14T24:00:00Z",
        "2026-08-14",
        "2026-08-1\u{e5}",
        "",
        "\0",
    ]);
    let formed = (
        -20_000i32..20_000,
        0u8..14,
        0u8..33,
        0u8..26,
        0u8..62,
        0u8..62,
        "(\\.[0-9]{0,12})?",
        "(Z|[+-][0-9]{2}:[0-9]{2}|)",
    )
        .prop_map(|(y, m, d, h, min, s, part, zone)| {
            format!("{y:04}-{m:02}-{d:02}T{h:02}:{min:02}:{s:02}{part}{zone}")
        });
    prop_oneof![edges.prop_map(str::to_owned), formed, ".{0,40}"]
}

/// Numbers at the edges, as numbers and as texts.
fn numbers() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-3i64..3000).prop_map(Value::from),
        any::<i128>().prop_map(|number| Value::from(number.to_string())),
        select(vec![i64::MIN, i64::MAX, 0, -1]).prop_map(Value::from),
        "[-+ 0-9.eE]{0,25}".prop_map(Value::from),
    ]
}

/// Any JSON, small.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        numbers(),
        ".{0,30}".prop_map(Value::from),
        dates().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-zA-Z]{1,8}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

#[test]
fn a_date_past_the_end_of_time_is_dropped_and_everybody_is_still_served() {
    let scene = Scene::new(Dialect::Bitwarden);
    for date in ["9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00"] {
        let report = json!([{ "type": 1107, "cipherId": "item", "organizationId": null, "date": date }]);
        let status = scene.ask(Method::POST, "/events/collect", report).unwrap();
        assert_eq!(status, 200);
    }
    assert_eq!(
        scene.server.number("SELECT count(*) FROM events WHERE type = 1107", []),
        0
    );
    scene.still_alive();
}

#[test]
fn reported_events_of_any_date_and_type() {
    let scene = Scene::new(Dialect::Bitwarden);
    let kinds = prop_oneof![
        select(vec![1007, 1107, 1119, 1602, 2400]).prop_map(Value::from),
        numbers()
    ];
    runs(300, &(dates(), kinds, anything()), |(date, kind, other)| {
        let report = json!({ "type": kind, "cipherId": "item", "organizationId": scene.organization, "date": date });
        scene.ask(Method::POST, "/events/collect", json!([report, other]))?;
        scene.ask(Method::POST, "/events/collect", other)?;
        Ok(())
    });
    // Every date kept has the one form in which text compares as time.
    let odd = "SELECT count(*) FROM events WHERE date NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z' OR length(date) != 28";
    assert_eq!(scene.server.number(odd, []), 0);
    assert!(
        scene
            .server
            .number("SELECT count(*) FROM events WHERE type >= 1007", [])
            > 1
    );
    scene.still_alive();
}

#[test]
fn imports_of_any_date_and_number() {
    for dialect in [Dialect::Bitwarden, Dialect::Vaultwarden] {
        let scene = Scene::new(dialect);
        let path = format!("/api/ciphers/import-organization?organizationId={}", scene.organization);
        runs(
            200,
            &(dates(), numbers(), numbers(), anything()),
            |(date, one, other, any)| {
                let item = |kind: Value| {
                    json!({
                        "type": kind, "name": SEALED, "reprompt": one, "archivedDate": date, "lastKnownRevisionDate": date,
                        "fields": [{ "type": other, "name": SEALED, "linkedId": one }],
                        "passwordHistory": [{ "password": SEALED, "lastUsedDate": date }],
                        "login": { "passwordRevisionDate": date, "uris": [{ "uri": SEALED, "match": other }],
                                   "fido2Credentials": [{ "creationDate": date }] },
                        "secureNote": { "type": one },
                    })
                };
                let collection = json!({ "id": null, "name": SEALED, "groups": [], "users": [] });
                for ciphers in [
                    json!([item(json!(1))]),
                    json!([item(one.clone())]),
                    any.clone(),
                    json!([any]),
                ] {
                    let body = json!({
                        "ciphers": ciphers, "collections": [collection],
                        "collectionRelationships": [{ "key": one, "value": other }],
                        "folderRelationships": [{ "key": other, "value": one }],
                    });
                    scene.ask(Method::POST, &path, body)?;
                }
                Ok(())
            },
        );
        let list = scene.runtime.block_on(scene.server.get("/api/ciphers", &scene.token));
        assert_eq!(list.status, 200);
        scene.still_alive();
    }
}

#[test]
fn sign_ins_of_any_number_and_version() {
    let scene = Scene::new(Dialect::Bitwarden);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    runs(
        100,
        &(numbers(), numbers(), "[0-9.+-]{0,30}"),
        |(one, other, version)| {
            let form = password_form_with(
                OWNER,
                json!({ "deviceType": text(&one), "twoFactorProvider": text(&other), "twoFactorToken": text(&one),
                    "newDeviceOtp": text(&other), "deviceIdentifier": text(&one) }),
            );
            let answer = scene.runtime.block_on(scene.server.connect_as(
                &form,
                version.parse::<axum::http::HeaderValue>().ok().and(Some(&version)),
            ));
            prop_assert!(answer.status.as_u16() < 500, "{}", answer.body);
            Ok(())
        },
    );
    scene.still_alive();
}

#[test]
fn second_steps_of_any_code_at_any_time() {
    let scene = Scene::new(Dialect::Bitwarden);
    scene.server.sql(
        "UPDATE users SET totp_secret = 'JBSWY3DPEHPK3PXP', recovery_code = 'abcd'",
        [],
    );
    runs(
        100,
        &("[0-9]{0,12}", select(vec!["0", "1", "5", "8", "9"]), 0i64..40),
        |(code, provider, later)| {
            scene.server.state.clock.advance(later);
            let form = password_form_with(OWNER, json!({ "twoFactorProvider": provider, "twoFactorToken": code }));
            let answer = scene.runtime.block_on(scene.server.connect(&form));
            prop_assert!(answer.status.as_u16() < 500, "{}", answer.body);
            Ok(())
        },
    );
    for secret in ["", "not base 32!", "A"] {
        scene.server.sql("UPDATE users SET totp_secret = ?1", [secret]);
        let form = password_form_with(OWNER, json!({ "twoFactorProvider": "0", "twoFactorToken": "123456" }));
        let answer = scene.runtime.block_on(scene.server.connect(&form));
        assert_eq!(answer.status, 400, "{secret}");
    }
    scene.still_alive();
}

#[test]
fn any_json_for_every_route_that_takes_some() {
    let routes = [
        (Method::PUT, "/api/accounts/profile"),
        (Method::PUT, "/api/accounts/avatar"),
        (Method::POST, "/api/accounts/verify-password"),
        (Method::POST, "/api/accounts/security-stamp"),
        (Method::PUT, "/api/accounts/verify-devices"),
        (Method::POST, "/api/accounts/resend-new-device-otp"),
        (Method::POST, "/api/accounts/key-management/user-key-id"),
        (Method::POST, "/api/accounts/keys"),
        (Method::POST, "/api/two-factor/send-email-login"),
        (Method::POST, "/identity/accounts/prelogin"),
        (Method::POST, "/events/collect"),
        (Method::PUT, "/api/devices/identifier/x/token"),
    ];
    let names = [
        "email",
        "masterPasswordHash",
        "otp",
        "name",
        "avatarColor",
        "verifyDevices",
        "userKeyId",
        "publicKey",
        "encryptedPrivateKey",
        "accountKeys",
        "ssoEmail2FaSessionToken",
        "pushToken",
    ];
    let scene = Scene::new(Dialect::Bitwarden);
    runs(60, &(anything(), anything()), |(one, other)| {
        let mut body = json!({ "email": OWNER, "masterPasswordHash": HASH });
        for (index, name) in names.iter().enumerate().skip(1) {
            body[name] = if index % 2 == 0 { one.clone() } else { other.clone() };
        }
        for (method, path) in &routes {
            for body in [one.clone(), body.clone()] {
                scene.ask(method.clone(), path, body)?;
            }
        }
        Ok(())
    });
    scene.still_alive();
}

#[test]
fn addresses_with_anything_in_their_places() {
    let scene = Scene::new(Dialect::Bitwarden);
    let places = prop_oneof![
        "[0-9]{1,30}",
        "-[0-9]{1,20}",
        "[A-Za-z0-9%._~-]{1,40}",
        Just(scene.organization.clone())
    ];
    let templates = [
        "/api/organizations/{}/policies/{}",
        "/api/organizations/{}/users/{}",
        "/api/organizations/{}/collections/{}/details",
        "/api/organizations/{}/groups/{}",
        "/api/organizations/{}",
        "/api/ciphers/{}",
        "/api/ciphers/organization-details/assigned?organizationId={}",
        "/api/providers/{}/billing/subscription",
        "/api/devices/{}",
        "/api/users/{}/public-key",
        "/{}?access_token={}",
    ];
    runs(60, &(places.clone(), places), |(one, other)| {
        for template in templates {
            let path = template.replacen("{}", &one, 1).replacen("{}", &other, 1);
            if path.parse::<axum::http::Uri>().is_ok() {
                scene.ask(Method::GET, &path, Value::Null)?;
                scene.ask(Method::HEAD, &path, Value::Null)?;
            }
        }
        Ok(())
    });
    scene.still_alive();
}

#[tokio::test]
async fn after_a_panic_with_the_database_everybody_is_served() {
    let server = TestServer::new();
    server.add_user(OWNER);
    let died = server.state.db.call::<()>(|connection| {
        connection.execute_batch("BEGIN; DELETE FROM users")?;
        panic!("on purpose")
    });
    assert!(matches!(died.await, Err(Error::Internal(_))));
    server.get("/alive", "").await;
    let token = server.token(OWNER).await;
    server.get("/api/accounts/profile", &token).await.expect(200);
}

#[tokio::test]
async fn alive_tells_of_a_database_that_does_not_answer() {
    let server = TestServer::new();
    for path in ["/alive", "/api/alive", "/identity/alive", "/api/now"] {
        assert_eq!(server.get(path, "").await.status, 200, "{path}");
    }
    server.sql("ALTER TABLE users RENAME TO gone", []);
    for path in ["/alive", "/api/alive", "/identity/alive", "/api/now"] {
        let answer = server.get(path, "").await.expect(503);
        assert_eq!(answer["message"], "The database doesn't answer.", "{path}");
    }
    server.sql("ALTER TABLE gone RENAME TO users", []);
    assert_eq!(server.get("/alive", "").await.status, 200);
}

#[tokio::test]
async fn a_device_type_beyond_all_is_signed_in_as_an_unknown_browser() {
    let server = TestServer::new();
    server.add_user(OWNER);
    for kind in ["9223372036854775807", "-9223372036854775808", "99"] {
        let form = password_form_with(OWNER, json!({ "deviceType": kind, "deviceIdentifier": DEVICE }));
        server.connect(&form).await.expect(200);
    }
    let request = Request::get("/api/accounts/profile").header("authorization", "Bearer \u{e5}.\u{e5}.");
    assert_eq!(server.call(request.body(Body::empty()).unwrap()).await.status, 401);
}

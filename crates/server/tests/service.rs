//! The server as a whole: what it says about itself, the outbox, the journal, limits, other origins, TLS, restart.

mod common;

use axum::body::Body;
use axum::http::Request;
use common::{TestServer, assert_same_shape, golden, password_form};
use portal_server::Config;
use portal_server::config::{Dialect, Seed};
use serde_json::{Value, json};

const ADMIN: &str = "admin@msp.example";

#[tokio::test]
async fn the_configuration_names_the_server_and_its_addresses_as_the_caller_reached_them() {
    let server = TestServer::new();
    let config = server.get("/api/config", "").await.expect(200);
    assert_same_shape(&config, &golden("config/config.response"));
    assert_eq!(config["environment"]["identity"], "http://portal.example/identity");
    let behind_a_proxy = Request::get("/api/config")
        .header("host", "portal.example")
        .header("x-forwarded-proto", "https")
        .body(Body::empty())
        .unwrap();
    let config = server.call(behind_a_proxy).await.expect(200);
    assert_eq!(
        config["environment"]["api"],
        golden("config/config.response")["environment"]["api"]
    );
}

#[tokio::test]
async fn the_other_dialect_goes_by_its_own_name_and_version() {
    let server = TestServer::with(Config {
        dialect: Dialect::Vaultwarden,
        ..Config::for_tests()
    });
    let config = server.get("/api/config", "").await.expect(200);
    let expected = golden("vaultwarden/config.response");
    assert_same_shape(&config, &expected);
    assert_eq!(config["server"]["name"], expected["server"]["name"]);
    assert_eq!(config["version"], expected["version"]);
}

#[tokio::test]
async fn alive_and_version_answer_without_sign_in() {
    let server = TestServer::new();
    for path in ["/api/alive", "/api/now", "/identity/alive"] {
        assert_same_shape(
            &server.get(path, "").await.expect(200),
            &golden("config/alive.response"),
        );
    }
    for path in ["/api/version", "/identity/version"] {
        assert_same_shape(
            &server.get(path, "").await.expect(200),
            &golden("config/version.response"),
        );
    }
    assert!(server.get("/alive", "").await.bytes.starts_with(b"20"));
}

#[tokio::test]
async fn the_journal_holds_method_path_account_and_status_without_the_query() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    let token = server.token(ADMIN).await;
    server.state.journal.clear();
    server.get("/api/sync?excludeDomains=true", &token).await.expect(200);
    server.get("/api/accounts/profile", "").await.expect(401);
    let journal = server.get("/__journal.json", "").await.expect(200);
    let entry = |path: &str, account: Value, status: i64| json!({ "method": "GET", "path": path, "account": account, "status": status });
    assert_eq!(
        journal,
        json!([
            entry("/api/sync", json!(ADMIN), 200),
            entry("/api/accounts/profile", Value::Null, 401)
        ])
    );
    server.post("/__journal/clear", "", Value::Null).await.expect(204);
    assert!(server.state.journal.entries().is_empty());
}

#[tokio::test]
async fn without_relaxed_limits_there_is_no_journal_and_too_many_requests_are_refused() {
    let server = TestServer::with(Config {
        relaxed_limits: false,
        ..Config::for_tests()
    });
    server.get("/__journal.json", "").await.expect(404);
    for _ in 0..5 {
        server.get("/api/alive", "").await.expect(200);
    }
    let refused = server.get("/api/alive", "").await;
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=12).contains(&wait), "{wait}");
    let body = refused.expect(429);
    assert_eq!(body["message"], "Slow down! Too many requests. Try again in 1m.");
    assert_eq!(body["object"], "error");
    // The same address signed in counts by account.
    server.add_user(ADMIN);
    let token = server.token(ADMIN).await;
    server.get("/api/alive", &token).await.expect(200);
}

#[tokio::test]
async fn only_configured_origins_may_call_from_elsewhere() {
    let ask = |origin: &str| {
        Request::options("/api/accounts/profile")
            .header("origin", origin)
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "authorization")
            .body(Body::empty())
            .unwrap()
    };
    let closed = TestServer::new().call(ask("https://portal.example")).await;
    assert!(!closed.headers.contains_key("access-control-allow-origin"));
    let origins = vec!["https://portal.example".to_owned()];
    let server = TestServer::with(Config {
        allowed_origins: origins,
        ..Config::for_tests()
    });
    let open = server.call(ask("https://portal.example")).await;
    assert_eq!(open.headers["access-control-allow-origin"], "https://portal.example");
    assert_eq!(open.headers["access-control-allow-credentials"], "true");
    let other = server.call(ask("https://elsewhere.example")).await;
    assert!(!other.headers.contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn the_outbox_is_a_page_without_script() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    server.sql("UPDATE users SET email_two_factor = email", []);
    server.connect(&password_form(ADMIN)).await.expect(400);
    let page = server.get("/outbox", "").await;
    let html = String::from_utf8(page.bytes).unwrap();
    assert!(html.contains(ADMIN) && html.contains(&server.newest_code(ADMIN).await) && !html.contains("<script"));
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
}

#[tokio::test]
async fn answers_of_the_api_are_not_cached() {
    let server = TestServer::new();
    for path in ["/api/config", "/api/accounts/profile", "/outbox"] {
        assert_eq!(
            server.get(path, "").await.headers["cache-control"],
            "no-store",
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_sign_in_outlives_a_restart_over_tls_with_the_same_certificate() {
    let folder = std::env::temp_dir().join(format!("portal-data-{}", uuid::Uuid::new_v4()));
    let config = || Config {
        data: Some(folder.clone()),
        tls: true,
        seed: Seed::None,
        ..Config::for_tests()
    };
    let running = portal_server::start(config()).await.unwrap();
    assert!(running.url().starts_with("https://localhost:"));
    let certificate = std::fs::read(running.certificate.clone().unwrap()).unwrap();
    let mut user = TestServer::with(config());
    user.add_user(ADMIN);
    let token = user.token(ADMIN).await;
    running.stop().await;
    user = TestServer::with(config());
    user.get("/api/accounts/profile", &token).await.expect(200);
    let again = portal_server::start(config()).await.unwrap();
    assert_eq!(std::fs::read(again.certificate.clone().unwrap()).unwrap(), certificate);
    again.stop().await;
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_stopped_server_frees_its_port() {
    let running = portal_server::start(Config::for_tests()).await.unwrap();
    let address = running.address;
    running.stop().await;
    let again = portal_server::start(Config {
        address,
        ..Config::for_tests()
    })
    .await
    .unwrap();
    assert_eq!(again.address, address);
}

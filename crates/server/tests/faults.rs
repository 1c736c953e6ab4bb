//! Answers that go wrong on purpose: every kind, how often, and only where they were asked for.

mod common;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use common::TestServer;
use portal_server::{Config, run};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tower::ServiceExt;

const PATH: &str = "/api/alive";

fn server() -> TestServer {
    TestServer::with(Config {
        faults: true,
        ..Config::for_tests()
    })
}

async fn with(rules: Value) -> TestServer {
    let server = server();
    server.put("/__faults.json", "", rules).await.expect(204);
    server
}

#[tokio::test]
async fn without_the_flag_there_is_nothing_to_switch() {
    let server = TestServer::new();
    let rules = json!([{ "path": PATH, "kind": "html" }]);
    server.put("/__faults.json", "", rules).await.expect(404);
    server.delete("/__faults.json", "").await.expect(404);
    server.get(PATH, "").await.expect(200);
}

#[tokio::test]
async fn a_rule_hits_as_many_requests_as_it_says_and_then_lets_them_through() {
    let server = with(json!([{ "path": PATH, "kind": "status", "status": 500, "times": 2 }])).await;
    for status in [500, 500, 200] {
        server.get(PATH, "").await.expect(status);
    }
    let journal = server.get("/__journal.json", "").await.expect(200);
    let statuses: Vec<_> = journal.as_array().unwrap().iter().map(|one| &one["status"]).collect();
    assert_eq!(statuses, [500, 500, 200]);
}

#[tokio::test]
async fn a_rule_is_for_its_path_and_method_until_it_is_cleared() {
    let rules = json!([{ "path": "/api/a*", "method": "GET", "kind": "status", "status": 403 }, { "path": "/*", "kind": "html" }]);
    let server = with(rules).await;
    server.get(PATH, "").await.expect(403);
    assert_eq!(
        server.get("/api/now", "").await.headers["content-type"],
        "text/html; charset=utf-8"
    );
    // Only the two services are hit.
    server.get("/outbox.json", "").await.expect(200);
    server.delete("/__faults.json", "").await.expect(204);
    server.get(PATH, "").await.expect(200);
}

#[tokio::test]
async fn refusals_look_like_this_servers_own() {
    let ask = async |rule: Value| with(json!([rule])).await.get(PATH, "").await;
    for status in [401, 403] {
        let answer = ask(json!({ "path": PATH, "kind": "status", "status": status })).await;
        assert_eq!(answer.status.as_u16(), status);
        assert!(answer.bytes.is_empty());
    }
    for status in [404, 409, 429, 500, 503] {
        let answer = ask(json!({ "path": PATH, "kind": "status", "status": status })).await;
        assert!(!answer.headers.contains_key("retry-after"));
        assert_eq!(answer.expect(status)["object"], "error");
    }
    let answer = ask(json!({ "path": PATH, "kind": "status", "status": 429, "retry_after": 7 })).await;
    assert_eq!(answer.headers["retry-after"], "7");
    let answer = ask(json!({ "path": PATH, "kind": "status", "status": 502, "body": "<html>bad gateway" })).await;
    assert_eq!((answer.status.as_u16(), &answer.bytes[..5]), (502, &b"<html"[..]));
}

#[tokio::test]
async fn a_slow_answer_is_the_true_one() {
    let server = with(json!([{ "path": PATH, "kind": "slow", "ms": 200 }])).await;
    let began = Instant::now();
    assert!(server.get(PATH, "").await.expect(200).is_string());
    assert!(began.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn broken_json_arrives_whole_and_a_cut_answer_does_not() {
    let server = with(json!([{ "path": PATH, "kind": "broken_json" }, { "path": "/api/now", "kind": "cut" }])).await;
    let answer = server.get(PATH, "").await;
    assert_eq!(answer.status.as_u16(), 200);
    assert!(!answer.bytes.is_empty() && serde_json::from_slice::<Value>(&answer.bytes).is_err());
    let mut request = Request::get("/api/now").body(Body::empty()).unwrap();
    request
        .extensions_mut()
        .insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 7], 50_000))));
    let answer = run::router(server.state.clone()).oneshot(request).await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    assert!(axum::body::to_bytes(answer.into_body(), usize::MAX).await.is_err());
}

#[tokio::test]
async fn a_rule_that_is_none_is_refused() {
    let server = server();
    let answer = server
        .put("/__faults.json", "", json!([{ "path": PATH, "kind": "magic" }]))
        .await;
    assert_eq!(answer.status.as_u16(), 422);
}

#[tokio::test]
async fn an_altered_answer_is_the_true_one_but_for_what_was_exchanged() {
    let server = server();
    let before = server.get("/api/config", "").await.expect(200);
    let rules = json!([{ "path": "/api/config", "kind": "altered", "set": { "/version": "1", "/gitHash": null } }]);
    server.put("/__faults.json", "", rules).await.expect(204);
    let after = server.get("/api/config", "").await.expect(200);
    assert_eq!(after["version"], "1");
    assert!(after.get("gitHash").is_none() && after["environment"] == before["environment"]);
}

//! How much memory an import takes, against the size of its body. In a process of its own, so that the figure is the import's;
//! `docs/benchmarks.md` has what it prints (`--nocapture`).
#![cfg(target_os = "linux")]

mod common;

use std::io;

use axum::body::{Body, Bytes};
use axum::http::Request;
use common::TestServer;
use futures::stream;
use portal_server::Config;

const OWNER: &str = "owner@client.example";
const STRANGER: &str = "stranger@elsewhere.example";
const MB: usize = 1024 * 1024;

/// Memory now and at its height since the last call, in bytes.
fn memory() -> (usize, usize) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
    };
    let figures = (of("VmRSS:"), of("VmHWM:"));
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    figures
}

/// A body that is made while it is sent: beginning, so many times the same, end. With its size.
fn body(begin: &str, piece: &str, times: usize, end: &str) -> (Body, usize) {
    let size = begin.len() + piece.len() * times + end.len();
    let (piece, at_once) = (piece.to_owned(), (64 * 1024 / piece.len()).max(1));
    let middle = (0..times)
        .step_by(at_once)
        .map(move |done| piece.repeat(at_once.min(times - done)));
    let pieces = [begin.to_owned()].into_iter().chain(middle).chain([end.to_owned()]);
    let pieces = stream::iter(pieces.map(|piece| Ok::<_, io::Error>(Bytes::from(piece))));
    (Body::from_stream(pieces), size)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_takes_a_small_multiple_of_its_body_and_a_refused_one_next_to_nothing() {
    let folder = std::env::temp_dir().join(format!("portal-memory-{}", uuid::Uuid::new_v4()));
    let server = TestServer::with(Config {
        data: Some(folder.clone()),
        ..Config::for_tests()
    });
    let owner = server.add_user(OWNER);
    server.add_user(STRANGER);
    let organization = server.add_organization("Client One", None);
    server.add_member(&organization, &owner, 0, 2);
    let tokens = [server.token(OWNER).await, server.token(STRANGER).await];

    let sealed = format!("2.{}==|{}=|{}=", "A".repeat(22), "B".repeat(43), "C".repeat(43));
    let long = format!("2.{}==|{}|{}=", "A".repeat(22), "B".repeat(1200), "C".repeat(43));
    let login = format!(
        r#"{{"type":1,"name":"{sealed}","notes":"{long}","login":{{"username":"{sealed}","password":"{sealed}","uris":[{{"uri":"{sealed}"}}]}}}}"#
    );
    let last = login.clone() + "]}";
    let login = login + ",";
    let empty = r#"{"type":2,"name":"2.AAAA|BBBB|CCCC","secureNote":{"type":0},"fields":["#;
    let items = "{\"ciphers\":[";
    for (what, who, made, status, most) in [
        ("40,000 long logins", 0, body(items, &login, 39_999, &last), 200, 3.0),
        ("empty items", 0, body(items, "{},", 15 * MB / 3, "{}]}"), 400, 1.5),
        (
            "one item of empty fields",
            0,
            body(&format!("{items}{empty}"), "{},", 15 * MB / 3, "{}]}]}"),
            400,
            0.5,
        ),
        (
            "relationships",
            0,
            body("{\"collectionRelationships\":[", "{\"key\":0,\"value\":0},", MB, "7]}"),
            400,
            0.5,
        ),
        (
            "text that nobody asked for",
            0,
            body("{\"x\":\"", "xxxxxxxxxxxxxxxx", MB, "\"}"),
            400,
            0.5,
        ),
        (
            "lists in a number's place",
            0,
            body(&format!("{items}{{\"type\":["), "0,", 2 * MB, "0]}]}"),
            400,
            0.5,
        ),
        (
            "a stranger's empty items",
            1,
            body(items, "{},", 15 * MB / 3, "{}]}"),
            401,
            0.5,
        ),
        (
            "a stranger's long logins",
            1,
            body(items, &login, 9_999, &last),
            401,
            0.5,
        ),
    ] {
        let (body, size) = made;
        let (before, _) = memory();
        let request = Request::post(format!(
            "/api/ciphers/import-organization?organizationId={organization}"
        ))
        .header("authorization", format!("Bearer {}", tokens[who]))
        .body(body)
        .unwrap();
        let answer = server.call(request).await;
        let (_, height) = memory();
        assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.body);
        let taken = height.saturating_sub(before);
        let ratio = f64::from(u32::try_from(taken / 1024).unwrap()) / f64::from(u32::try_from(size / 1024).unwrap());
        println!(
            "{what}: {} MB body, {} MB more memory, ratio {ratio:.2}",
            size / MB,
            taken / MB
        );
        assert!(ratio < most, "{what}: {ratio}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

//! Who is let in at the doors: names of the host, slow and many visitors, files on the disk, the journal.

mod common;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Method, Request, Version};
use common::{HASH, TestServer, password_form};
use portal_server::config::Patience;
use portal_server::{Config, Running};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const ADMIN: &str = "admin@msp.example";

async fn asked_for(server: &TestServer, host: &str) -> u16 {
    let request = Request::get("/api/config")
        .header("host", host)
        .body(Body::empty())
        .unwrap();
    server.call(request).await.status.as_u16()
}

#[tokio::test]
async fn a_foreign_name_is_refused_before_anything_is_looked_at() {
    let server = TestServer::new();
    for host in [
        "localhost",
        "LOCALHOST:1",
        "a.localhost:9",
        "127.0.0.1:8087",
        "127.1.2.3",
        "[::1]:80",
        "portal.example",
    ] {
        assert_eq!(asked_for(&server, host).await, 200, "{host}");
    }
    for host in [
        "evil.example",
        "localhost.evil.example:8087",
        "192.168.1.1",
        "0.0.0.0",
        "",
        "localhost@evil.example",
    ] {
        assert_eq!(asked_for(&server, host).await, 421, "{host}");
    }
    for path in [
        "/",
        "/outbox",
        "/outbox.json",
        "/__journal.json",
        "/api/accounts/profile",
        "/identity/connect/token",
        "/x",
    ] {
        for method in [Method::GET, Method::POST, Method::OPTIONS] {
            let request = Request::builder()
                .method(&method)
                .uri(path)
                .header("host", "evil.example");
            let answer = server.call(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, 421, "{method} {path}");
            assert_eq!(answer.body["object"], "error", "{method} {path}");
            assert!(answer.headers.contains_key("content-security-policy"));
        }
    }
}

#[tokio::test]
async fn the_name_in_the_address_counts_as_host_and_every_name_must_fit() {
    let server = TestServer::new();
    let ask = |uri: &'static str, hosts: &'static [&'static str], version: Version| {
        let mut request = Request::get(uri).version(version);
        for host in hosts {
            request = request.header("host", *host);
        }
        server.call(request.body(Body::empty()).unwrap())
    };
    for (uri, hosts, status) in [
        ("https://localhost:8087/api/config", &[][..], 200),
        ("https://evil.example/api/config", &[], 421),
        ("https://evil.example/api/config", &["localhost"], 421),
        ("https://localhost/api/config", &["evil.example"], 421),
        ("/api/config", &["localhost", "evil.example"], 421),
        ("/api/config", &["evil.example", "localhost"], 421),
        ("/api/config", &[], 200),
    ] {
        for version in [Version::HTTP_11, Version::HTTP_2] {
            assert_eq!(
                ask(uri, hosts, version).await.status,
                status,
                "{uri} {hosts:?} {version:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_journal_is_kept_only_where_it_is_asked_for_and_cuts_what_is_long() {
    let server = TestServer::with(Config {
        journal: false,
        ..Config::for_tests()
    });
    server.get("/api/config", "").await.expect(200);
    assert!(server.state.journal.entries().is_empty());
    server.get("/__journal.json", "").await.expect(404);
    server.post("/__journal/clear", "", Value::Null).await.expect(404);

    let server = TestServer::new();
    server
        .get(&format!("/api/{}", "x".repeat(60_000)), "")
        .await
        .expect(404);
    let method = Method::from_bytes("M".repeat(5_000).as_bytes()).unwrap();
    server.json(method, "/api/config", "", Value::Null).await;
    let entries = server.state.journal.entries();
    assert_eq!(entries.len(), 2);
    assert!(
        entries
            .iter()
            .all(|entry| entry.path.len() <= 256 && entry.method.len() <= 256)
    );
}

#[tokio::test]
async fn a_code_is_mailed_again_in_one_time_for_every_secret_and_wrong_ones_are_logged() {
    let server = TestServer::with(Config {
        relaxed_limits: false,
        ..Config::for_tests()
    });
    server.add_user(ADMIN);
    let ask = async |email: &str, hash: &str| {
        let begun = Instant::now();
        let body = json!({ "email": email, "masterPasswordHash": hash });
        let answer = server.post("/api/accounts/resend-new-device-otp", "", body).await;
        assert_eq!((answer.status.as_u16(), answer.bytes.len()), (200, 0));
        begun.elapsed()
    };
    let times = [
        ask(ADMIN, HASH).await,
        ask(ADMIN, "d3Jvbmc=").await,
        ask("nobody@msp.example", HASH).await,
    ];
    let (least, most) = (times.iter().min().unwrap(), times.iter().max().unwrap());
    assert!(
        least.as_millis() >= 2000 && (*most - *least).as_millis() < 300,
        "{times:?}"
    );
    assert_eq!(server.number("SELECT count(*) FROM outbox", []), 1);
    assert_eq!(
        server.number(
            "SELECT count(*) FROM events WHERE type = 1005 AND ip_address = '203.0.113.7'",
            []
        ),
        1
    );
}

#[tokio::test]
async fn trying_passwords_elsewhere_uses_up_the_tries_at_sign_in() {
    let server = TestServer::with(Config {
        relaxed_limits: false,
        ..Config::for_tests()
    });
    server.add_user(ADMIN);
    let token = server.token(ADMIN).await;
    // A token that comes along gives nobody tries of his own.
    let paths = [
        "/api/accounts/resend-new-device-otp",
        "/api/two-factor/send-email-login",
    ];
    let tries = (0..9).map(|index| {
        let body = json!({ "email": ADMIN, "masterPasswordHash": "d3Jvbmc=" });
        let (server, token) = (&server, &token);
        async move {
            tokio::time::sleep(Duration::from_millis(250 * index)).await;
            let token = if index % 2 == 0 { token } else { "" };
            let path = paths[usize::try_from(index % 2).unwrap()];
            server.post(path, token, body).await.status.as_u16()
        }
    });
    let answers = futures::future::join_all(tries).await;
    assert!(answers.iter().all(|status| matches!(status, 200 | 400)), "{answers:?}");
    let refused = server.connect(&password_form(ADMIN)).await.expect(429);
    assert!(refused["message"].as_str().unwrap().ends_with("1m."), "{refused}");
    for path in paths {
        let body = json!({ "email": ADMIN, "masterPasswordHash": HASH });
        server.post(path, "", body).await.expect(429);
    }
}

#[tokio::test]
async fn head_uses_up_the_limit_of_get() {
    let server = TestServer::with(Config {
        relaxed_limits: false,
        ..Config::for_tests()
    });
    for _ in 0..5 {
        assert_eq!(
            server.json(Method::HEAD, "/api/alive", "", Value::Null).await.status,
            200
        );
    }
    for method in [Method::GET, Method::HEAD] {
        assert_eq!(server.json(method, "/api/alive", "", Value::Null).await.status, 429);
    }
}

async fn impatient(connections: usize) -> Running {
    let short = Duration::from_millis(400);
    portal_server::start(Config {
        names: vec!["portal.example".into()],
        patience: Patience {
            head: short,
            silence: short,
            body: 3 * short,
            import: 3 * short,
            connections,
        },
        ..Config::for_tests()
    })
    .await
    .unwrap()
}

/// Everything the server says until it closes the connection, which it must do soon.
async fn last_words(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    let reading = stream.read_to_end(&mut said);
    // A reset says as much as an end.
    let _ = tokio::time::timeout(Duration::from_secs(10), reading)
        .await
        .expect("the server closes the connection");
    String::from_utf8_lossy(&said).into_owned()
}

async fn connect(address: SocketAddr, begin: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(begin.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn whoever_sends_no_whole_head_is_not_waited_for() {
    let server = impatient(100).await;
    let first = "GET /api/config HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for begin in [
        String::new(),
        "G".into(),
        "PRI * HTT".into(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(),
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ".into(),
        format!("{first}GET /api"),
    ] {
        let mut stream = connect(server.address, &begin).await;
        last_words(&mut stream).await;
    }
    // Letters that keep coming don't help.
    let mut stream = connect(server.address, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ").await;
    let begun = Instant::now();
    while stream.write_all(b"a").await.is_ok() && begun.elapsed().as_secs() < 10 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    server.stop().await;
}

#[tokio::test]
async fn whoever_sends_no_whole_body_is_not_waited_for() {
    let server = impatient(100).await;
    let head = |path: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{{"
        )
    };
    let mut stream = connect(server.address, &head("/identity/accounts/prelogin")).await;
    assert!(last_words(&mut stream).await.starts_with("HTTP/1.1 408"));
    // A letter now and then doesn't keep it open either.
    let mut stream = connect(server.address, &head("/identity/accounts/prelogin")).await;
    let begun = Instant::now();
    while stream.write_all(b" ").await.is_ok() && begun.elapsed().as_secs() < 10 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    server.stop().await;
}

#[tokio::test]
async fn an_import_that_stops_arriving_is_refused_and_nothing_of_it_stored() {
    let running = impatient(100).await;
    let other = TestServer::of(running.state.clone());
    let owner = other.add_user(ADMIN);
    let organization = other.add_organization("Client One", None);
    other.add_member(&organization, &owner, 0, 2);
    let token = other.token(ADMIN).await;
    let item = r#"{"type":2,"name":"2.AAAA|BBBB|CCCC","secureNote":{"type":0}}"#;
    let begin = format!(
        "POST /api/ciphers/import-organization?organizationId={organization} HTTP/1.1\r\nHost: localhost\r\n\
         Authorization: Bearer {token}\r\nContent-Length: 5000\r\n\r\n{{\"ciphers\":[{item},{item},"
    );
    let mut stream = connect(running.address, &begin).await;
    let said = last_words(&mut stream).await;
    assert!(said.starts_with("HTTP/1.1 408"), "{said}");
    assert_eq!(other.number("SELECT count(*) FROM ciphers", []), 0);
    running.stop().await;
}

#[tokio::test]
async fn there_is_room_for_so_many_connections_and_for_others_once_they_end() {
    let server = impatient(3).await;
    let silent: Vec<_> = futures::future::join_all((0..3).map(|_| connect(server.address, ""))).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let ask = async || {
        let mut stream = connect(server.address, "").await;
        let _ = stream
            .write_all(b"GET /api/config HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .await;
        last_words(&mut stream).await
    };
    assert_eq!(ask().await, "");
    drop(silent);
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(ask().await.starts_with("HTTP/1.1 200"));
    server.stop().await;
}

#[cfg(unix)]
#[tokio::test]
async fn database_and_keys_are_their_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let parent = std::env::temp_dir().join(format!("portal-doors-{}", uuid::Uuid::new_v4()));
    let fresh = parent.join("new");
    let old = parent.join("old");
    std::fs::create_dir_all(&old).unwrap();
    // From a time when others could read it.
    for name in ["portal.sqlite", "portal.sqlite-wal", "token.key"] {
        std::fs::write(old.join(name), b"").unwrap();
        std::fs::set_permissions(old.join(name), std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    for folder in [&fresh, &old] {
        let server = TestServer::with(Config {
            data: Some(folder.clone()),
            ..Config::for_tests()
        });
        server.add_user(ADMIN);
        let files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        assert!(
            files.iter().any(|file| file.ends_with("portal.sqlite-wal")),
            "{files:?}"
        );
        for file in files {
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
    }
    assert_eq!(mode(&fresh), 0o700);
    std::fs::remove_dir_all(&parent).unwrap();
}

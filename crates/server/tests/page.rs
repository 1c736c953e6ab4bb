//! Serving the built page: compressed twins, caching, one page for every address, headers, nothing outside the folder.

mod common;

use std::path::PathBuf;

use axum::body::Body;
use axum::http::{Method, Request};
use common::{Answer, TestServer};
use portal_server::Config;

/// A page folder that goes with the test.
struct Page(PathBuf);

impl Page {
    fn new() -> Self {
        let root = std::env::temp_dir().join(format!("portal-page-{}", uuid::Uuid::new_v4()));
        let folder = root.join("page");
        std::fs::create_dir_all(folder.join("assets")).unwrap();
        for (name, text) in [
            ("index.html", "<!doctype html>page"),
            ("portal-0123456789abcdef_bg.wasm", "wasm"),
            ("portal-0123456789abcdef_bg.wasm.br", "wasm by brotli"),
            ("portal-0123456789abcdef_bg.wasm.gz", "wasm by gzip"),
            ("portal-0123456789abcdef.js", "js"),
            ("words-sv-0123456789abcdef.txt", "ord på svenska"),
            ("words-sv-0123456789abcdef.txt.br", "ord by brotli"),
            ("assets/site.css", "css"),
            (".hidden", "hidden"),
        ] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        std::fs::write(root.join("secret.txt"), "secret").unwrap();
        Self(root)
    }

    fn server(&self) -> TestServer {
        TestServer::with(Config {
            page: Some(self.0.join("page")),
            ..Config::for_tests()
        })
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn fetch(server: &TestServer, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.call(request.body(Body::empty()).unwrap()).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn hashed_files_come_compressed_typed_and_cached_for_good() {
    let page = Page::new();
    let server = page.server();
    let wasm = "/portal-0123456789abcdef_bg.wasm";
    for (accepted, encoding, bytes) in [
        ("gzip, deflate, br", "br", "wasm by brotli"),
        ("gzip", "gzip", "wasm by gzip"),
        ("br;q=0, gzip", "gzip", "wasm by gzip"),
        ("identity", "", "wasm"),
    ] {
        let answer = fetch(&server, wasm, &[("accept-encoding", accepted)]).await;
        assert_eq!(answer.status.as_u16(), 200);
        assert_eq!(answer.bytes, bytes.as_bytes(), "{accepted}");
        assert_eq!(header(&answer, "content-encoding"), encoding);
        assert_eq!(header(&answer, "content-type"), "application/wasm");
        assert_eq!(header(&answer, "vary"), "accept-encoding");
        assert_eq!(header(&answer, "cache-control"), "public, max-age=31536000, immutable");
    }
    let script = fetch(&server, "/portal-0123456789abcdef.js", &[("accept-encoding", "br")]).await;
    assert_eq!(header(&script, "content-type"), "text/javascript; charset=utf-8");
    assert_eq!(header(&script, "content-encoding"), "");
    let words = fetch(&server, "/words-sv-0123456789abcdef.txt", &[("accept-encoding", "br")]).await;
    assert_eq!(words.bytes, b"ord by brotli");
    assert_eq!(header(&words, "content-type"), "text/plain; charset=utf-8");
    assert_eq!(header(&words, "cache-control"), "public, max-age=31536000, immutable");
    let style = fetch(&server, "/assets/site.css", &[]).await;
    assert_eq!(header(&style, "content-type"), "text/css; charset=utf-8");
    assert_eq!(header(&style, "cache-control"), "no-cache");
}

#[tokio::test]
async fn every_address_of_the_app_is_answered_with_the_page() {
    let page = Page::new();
    let server = page.server();
    let html = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    for path in [
        "/",
        "/providers/1/clients",
        "/organizations/a.b/members?search=x",
        "/index.html",
    ] {
        let answer = fetch(&server, path, &html).await;
        assert_eq!(
            (answer.status.as_u16(), answer.bytes.as_slice()),
            (200, "<!doctype html>page".as_bytes()),
            "{path}"
        );
        assert_eq!(header(&answer, "cache-control"), "no-cache");
        assert_eq!(header(&answer, "content-type"), "text/html; charset=utf-8");
    }
    for path in [
        "/api/unknown",
        "/identity/unknown",
        "/events/unknown",
        "/outbox/unknown",
        "/__journal",
    ] {
        let answer = fetch(&server, path, &html).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
        assert_eq!(answer.body["message"], "Resource not found.");
    }
    assert_eq!(
        fetch(&server, "/missing.js", &[("accept", "*/*")])
            .await
            .status
            .as_u16(),
        404
    );
    let posted = server
        .call(Request::post("/providers").body(Body::empty()).unwrap())
        .await;
    assert_eq!(posted.status.as_u16(), 405);
}

#[tokio::test]
async fn nothing_outside_the_folder_and_no_hidden_file_is_served() {
    let page = Page::new();
    let server = page.server();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/%5c..%5csecret.txt",
        "/.hidden",
        "//etc/passwd",
    ] {
        let answer = fetch(&server, path, &[("accept", "*/*")]).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
    }
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_again_and_head_sends_no_body() {
    let page = Page::new();
    let server = page.server();
    let first = fetch(&server, "/index.html", &[]).await;
    let again = fetch(&server, "/index.html", &[("if-none-match", header(&first, "etag"))]).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    let head = Request::builder()
        .method(Method::HEAD)
        .uri("/index.html")
        .body(Body::empty())
        .unwrap();
    let head = server.call(head).await;
    assert_eq!(
        (head.status.as_u16(), head.bytes.len(), header(&head, "content-length")),
        (200, 0, "19")
    );
}

#[tokio::test]
async fn the_security_headers_are_on_every_answer() {
    let page = Page::new();
    let server = page.server();
    for path in ["/", "/missing.js", "/api/accounts/profile", "/api/config", "/outbox"] {
        let answer = fetch(&server, path, &[("accept", "*/*")]).await;
        let policy = header(&answer, "content-security-policy");
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
             font-src 'self'; connect-src 'self'; worker-src blob:; manifest-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default"
        );
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
        assert_eq!(header(&answer, "referrer-policy"), "no-referrer");
        assert_eq!(header(&answer, "cross-origin-opener-policy"), "same-origin");
        assert!(header(&answer, "permissions-policy").contains("camera=()"));
    }
}

#[tokio::test]
async fn a_config_for_the_page_is_served_and_its_origins_may_be_called() {
    let page = Page::new();
    let text =
        r#"{"api":"https://api.example/v1","identity":"https://identity.example","vault":"https://vault.example"}"#;
    let server = TestServer::with(Config {
        page: Some(page.0.join("page")),
        page_config: Some(text.to_owned()),
        ..Config::for_tests()
    });
    let answer = fetch(&server, "/config.json", &[]).await;
    assert_eq!((answer.status.as_u16(), &answer.bytes[..]), (200, text.as_bytes()));
    assert_eq!(header(&answer, "content-type"), "application/json");
    assert_eq!(header(&answer, "cache-control"), "no-cache");
    let policy = header(&answer, "content-security-policy");
    assert!(
        policy.contains("connect-src 'self' https://api.example https://identity.example;"),
        "{policy}"
    );
}

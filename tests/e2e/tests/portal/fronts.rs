//! The settings in `deploy/`: what Caddy and nginx send and forward, with the embedded server behind them.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_e2e::front::{Front, KINDS, Kind};
use portal_e2e::http::{Answer, get, head};
use portal_e2e::visitor::Setup;
use portal_e2e::world::SERVICE;
use portal_e2e::{Language, Visitor, World, tools};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::ways::open_clients;

const FRAME: [&str; 5] = [
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
];
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const PERSON: (&str, &str) = ("accept", "text/html,*/*;q=0.8");

/// Signs in through the front and looks whether the page has come through it with nothing to complain of.
async fn sign_in_through(kind: Kind) -> Result<()> {
    let world = World::start().await?;
    let front = Front::start(kind, &world.url()).await?;
    let visitor = Visitor::open(front.url(), Setup::of(Language::English)).await?;
    open_clients(&visitor, SERVICE).await?;
    ensure!(visitor.path().await?.ends_with("/clients"));
    let foreign = visitor
        .run(
            "return performance.getEntriesByType('resource').map((one) => one.name)
               .filter((name) => !name.startsWith('data:') && new URL(name).origin !== location.origin);",
            Vec::new(),
        )
        .await?;
    ensure!(foreign == serde_json::json!([]), "{foreign}");
    let asked = world.journal()?;
    ensure!(
        asked
            .iter()
            .all(|entry| entry.path.starts_with("/api/") || entry.path.starts_with("/identity/")),
        "the server behind was asked for more than its own: {asked:#?}"
    );
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_through_caddy_and_sees_his_clients() -> Result<()> {
    sign_in_through(Kind::Caddy).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_through_nginx_and_sees_his_clients() -> Result<()> {
    sign_in_through(Kind::Nginx).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nginx_takes_the_certificate_from_a_file_of_its_own_and_starts_no_https_without() -> Result<()> {
    let world = World::with(|config| config.tls = true).await?;
    let certificate = world.certificate()?;
    let key = certificate.with_file_name("key.pem");
    Front::https(&world.url(), Some((&certificate, &key))).await?;
    let without = Front::https(&world.url(), None).await;
    ensure!(without.is_err(), "it listens without a certificate");
    Ok(())
}

/// The names of the built page's files that carry a hash.
fn hashed_files() -> Result<Vec<String>> {
    let manifest = std::fs::read_to_string(tools::page()?.join("manifest.json"))?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest)?;
    let files = manifest["files"].as_array().context("no files in the manifest")?;
    let names = files.iter().filter_map(|file| file["name"].as_str());
    let lasting = names.filter(|name| !["index.html", "config.json", "embed.js"].contains(name));
    Ok(lasting.map(str::to_owned).collect())
}

fn same(what: &str, one: &Answer, other: &Answer, headers: &[&str]) -> Result<()> {
    for name in headers {
        let (one, other) = (one.header(name), other.header(name));
        ensure!(
            one.is_some() && one == other,
            "{what}: {name} is {one:?}, from the embedded server {other:?}"
        );
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_has_the_headers_of_the_embedded_server_at_every_address() -> Result<()> {
    let world = World::start().await?;
    let embedded = world.state()?.config.page.clone().context("no page")?;
    let index = std::fs::read(embedded.join("index.html"))?;
    for kind in KINDS {
        let front = Front::start(kind, &world.url()).await?;
        for path in [
            "/",
            "/index.html",
            "/organizations/none/members?search=a",
            "/no/such/place",
        ] {
            let what = format!("{kind:?} {path}");
            let expected = get(world.address(), path, &[PERSON]).await?;
            let answer = get(front.address, path, &[PERSON]).await?;
            ensure!(
                answer.status == 200 && answer.body == index,
                "{what}: {}",
                answer.status
            );
            same(&what, &answer, &expected, &FRAME)?;
            same(&what, &answer, &expected, &["content-type", "cache-control"])?;
            let tag = answer.header("etag").context("no tag")?;
            let again = get(front.address, path, &[PERSON, ("if-none-match", &tag)]).await?;
            ensure!(again.status == 304, "{what}: {} for what is known", again.status);
            same(&what, &again, &expected, &FRAME)?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn files_named_by_content_come_compressed_and_last_for_ever() -> Result<()> {
    let world = World::start().await?;
    let page = tools::page()?;
    let names = hashed_files()?;
    ensure!(names.len() > 8, "{names:?}");
    for kind in KINDS {
        let front = Front::start(kind, &world.url()).await?;
        for name in &names {
            for (asked, encoding, ending) in [
                ("gzip, deflate, br", Some("br"), ".br"),
                ("gzip", Some("gzip"), ".gz"),
                ("identity", None, ""),
            ] {
                let what = format!("{kind:?} {name} {asked}");
                let path = format!("/{name}");
                let headers = [("accept-encoding", asked)];
                let expected = get(world.address(), &path, &headers).await?;
                let answer = get(front.address, &path, &headers).await?;
                let file = PathBuf::from(format!("{}/{name}{ending}", page.display()));
                ensure!(answer.status == 200, "{what}: {}", answer.status);
                ensure!(answer.body == std::fs::read(&file)?, "{what}: other bytes");
                ensure!(answer.header("content-encoding").as_deref() == encoding, "{what}");
                ensure!(answer.header("cache-control").as_deref() == Some(FOR_EVER), "{what}");
                let varies = answer.header("vary").unwrap_or_default();
                ensure!(varies.eq_ignore_ascii_case("accept-encoding"), "{what}: {varies}");
                same(&what, &answer, &expected, &["content-type"])?;
                same(&what, &answer, &expected, &FRAME)?;
            }
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_config_is_revalidated_and_comes_as_it_lies_there() -> Result<()> {
    let world = World::start().await?;
    let page = tools::page()?;
    for kind in KINDS {
        let front = Front::start(kind, &world.url()).await?;
        let asked = [("accept-encoding", "gzip, deflate, br")];
        let answer = get(front.address, "/config.json", &asked).await?;
        ensure!(answer.status == 200, "{kind:?}: {}", answer.status);
        // A compressed twin would be answered in its place after whoever runs the page has edited it.
        ensure!(answer.body == std::fs::read(page.join("config.json"))?, "{kind:?}");
        ensure!(
            answer.header("content-type").is_some_and(|kind| kind.contains("json")),
            "{kind:?}: {answer:?}"
        );
        ensure!(
            answer.header("cache-control").as_deref() == Some("no-cache"),
            "{kind:?}: {answer:?}"
        );
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_404_and_not_kept() -> Result<()> {
    let world = World::start().await?;
    for kind in KINDS {
        let front = Front::start(kind, &world.url()).await?;
        for (path, accept) in [
            // A part of a version that is gone: the page instead of it would be taken for it.
            ("/lists-0123456789abcdef_part.wasm", PERSON),
            ("/words-en-0123456789abcdef.txt", PERSON),
            ("/boot-0123456789abcdef.js", ("accept", "*/*")),
            ("/favicon.ico", ("accept", "image/*")),
            ("/.git/config", PERSON),
        ] {
            let answer = get(front.address, path, &[accept]).await?;
            ensure!(answer.status == 404, "{kind:?} {path}: {}", answer.status);
            ensure!(
                answer.header("cache-control").as_deref() == Some("no-store"),
                "{kind:?} {path}: {answer:?}"
            );
            ensure!(
                FRAME.iter().all(|name| answer.header(name).is_some()),
                "{kind:?} {path}"
            );
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_servers_interface_is_forwarded_and_nothing_else_of_it() -> Result<()> {
    let world = World::start().await?;
    for kind in KINDS {
        let front = Front::start(kind, &world.url()).await?;
        for path in ["/api/alive", "/api/config", "/identity/alive"] {
            let what = format!("{kind:?} {path}");
            let direct = get(world.address(), path, &[]).await?;
            let answer = get(front.address, path, &[]).await?;
            ensure!(answer.status == 200, "{what}: {}", answer.status);
            ensure!(answer.header("cache-control").as_deref() == Some("no-store"), "{what}");
            same(&what, &answer, &direct, &FRAME)?;
            same(&what, &answer, &direct, &["content-type"])?;
        }
        let config = get(front.address, "/api/config", &[]).await?;
        let config: serde_json::Value = serde_json::from_slice(&config.body)?;
        ensure!(
            config["environment"]["api"] == format!("{}/api", front.url()),
            "{kind:?}: the server doesn't know by which address it was called: {config}"
        );
        let refused = get(front.address, "/api/accounts/profile", &[PERSON]).await?;
        ensure!(refused.status == 401, "{kind:?}: {}", refused.status);

        let before = world.journal()?.len();
        for path in [
            "/__journal.json",
            "/outbox.json",
            "/alive",
            "/apis/alive",
            "/api/../__journal.json",
            "/api/%2e%2e/__journal.json",
            "/api/..%2f__journal.json",
            "/outbox/../api/alive",
        ] {
            for headers in [&[][..], &[PERSON]] {
                let answer = get(front.address, path, headers).await?;
                let json = answer.header("content-type").unwrap_or_default().contains("json");
                ensure!(!json, "{kind:?} {path}: {answer:?}");
                let refused = matches!(answer.status, 400 | 404);
                ensure!(refused || !headers.is_empty(), "{kind:?} {path}: {}", answer.status);
            }
        }
        let after = world.journal()?;
        ensure!(after.len() == before, "{kind:?} forwarded {:#?}", &after[before..]);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_tells_the_fronts_version() -> Result<()> {
    let mut world = World::start().await?;
    let url = world.url();
    world.stop().await;
    for kind in KINDS {
        let front = Front::start(kind, &url).await?;
        for (path, status) in [("/", 200), ("/no.png", 404), ("/x/../y", 400), ("/api/alive", 502)] {
            let answer = get(front.address, path, &[("accept", "*/*")]).await?;
            ensure!(answer.status == status, "{kind:?} {path}: {}", answer.status);
            for name in ["server", "via", "x-powered-by"] {
                let told = answer.header(name).unwrap_or_default();
                ensure!(!told.contains(|c: char| c.is_ascii_digit()), "{kind:?} {path}: {told}");
            }
            let body = String::from_utf8_lossy(&answer.body);
            ensure!(
                !body.contains("nginx/") && !body.contains("Caddy"),
                "{kind:?} {path}: {body}"
            );
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_upload_goes_on_while_it_arrives_with_the_clients_true_address() -> Result<()> {
    for kind in KINDS {
        let behind = TcpListener::bind("127.0.0.1:0").await?;
        let front = Front::start(kind, &format!("http://{}", behind.local_addr()?)).await?;
        let mut upload = TcpStream::connect(front.address).await?;
        let beginning = head(
            "POST",
            front.address,
            "/api/ciphers/import-organization?organizationId=a%2Fb",
            &[
                ("content-length", "400000000"),
                ("content-type", "application/json; charset=utf-8"),
                ("authorization", "Bearer token"),
                ("x-forwarded-for", "203.0.113.7"),
                ("x-real-ip", "203.0.113.7"),
            ],
        );
        upload.write_all(beginning.as_bytes()).await?;
        upload.write_all(&[b'x'; 100_000]).await?;
        // The rest is never sent: what comes through now came without it.
        let arriving = async {
            let (mut stream, _) = behind.accept().await?;
            let mut seen = Vec::new();
            while !seen.ends_with(&[b'x'; 50_000]) {
                let some = stream.read_buf(&mut seen).await?;
                ensure!(some > 0, "it was broken off: {}", String::from_utf8_lossy(&seen));
            }
            Ok(seen)
        };
        let seen = tokio::time::timeout(Duration::from_secs(20), arriving)
            .await
            .with_context(|| format!("{kind:?} keeps the upload back"))??;
        let text = String::from_utf8_lossy(&seen).to_lowercase();
        let (seen, _) = text.split_once("\r\n\r\n").context("no head")?;
        for line in [
            "post /api/ciphers/import-organization?organizationid=a%2fb http/1.1".to_owned(),
            format!("host: {}", front.address),
            "authorization: bearer token".to_owned(),
            "x-forwarded-for: 127.0.0.1".to_owned(),
            "x-real-ip: 127.0.0.1".to_owned(),
            "x-forwarded-proto: http".to_owned(),
        ] {
            ensure!(seen.lines().any(|one| one == line), "{kind:?}: no “{line}” in\n{seen}");
        }
    }
    Ok(())
}

//! The frame around the page: a policy without gaps on every answer, nothing in the built files that it would refuse, and no
//! foreign page around ours.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use portal_e2e::http::get;
use portal_e2e::world::SERVICE;
use portal_e2e::{Language, World, tools};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::ways::open_clients;

/// The whole policy; what is more than this is a gap, what is less as well.
const POLICY: [&str; 13] = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
];

const PERSON: (&str, &str) = ("accept", "text/html,*/*;q=0.8");

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_whole_policy_and_nothing_looser() -> Result<()> {
    let world = World::start().await?;
    let mut paths: Vec<String> = [
        "/",
        "/no/such/place",
        "/organizations/x/members",
        "/no-such-file.js",
        "/config.json",
        "/api/config",
        "/api/accounts/profile",
        "/api/no/such/route",
        "/identity/connect/token",
        "/identity/nothing",
        "/..%2f..%2fetc%2fpasswd",
        "/__journal",
        "/outbox",
    ]
    .map(str::to_owned)
    .to_vec();
    for file in std::fs::read_dir(tools::page()?)? {
        paths.push(format!("/{}", file?.file_name().to_string_lossy()));
    }
    world.fault(json!({ "path": "/api/config", "kind": "html" }))?;
    for path in paths {
        let answer = get(world.address(), &path, &[PERSON]).await?;
        let header = |name: &str| answer.header(name).unwrap_or_default();
        let policy = header("content-security-policy");
        let own: BTreeSet<_> = policy
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        ensure!(own == BTreeSet::from(POLICY), "{path} ({}): {policy}", answer.status);
        ensure!(header("x-content-type-options") == "nosniff", "{path}");
        ensure!(header("referrer-policy") == "no-referrer", "{path}");
        ensure!(header("cross-origin-opener-policy") == "same-origin", "{path}");
        ensure!(
            header("access-control-allow-origin").is_empty(),
            "{path} lets other origins read it"
        );
        ensure!(header("set-cookie").is_empty(), "{path} sets a cookie");
        for feature in ["camera", "microphone", "geolocation", "usb", "display-capture"] {
            ensure!(
                header("permissions-policy").contains(&format!("{feature}=()")),
                "{path}: {feature}"
            );
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_policy_refuses_is_refused_in_the_running_page() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    // From a timer: what the driver itself runs is excepted from the rule on eval.
    let script = "
        const done = arguments[0];
        const refused = (what) => { try { what(); return false; } catch { return true; } };
        setTimeout(() => {
          const element = document.createElement('div');
          const inline = document.createElement('script');
          globalThis.ran = false;
          const text = refused(() => { inline.textContent = 'globalThis.ran = true'; });
          document.body.append(inline);
          const style = document.createElement('style');
          style.textContent = 'body { --planted: 1 }';
          document.head.append(style);
          const answers = {
            eval: refused(() => eval('1')),
            function: refused(() => new Function('return 1')()),
            handler: refused(() => { element.innerHTML = '<img src=x onerror=alert(1)>'; }) || !element.firstChild,
            script: text && !globalThis.ran,
            policy: refused(() => trustedTypes.createPolicy('another', {})),
            worker: refused(() => new Worker('/another-worker.js')),
            foreignWorker: refused(() => new Worker(URL.createObjectURL(new Blob(['1'], { type: 'text/javascript' })))),
            source: refused(() => { document.createElement('script').src = '/another.js'; }),
            style: getComputedStyle(document.body).getPropertyValue('--planted') === '',
          };
          inline.remove(); style.remove();
          fetch('http://127.0.0.1:1/').then(() => 'came', () => 'refused').then((foreign) => done({ ...answers, foreign }));
        });";
    let seen = visitor.run_async(script).await?;
    let wanted = json!({
        "eval": true, "function": true, "handler": true, "script": true, "policy": true, "worker": true,
        "foreignWorker": true, "source": true, "style": true,
        "foreign": "refused",
    });
    ensure!(seen == wanted, "{seen:#}");
    let foreign = visitor
        .run(
            "return performance.getEntriesByType('resource').map((one) => one.name).filter((name) => !name.startsWith('data:')
               && new URL(name).origin !== location.origin && !name.startsWith('http://127.0.0.1:1/'));",
            Vec::new(),
        )
        .await?;
    ensure!(foreign == json!([]), "{foreign}");
    let inline = visitor
        .run(
            "return document.querySelectorAll('style, script:not([src])').length;",
            Vec::new(),
        )
        .await?;
    ensure!(inline == json!(0), "{inline} inline scripts or styles");
    Ok(())
}

#[test]
fn the_built_files_hold_no_inline_code_no_eval_and_no_foreign_address() -> Result<()> {
    // Names of formats, and an address that nothing fetches, are no addresses to go to.
    const NAMES: [&str; 2] = ["http://www.w3.org/", "https://github.com/"];
    // The end of the expression by which markup is refused, in the page's start and in the element's.
    const OWN_REFUSAL: &str = "|javascript:/i";
    let mut looked_at = 0;
    for file in std::fs::read_dir(tools::page()?)? {
        let path = file?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if !["html", "js", "css"].contains(&ending) {
            continue;
        }
        looked_at += 1;
        let text = std::fs::read_to_string(&path)?.replace(OWN_REFUSAL, "");
        for word in [
            "eval(",
            "new Function",
            "document.write",
            "javascript:",
            "importScripts(",
        ] {
            ensure!(!text.contains(word), "{name} holds {word}");
        }
        for scheme in ["http://", "https://", "\"//", "'//"] {
            let foreign = text
                .match_indices(scheme)
                .map(|(at, _)| text.get(at..text.len().min(at + 60)).unwrap_or_default())
                .find(|address| !NAMES.iter().any(|name| address.starts_with(name)));
            ensure!(foreign.is_none(), "{name} names another server: {foreign:?}");
        }
        if ending == "html" {
            let scripts = text.matches("<script").count();
            ensure!(
                scripts == text.matches(" src=\"/").count().min(scripts),
                "{name} has inline scripts"
            );
            ensure!(
                !text.contains("<style") && !text.contains(" style="),
                "{name} has inline styles"
            );
            let handler = text.split(['<', '\n']).find(|tag| {
                tag.split_whitespace()
                    .any(|word| word.starts_with("on") && word.contains("=\""))
            });
            ensure!(handler.is_none(), "{name} has a handler: {handler:?}");
            for tag in text
                .split('<')
                .filter(|tag| tag.starts_with("script") || tag.contains("rel=\"stylesheet\""))
            {
                ensure!(
                    tag.contains("integrity=\"sha384-"),
                    "{name} loads without an integrity value: <{tag}"
                );
            }
        }
    }
    ensure!(looked_at > 4, "only {looked_at} files were looked at");
    Ok(())
}

/// A page of another origin that holds ours in a frame.
async fn trap(inside: String) -> Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 4096];
            let _ = stream.read(&mut request).await;
            let body = format!(
                "<!doctype html><title>Trap</title><h1>Win a prize</h1><iframe id=\"frame\" src=\"{inside}\" width=\"900\" height=\"600\"></iframe>"
            );
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    Ok(format!("http://{address}/"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_page_gets_no_page_of_ours_into_a_frame() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    for (number, path) in ["/", "/organizations/x/members"].into_iter().enumerate() {
        let trap = trap(format!("{}{path}", world.url())).await?;
        visitor.go_abroad(&trap).await?;
        visitor.sees("Win a prize").await?;
        visitor
            .until(&format!("{path} is not refused to a foreign frame"), || async {
                let logs = visitor.logs().await?;
                let refusals = logs.iter().filter(|line| line.contains("frame-ancestors")).count();
                let refused = refusals > number;
                Ok(refused.then_some(()))
            })
            .await?;
        let inside = "return [frames.length, document.getElementById('frame').contentDocument === null];";
        let inside = visitor.run(inside, Vec::new()).await?;
        ensure!(inside == json!([1, true]), "{path}: {inside}");
        let picture = visitor.text().await?;
        ensure!(
            picture.trim() == "Win a prize",
            "{path} is shown in a foreign frame: {picture}"
        );
    }
    Ok(())
}

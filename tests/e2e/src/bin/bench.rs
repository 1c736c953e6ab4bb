//! `cargo xtask bench`: what the built page costs the person in front of it, measured in Chromium against the embedded server.
//! Prints the tables of docs/benchmarks.md. Medians of several runs; nothing here passes or fails.

use std::time::Duration;

use anyhow::{Context, Result};
use portal_e2e::world::{PASSWORD, SERVICE};
use portal_e2e::{Language, Role, Setup, Visitor, tools};
use portal_server::config::Seed;
use portal_server::{Config, Running};
use serde_json::{Value, json};
use tempfile::TempDir;

const RUNS: usize = 5;
/// A provider admin whose key is derived with PBKDF2.
const ADMIN: &str = "admin@northlight.example";
/// The client with 10,000 members.
const LARGEST: &str = "Continental Care";

/// Before anything else in a document: when the first field was there, and every task over 50 ms.
const EARLY: &str = "
    globalThis.benchLong = [];
    new PerformanceObserver((list) => list.getEntries().forEach((one) => benchLong.push(one.duration)))
      .observe({ type: 'longtask', buffered: true });
    const look = new MutationObserver(() => {
      if (document.querySelector('main input')) { globalThis.benchField = performance.now(); look.disconnect(); }
    });
    look.observe(document, { childList: true, subtree: true });
    globalThis.benchUntil = (find) => new Promise((done) => {
      const began = performance.now();
      const again = () => (find() ? done(performance.now() - began) : requestAnimationFrame(again));
      again();
    });
    globalThis.benchLink = (text) => [...document.querySelectorAll('a')].find((one) => one.textContent.includes(text));
    globalThis.benchRow = () => document.querySelector('tbody th a, tbody th .cell-name');";

#[tokio::main]
async fn main() -> Result<()> {
    let folder = TempDir::new()?;
    eprintln!("filling 1,000 clients, one of them with 10,000 members; takes a minute or two");
    let running = portal_server::start(Config {
        data: Some(folder.path().to_owned()),
        page: Some(tools::page()?),
        seed: Seed::Large,
        new_device_verification: false,
        ..Config::for_tests()
    })
    .await?;
    cold_load(&running).await?;
    derivation(&running).await?;
    lists(&running).await?;
    running.stop().await;
    Ok(())
}

async fn open(running: &Running) -> Result<Visitor> {
    let home = format!("http://localhost:{}", running.address.port());
    let visitor = Visitor::open(home, Setup::of(Language::English)).await?;
    let early = json!({ "source": EARLY });
    visitor.devtools("Page.addScriptToEvaluateOnNewDocument", early).await?;
    Ok(visitor)
}

/// From an empty cache to the e-mail field.
async fn cold_load(running: &Running) -> Result<()> {
    println!("### Cold load\n");
    println!(
        "| | bytes on the wire | requests | e-mail field after | main thread busy | JavaScript heap | WebAssembly memory |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (name, slowed) in [
        ("as it is", false),
        ("processor 4 times slower, 10 Mbit/s, 40 ms", true),
    ] {
        let mut rows = Vec::new();
        for _ in 0..RUNS {
            rows.push(load_once(running, slowed).await?);
        }
        let of = |index: usize| median(rows.iter().filter_map(|row| row.get(index).copied()).collect());
        println!(
            "| {name} | {:.0} | {:.0} | {:.0} ms | {:.0} ms | {:.1} MB | {:.1} MB |",
            of(0),
            of(1),
            of(2),
            of(3),
            of(4) / 1e6,
            of(5) / 1e6
        );
    }
    println!();
    Ok(())
}

async fn load_once(running: &Running, slowed: bool) -> Result<[f64; 6]> {
    let visitor = open(running).await?;
    visitor.devtools("Performance.enable", json!({})).await?;
    if slowed {
        let rate = json!({ "rate": 4 });
        visitor.devtools("Emulation.setCPUThrottlingRate", rate).await?;
        visitor.devtools("Network.enable", json!({})).await?;
        let line =
            json!({ "offline": false, "latency": 40, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000 });
        visitor.devtools("Network.emulateNetworkConditions", line).await?;
    }
    visitor.go("/").await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    let seen = "
        const all = [performance.getEntriesByType('navigation')[0], ...performance.getEntriesByType('resource')]
          .filter((one) => one.startTime < benchField);
        return [all.reduce((sum, one) => sum + one.transferSize, 0), all.length, benchField];";
    let seen = visitor.run(seen, Vec::new()).await?;
    let busy = metric(&visitor, "TaskDuration").await? * 1000.0;
    let heap = metric(&visitor, "JSHeapUsedSize").await?;
    let own = own_memory(&visitor).await?;
    visitor.close().await?;
    Ok([number(&seen[0]), number(&seen[1]), number(&seen[2]), busy, heap, own])
}

async fn sign_in(visitor: &Visitor, email: &str) -> Result<()> {
    visitor.go("/").await?;
    visitor.fill(visitor.say("sign_in.email"), email).await?;
    visitor.button(visitor.say("sign_in.continue_")).await?;
    visitor.fill(visitor.say("sign_in.password"), PASSWORD).await
}

/// From the press of "Log in" to the token request, against the bare derivation in the same page.
async fn derivation(running: &Running) -> Result<()> {
    let bare = "const done = arguments[0];
        (async () => {
          const password = new TextEncoder().encode('a password of some length');
          const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
          const began = performance.now();
          const how = { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(16), iterations: 600000 };
          await crypto.subtle.deriveBits(how, key, 256);
          done(performance.now() - began);
        })();";
    let pressed = "document.addEventListener('submit', () => { globalThis.benchPressed = performance.now(); }, true);";
    let took = "
        const token = performance.getEntriesByType('resource').find((one) => one.name.endsWith('/connect/token'));
        return token.startTime - benchPressed;";
    let (mut times, mut bares, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let visitor = open(running).await?;
        sign_in(&visitor, ADMIN).await?;
        let bare = number(&visitor.run_async(bare).await?);
        visitor.run(pressed, Vec::new()).await?;
        visitor.button(visitor.say("sign_in.log_in")).await?;
        rows(&visitor).await?;
        let time = number(&visitor.run(took, Vec::new()).await?);
        times.push(time);
        bares.push(bare);
        ratios.push(time / bare);
        visitor.close().await?;
    }
    println!("### PBKDF2 with 600,000 rounds\n");
    println!("| press of \"Log in\" to the token request | bare WebCrypto in the same page | ratio |");
    println!("| ---: | ---: | ---: |");
    println!(
        "| {:.0} ms | {:.0} ms | {:.2} |\n",
        median(times),
        median(bares),
        median(ratios)
    );
    Ok(())
}

/// Lists at real sizes: how long until rows are there, and the longest task of the main thread while they are worked with.
async fn lists(running: &Running) -> Result<()> {
    println!("### Lists\n");
    println!("| | rows after | longest task: loading | sorting | typing | scrolling |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let visitor = open(running).await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.button(visitor.say("sign_in.log_in")).await?;
    rows(&visitor).await?;
    // From another page, so that signing in isn't counted.
    type_in_search(&visitor, LARGEST).await?;
    click(&visitor, LARGEST, "document.querySelector('.stat-value')").await?;
    settle().await;
    longest(&visitor).await?;
    let shown = click(&visitor, &visitor.say("shell.all_clients"), "benchRow()").await?;
    work_with(&visitor, "Clients, 1,000 rows", shown, "northern").await?;
    type_in_search(&visitor, LARGEST).await?;
    click(&visitor, LARGEST, "document.querySelector('.stat-value')").await?;
    settle().await;
    longest(&visitor).await?;
    let shown = click(&visitor, &visitor.say("shell.members"), "benchRow()").await?;
    work_with(&visitor, "Members, 10,000 rows", shown, "anna").await?;
    println!("\n### Memory after 50 changes of client\n");
    println!("| | JavaScript heap | WebAssembly memory |\n| --- | ---: | ---: |");
    click(&visitor, &visitor.say("shell.all_clients"), "benchRow()").await?;
    memory(&visitor, "before").await?;
    for number in 0..50 {
        let next = format!("document.querySelectorAll('tbody th a')[{}].click();", 1 + number % 2);
        visitor.run(&next, Vec::new()).await?;
        until(&visitor, "document.querySelector('.stat-value')").await?;
        click(&visitor, &visitor.say("shell.all_clients"), "benchRow()").await?;
    }
    memory(&visitor, "after").await?;
    visitor.close().await
}

async fn settle() {
    tokio::time::sleep(Duration::from_millis(1500)).await;
}

async fn rows(visitor: &Visitor) -> Result<()> {
    until(visitor, "benchRow()").await.map(drop)
}

/// Milliseconds until a JavaScript expression holds.
async fn until(visitor: &Visitor, holds: &str) -> Result<f64> {
    let script = format!("const done = arguments[0]; benchUntil(() => {holds}).then(done);");
    Ok(number(&visitor.run_async(&script).await?))
}

/// Clicks a link and tells the milliseconds until an expression holds.
async fn click(visitor: &Visitor, link: &str, holds: &str) -> Result<f64> {
    let link = json!(link);
    let script = format!(
        "const done = arguments[0]; benchUntil(() => benchLink({link})).then(() => {{
           const before = {holds}; benchLink({link}).click(); benchUntil(() => {{ const now = {holds}; return now && now !== before; }}).then(done);
         }});"
    );
    Ok(number(&visitor.run_async(&script).await?))
}

async fn work_with(visitor: &Visitor, name: &str, shown: f64, word: &str) -> Result<()> {
    settle().await;
    let loading = longest(visitor).await?;
    let sort = "document.querySelectorAll('.table-sort')[0].click();";
    visitor.run(sort, Vec::new()).await?;
    settle().await;
    let sorting = longest(visitor).await?;
    type_in_search(visitor, word).await?;
    settle().await;
    let typing = longest(visitor).await?;
    let clear = "const field = document.querySelector('input[type=search]'); field.value = '';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    visitor.run(clear, Vec::new()).await?;
    settle().await;
    longest(visitor).await?;
    let scroll = "const done = arguments[0]; const region = document.querySelector('.table-region'); let left = 60;
        const step = () => { region.scrollTop += 900; if (--left) requestAnimationFrame(step); else done(true); };
        step();";
    visitor.run_async(scroll).await?;
    let scrolling = longest(visitor).await?;
    println!("| {name} | {shown:.0} ms | {loading} | {sorting} | {typing} | {scrolling} |");
    Ok(())
}

/// Types letter by letter.
async fn type_in_search(visitor: &Visitor, word: &str) -> Result<()> {
    let word = json!(word);
    let typing = format!(
        "const done = arguments[0]; const field = document.querySelector('input[type=search]'); let left = [...{word}];
         const next = () => {{
           if (left.length === 0) return done(true);
           field.value += left.shift();
           field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
           setTimeout(next, 80);
         }};
         next();"
    );
    visitor.run_async(&typing).await?;
    Ok(())
}

/// The longest task since the last question; browsers don't tell of tasks below 50 ms.
async fn longest(visitor: &Visitor) -> Result<String> {
    let longest = visitor
        .run("return Math.max(0, ...benchLong.splice(0));", Vec::new())
        .await?;
    Ok(match number(&longest) {
        0.0 => "< 50 ms".to_owned(),
        longest => format!("{longest:.0} ms"),
    })
}

async fn memory(visitor: &Visitor, name: &str) -> Result<()> {
    visitor.devtools("Performance.enable", json!({})).await?;
    visitor.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    let heap = metric(visitor, "JSHeapUsedSize").await?;
    let own = own_memory(visitor).await?;
    println!("| {name} | {:.1} MB | {:.1} MB |", heap / 1e6, own / 1e6);
    Ok(())
}

/// The WebAssembly memory of the page, in bytes.
async fn own_memory(visitor: &Visitor) -> Result<f64> {
    let script = "const done = arguments[0];
        import(document.getElementById('portal-boot').dataset.js)
          .then((glue) => done(glue.initSync().memory.buffer.byteLength));";
    Ok(number(&visitor.run_async(script).await?))
}

async fn metric(visitor: &Visitor, name: &str) -> Result<f64> {
    let metrics = visitor.devtools("Performance.getMetrics", json!({})).await?;
    let all = metrics["metrics"].as_array().context("no metrics")?;
    let one = all.iter().find(|one| one["name"] == name).context("no such metric")?;
    Ok(number(&one["value"]))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

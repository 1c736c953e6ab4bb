//! An element that is taken out, put back, moved, or put in twice.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_e2e::world::{PASSWORD, SERVICE};
use portal_e2e::{Language, Visitor};
use serde_json::json;

use super::{hosted, visit};
use crate::ways::{sign_in, unlock};

/// Put into every document before its own scripts: what runs by time, and what other tabs are spoken to by.
const COUNTING: &str = "
    globalThis.keptForTests = { intervals: new Set(), channels: 0 };
    const [set, clear, Channel] = [setInterval, clearInterval, BroadcastChannel];
    globalThis.setInterval = (...call) => { const one = set(...call); keptForTests.intervals.add(one); return one; };
    globalThis.clearInterval = (one) => { keptForTests.intervals.delete(one); clear(one); };
    globalThis.BroadcastChannel = class extends Channel {
      constructor(name) { super(name); keptForTests.channels += 1; }
      close() { keptForTests.channels -= 1; super.close(); }
    };";

/// What is there that could have been left behind.
#[derive(Debug, PartialEq, Eq)]
struct Kept {
    nodes: u64,
    listeners: u64,
    on_window: usize,
    intervals: u64,
    channels: u64,
    memory: u64,
}

async fn kept(visitor: &Visitor) -> Result<Kept> {
    visitor.devtools("Performance.enable", json!({})).await?;
    // Short timers end first; what the first look frees frees the rest.
    tokio::time::sleep(Duration::from_millis(600)).await;
    for _ in 0..2 {
        visitor.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    }
    let metrics = visitor.devtools("Performance.getMetrics", json!({})).await?;
    let metric = |name: &str| {
        let all = metrics["metrics"].as_array()?;
        let value = all.iter().find(|one| one["name"] == name)?["value"].as_f64()?;
        Some(value as u64)
    };
    let window = visitor
        .devtools("Runtime.evaluate", json!({ "expression": "window" }))
        .await?;
    let object = json!({ "objectId": window["result"]["objectId"] });
    let listening = visitor.devtools("DOMDebugger.getEventListeners", object).await?;
    let counted = visitor
        .run(
            "return [keptForTests.intervals.size, keptForTests.channels];",
            Vec::new(),
        )
        .await?;
    let memory = "const done = arguments[0];
        const glue = performance.getEntriesByType('resource').find((one) => /portal-[0-9a-f]+\\.js$/.test(one.name));
        import(glue.name).then((glue) => done(glue.initSync().memory.buffer.byteLength));";
    let memory = visitor.run_async(memory).await?;
    Ok(Kept {
        nodes: metric("Nodes").context("no count of nodes")?,
        listeners: metric("JSEventListeners").context("no count of listeners")?,
        on_window: listening["listeners"].as_array().context("no listeners")?.len(),
        intervals: counted[0].as_u64().context("no intervals")?,
        channels: counted[1].as_u64().context("no channels")?,
        memory: memory.as_u64().context("no memory")?,
    })
}

/// Everything by scripts of the page: a driver that has found an element keeps it, and with it the tree it was in.
const BY_SCRIPT: &str = "const done = arguments[0];
    const tree = () => document.querySelector('provider-portal')?.shadowRoot;
    const until = async (look) => {
      for (;;) {
        const found = look();
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    };
    const toggle = () => document.getElementById('toggle').click();";

async fn take_out(visitor: &Visitor) -> Result<()> {
    let script = format!("{BY_SCRIPT} toggle(); until(() => !tree()).then(done);");
    visitor.run_async(&script).await?;
    Ok(())
}

/// There when it is unlocked.
const CLIENTS_SHOWN: &str = "await until(() => tree().querySelector('tbody th a'));";
/// There when an answer is waited for.
const ANSWER_AWAITED: &str =
    "await new Promise((resolve) => setTimeout(resolve, 500)); await until(() => notedForTests.waiting > 0);";

/// Puts the element back, sends the password, and goes on `when`.
async fn put_back(visitor: &Visitor, when: &str) -> Result<()> {
    let script = format!(
        "{BY_SCRIPT} toggle();
        until(() => tree()?.querySelector('[type=password]')).then(async (field) => {{
          field.value = {PASSWORD:?};
          field.dispatchEvent(new Event('input', {{ bubbles: true }}));
          field.form.requestSubmit();
          {when}
          done();
        }});"
    );
    visitor.run_async(&script).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_that_comes_and_goes_leaves_nothing_behind() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    let source = json!({ "source": COUNTING });
    visitor
        .devtools("Page.addScriptToEvaluateOnNewDocument", source)
        .await?;
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let mut before = None;
    for round in 0..10 {
        take_out(&visitor).await?;
        let now = kept(&visitor).await?;
        ensure!((now.intervals, now.channels) == (0, 0), "round {round}: {now:?}");
        match &before {
            // The first rounds fill what is kept once: words, parts, pools.
            None if round == 3 => before = Some(now),
            None => {}
            // What the host writes down of each round is a few nodes; memory comes in pieces of 64 kB.
            Some(before) => ensure!(
                now.nodes <= before.nodes + 10 * (round - 3)
                    && now.listeners <= before.listeners
                    && now.on_window == before.on_window
                    && now.memory <= before.memory + 2 * 65_536,
                "round {round}: {now:?} after {before:?}"
            ),
        }
        put_back(&visitor, CLIENTS_SHOWN).await?;
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_taken_out_at_any_moment_does_no_harm() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    // Put back, and out again after so many milliseconds: while files come, while it is drawn, while it waits.
    let flicker = "const done = arguments[0];
        const [portal, home] = [document.querySelector('provider-portal'), document.getElementById('place-for-it')];
        const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        (async () => {
          for (const ms of [0, 1, 2, 5, 10, 20, 50, 100, 200]) { portal.remove(); await wait(ms); home.append(portal); await wait(ms); }
          portal.remove(); home.append(portal);
          done(true);
        })();";
    visitor.run_async(flicker).await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    // Out in the middle of an unlock.
    visitor.fill(visitor.say("sign_in.password"), PASSWORD).await?;
    visitor.button(visitor.say("sign_in.unlock")).await?;
    visitor.button("Put away or bring back").await?;
    visitor.button("Put away or bring back").await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_that_is_moved_stays_open() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::Swedish).await?;
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let moved = "document.querySelector('main').append(document.querySelector('provider-portal'));";
    visitor.run(moved, Vec::new()).await?;
    visitor.link(visitor.say("common.product")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

/// Put into every document before its own scripts: what is thrown, and how many requests wait for their answer.
const NOTING: &str = "
    globalThis.notedForTests = { thrown: [], waiting: 0 };
    addEventListener('error', ({ message }) => notedForTests.thrown.push(message));
    addEventListener('unhandledrejection', ({ reason }) => notedForTests.thrown.push(`${reason}`));
    const ask = fetch;
    globalThis.fetch = async (...call) => {
      notedForTests.waiting += 1;
      try { return await ask(...call); } finally { notedForTests.waiting -= 1; }
    };";

#[tokio::test(flavor = "multi_thread")]
async fn an_element_taken_out_while_answers_take_ten_seconds_asks_no_more_and_leaves_nothing_behind() -> Result<()> {
    let (world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    for source in [COUNTING, NOTING] {
        let script = json!({ "source": format!("{{ {source} }}") });
        visitor
            .devtools("Page.addScriptToEvaluateOnNewDocument", script)
            .await?;
    }
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    take_out(&visitor).await?;
    let mut before = None;
    // In the middle of an unlock, first and second half, and while the list comes.
    let slow = ["/identity/*", "/api/accounts/*", "/api/providers/*"];
    for (round, path) in slow.iter().cycle().take(9).enumerate() {
        world.fault(json!({ "path": path, "kind": "slow", "ms": 10_000 }))?;
        put_back(&visitor, ANSWER_AWAITED).await?;
        take_out(&visitor).await?;
        let now = kept(&visitor).await?;
        let waiting = visitor.run("return notedForTests.waiting;", Vec::new()).await?;
        ensure!(waiting == 0, "{path}: {waiting} requests go on without the element");
        ensure!((now.intervals, now.channels) == (0, 0), "{path}: {now:?}");
        match &before {
            None if round == 3 => before = Some(now),
            None => {}
            Some(before) => ensure!(
                now.nodes <= before.nodes + 20 * (round as u64 - 3)
                    && now.listeners <= before.listeners
                    && now.on_window == before.on_window
                    && now.memory <= before.memory + 2 * 65_536,
                "{path}, round {round}: {now:?} after {before:?}"
            ),
        }
    }
    // When the last answer would have come, a new element has long been at work.
    world.clear_faults()?;
    put_back(&visitor, CLIENTS_SHOWN).await?;
    tokio::time::sleep(Duration::from_secs(11)).await;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let thrown = visitor.run("return notedForTests.thrown;", Vec::new()).await?;
    ensure!(thrown == json!([]), "{thrown}");
    visitor.close().await
}

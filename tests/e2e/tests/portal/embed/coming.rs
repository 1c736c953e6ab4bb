//! An element that is taken out, put back, moved, or put in twice.

use anyhow::{Context, Result, ensure};
use portal_e2e::world::{PASSWORD, SERVICE};
use portal_e2e::{Language, Role, Visitor};
use serde_json::{Value, json};

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
    visitor.devtools("HeapProfiler.collectGarbage", json!({})).await?;
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

/// Takes the element out and puts it back.
async fn renew(visitor: &Visitor) -> Result<()> {
    visitor.button("Put away or bring back").await?;
    visitor.gone(Role::Button, visitor.say("shell.account")).await?;
    visitor.gone(Role::TextBox, visitor.say("sign_in.password")).await?;
    visitor.gone(Role::TextBox, visitor.say("sign_in.email")).await?;
    visitor.button("Put away or bring back").await
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
    let mut before = None;
    for round in 0..6 {
        visitor.title_is(&visitor.say("clients.title")).await?;
        renew(&visitor).await?;
        visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
        visitor.button("Put away or bring back").await?;
        visitor.gone(Role::TextBox, visitor.say("sign_in.password")).await?;
        let now = kept(&visitor).await?;
        ensure!((now.intervals, now.channels) == (0, 0), "round {round}: {now:?}");
        match &before {
            // The first rounds fill what is kept once: words, parts, pools.
            None if round == 2 => before = Some(now),
            None => {}
            Some(before) => ensure!(
                now.nodes <= before.nodes + 20
                    && now.listeners <= before.listeners + 2
                    && now.on_window == before.on_window
                    && now.memory == before.memory,
                "round {round}: {now:?} after {before:?}"
            ),
        }
        visitor.button("Put away or bring back").await?;
        visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
        unlock(&visitor, PASSWORD).await?;
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
async fn an_element_that_is_moved_stays_open_and_a_second_one_is_refused_with_words() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::Swedish).await?;
    visitor.go("/passwords/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let moved = "document.querySelector('main').append(document.querySelector('provider-portal'));";
    visitor.run(moved, Vec::new()).await?;
    visitor.link(visitor.say("common.product")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let second = "document.querySelector('main').append(document.createElement('provider-portal'));";
    visitor.run(second, Vec::new()).await?;
    visitor.sees(&visitor.say("embed.second_title")).await?;
    visitor.check("second").await?;
    // The one that was refused doesn't take the other with it.
    let away = "[...document.querySelectorAll('provider-portal')].at(-1).remove();";
    visitor.run(away, Vec::new()).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_does_not_arrive_is_told_to_person_and_host_and_the_hosts_page_goes_on() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.lose(&["*_bg.wasm"]).await?;
    visitor.go("/passwords/").await?;
    visitor.sees(&visitor.say("embed.unloaded_title")).await?;
    super::heard(&visitor, "failed").await?;
    visitor.check("unloaded").await?;
    visitor.lose(&[]).await?;
    visitor.button("Put away or bring back").await?;
    visitor.button("Put away or bring back").await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    ensure!(visitor.run("return document.querySelector('provider-portal').shadowRoot.querySelectorAll('[role=alert] h2').length;", Vec::new()).await? == Value::from(0));
    visitor.close().await
}

//! What stays in memory of pages that were left: counted, not weighed, after a forced garbage collection.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, FULL, SERVICE};
use portal_e2e::{Language, Visitor, World};
use serde_json::json;

use crate::ways::open_clients;

/// How often the clients are gone through before the first count, when everything that is made once has been made, and
/// between the two counts.
const BEFORE: usize = 3;
const BETWEEN: usize = 10;
/// More than this for each of them would be something that stays.
const ALLOWED: u64 = 5;

#[derive(Debug)]
struct Counts {
    nodes: u64,
    listeners: u64,
}

async fn counts(visitor: &Visitor) -> Result<Counts> {
    for _ in 0..3 {
        visitor.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    }
    let counts = visitor.devtools("Memory.getDOMCounters", json!({})).await?;
    let count = |name: &str| counts[name].as_u64().unwrap_or(u64::MAX);
    Ok(Counts {
        nodes: count("nodes"),
        listeners: count("jsEventListeners"),
    })
}

/// Presses a link, and waits for the page of this title without anything that is still to come. In the page itself: the driver of the
/// browser would hold the elements that it finds.
async fn go(visitor: &Visitor, link: &str, title: &str) -> Result<()> {
    let script = format!(
        "const done = arguments[0];
         const look = () => {{
           const link = [...document.querySelectorAll('a')].find((one) => one.textContent.includes({link}));
           if (link) link.click();
           const there = () => {{
             const titles = [...document.querySelectorAll('h1')].map((one) => one.textContent.trim());
             const whole = titles.includes({title}) && !document.querySelector('.table-skeleton');
             return whole ? done(true) : setTimeout(there, 30);
           }};
           return link ? there() : setTimeout(look, 30);
         }};
         look();",
        link = json!(link),
        title = json!(title),
    );
    visitor.run_async(&script).await.map(drop)
}

/// Into each of two clients, to its members, to its collections, and back to all clients.
async fn go_round(visitor: &Visitor) -> Result<()> {
    for client in [CLIENT, FULL] {
        go(visitor, client, &visitor.say("organization.overview")).await?;
        go(visitor, &visitor.say("shell.members"), &visitor.say("members.title")).await?;
        go(
            visitor,
            &visitor.say("shell.collections"),
            &visitor.say("collections.title"),
        )
        .await?;
        go(
            visitor,
            &visitor.say("shell.all_clients"),
            &visitor.say("clients.title"),
        )
        .await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn going_from_client_to_client_leaves_nothing_behind() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    for _ in 0..BEFORE {
        go_round(&visitor).await?;
    }
    let before = counts(&visitor).await?;
    for _ in 0..BETWEEN {
        go_round(&visitor).await?;
    }
    let after = counts(&visitor).await?;
    let allowed = ALLOWED * BETWEEN as u64;
    ensure!(
        after.nodes <= before.nodes + allowed && after.listeners <= before.listeners + allowed,
        "{before:?} became {after:?}"
    );
    visitor.close().await
}

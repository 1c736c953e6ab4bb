//! From an empty cache to the e-mail field, and the same files fetched with nothing done with them.

use anyhow::Result;
use portal_e2e::Role;
use serde_json::json;

use crate::figures::{Runs, head, row};
use crate::page::{ask, metric, number, own_memory, until, value};
use crate::stage::{Large, RUNS, slow_down};

#[derive(Default)]
struct Load {
    bytes: f64,
    requests: f64,
    field: f64,
    bare: f64,
    busy: f64,
    heap: f64,
    own: f64,
}

pub async fn table(large: &Large) -> Result<()> {
    println!("### Cold load\n");
    head(&[
        "",
        "bytes on the wire",
        "requests",
        "e-mail field after",
        "its files alone",
        "ratio",
        "main thread busy",
        "JavaScript heap",
        "WebAssembly memory",
    ]);
    for (name, slowed) in [
        ("as it is", false),
        ("processor 4 times slower, 10 Mbit/s, 40 ms", true),
    ] {
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            let (mut load, files) = once(large, slowed).await?;
            load.bare = bare(large, slowed, &files).await?;
            runs.push(load);
        }
        let cells = [
            Runs::of(&runs, |run| run.bytes).count(),
            Runs::of(&runs, |run| run.requests).count(),
            Runs::of(&runs, |run| run.field).ms(),
            Runs::of(&runs, |run| run.bare).ms(),
            Runs::of(&runs, |run| run.field / run.bare).ratio(),
            Runs::of(&runs, |run| run.busy).ms(),
            Runs::of(&runs, |run| run.heap).megabytes(),
            Runs::of(&runs, |run| run.own).megabytes(),
        ];
        row(name, &cells);
    }
    println!();
    Ok(())
}

/// The load, and the addresses of what was asked for before the field was there, without the document.
async fn once(large: &Large, slowed: bool) -> Result<(Load, Vec<String>)> {
    let visitor = large.open().await?;
    if slowed {
        slow(&visitor).await?;
    }
    visitor.go("/").await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    let seen = "(() => {
        const early = (kind) => performance.getEntriesByType(kind).filter((one) => one.startTime < bench.field);
        const all = [...early('navigation'), ...early('resource')];
        const bytes = all.reduce((sum, one) => sum + one.transferSize, 0);
        return [bytes, all.length, bench.field, early('resource').map((one) => new URL(one.name).pathname)];
      })()";
    let seen = value(&visitor, seen).await?;
    let load = Load {
        bytes: number(&seen[0]),
        requests: number(&seen[1]),
        field: number(&seen[2]),
        busy: metric(&visitor, "TaskDuration").await? * 1000.0,
        heap: metric(&visitor, "JSHeapUsedSize").await?,
        own: own_memory(&visitor).await?,
        ..Load::default()
    };
    let files = seen[3].as_array().into_iter().flatten();
    let files = files.filter_map(|file| file.as_str().map(str::to_owned)).collect();
    visitor.close().await?;
    Ok((load, files))
}

async fn bare(large: &Large, slowed: bool, files: &[String]) -> Result<f64> {
    let visitor = large.open().await?;
    if slowed {
        slow(&visitor).await?;
    }
    let named: Vec<String> = files.iter().map(|file| format!("file={file}")).collect();
    visitor.go(&format!("/beside/bare.html?{}", named.join("&"))).await?;
    until(&visitor, "bench.bareLoaded").await?;
    let loaded = ask(&visitor, "bench.bareLoaded").await?;
    visitor.close().await?;
    Ok(loaded)
}

async fn slow(visitor: &portal_e2e::Visitor) -> Result<()> {
    slow_down(visitor, 4).await?;
    visitor.devtools("Network.enable", json!({})).await?;
    let line = json!({
        "offline": false, "latency": 40, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000
    });
    visitor
        .devtools("Network.emulateNetworkConditions", line)
        .await
        .map(drop)
}

//! Signing in without the key derivation: from the server's "yes" to the first rows of Clients.

use anyhow::Result;
use portal_e2e::Visitor;
use serde_json::Value;

use crate::figures::{Runs, head, row};
use crate::page::{number, until, value};
use crate::stage::{ADMIN, Large, RUNS, slow_down, type_password};

struct Entry {
    whole: f64,
    waited: f64,
    bare: f64,
    requests: f64,
    longest: f64,
}

pub async fn table(large: &Large) -> Result<()> {
    println!("### From the token's answer to the first rows of Clients (1,000 clients)\n");
    head(&[
        "",
        "first rows after",
        "of it waiting for answers",
        "ours",
        "requests",
        "the same answers fetched and parsed alone",
        "ratio",
        "longest task",
    ]);
    for (name, slower) in [("as it is", 1), ("processor 4 times slower", 4)] {
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            let visitor = large.open().await?;
            slow_down(&visitor, slower).await?;
            runs.push(once(&visitor).await?);
            visitor.close().await?;
        }
        let cells = [
            Runs::of(&runs, |run| run.whole).ms(),
            Runs::of(&runs, |run| run.waited).ms(),
            Runs::of(&runs, |run| run.whole - run.waited).ms(),
            Runs::of(&runs, |run| run.requests).count(),
            Runs::of(&runs, |run| run.bare).ms(),
            Runs::of(&runs, |run| run.whole / run.bare).ratio(),
            Runs::of(&runs, |run| run.longest).longest(),
        ];
        row(name, &cells);
    }
    println!();
    Ok(())
}

async fn once(visitor: &Visitor) -> Result<Entry> {
    type_password(visitor, "/", ADMIN).await?;
    let arm = "(() => {
        bench.long.splice(0);
        bench.until(() => bench.row()).then(() => (bench.rows = performance.now()));
      })()";
    value(visitor, arm).await?;
    visitor.button(visitor.say("sign_in.log_in")).await?;
    until(visitor, "bench.rows").await?;
    let seen = "(() => {
        const token = performance.getEntriesByType('resource').find((one) => one.name.endsWith('/connect/token'));
        const asked = bench.asked(token.responseEnd, bench.rows);
        return [bench.rows - token.responseEnd, bench.waited(asked), asked.map((one) => one.name), Math.max(0, ...bench.long)];
      })()";
    let seen = value(visitor, seen).await?;
    let bare = value(visitor, &format!("await bench.bare({})", seen[2])).await?;
    Ok(Entry {
        whole: number(&seen[0]),
        waited: number(&seen[1]),
        bare: number(&bare),
        requests: count(&seen[2]),
        longest: number(&seen[3]),
    })
}

#[allow(clippy::cast_precision_loss)]
fn count(list: &Value) -> f64 {
    list.as_array().map_or(f64::NAN, |list| list.len() as f64)
}

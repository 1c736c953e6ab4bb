//! What stays in memory while a person goes from client to client.

use anyhow::Result;
use portal_e2e::Visitor;
use portal_e2e::world::SERVICE;
use serde_json::json;

use crate::figures::{Runs, head, row};
use crate::page::{click, metric, own_memory, until, value};
use crate::stage::{Large, OVERVIEW, settle, sign_in};

/// After so many changes of client it is looked at.
const LOOKS: [usize; 4] = [0, 5, 25, 50];

pub async fn table(large: &Large) -> Result<()> {
    println!("### Memory after changes of client\n");
    head(&[
        "changes so far",
        "JavaScript heap",
        "WebAssembly memory",
        "nodes",
        "listeners",
        "documents",
    ]);
    let visitor = large.open().await?;
    sign_in(&visitor, "/", SERVICE, "bench.row()").await?;
    let mut changes = 0;
    for look in LOOKS {
        while changes < look {
            change(&visitor, changes).await?;
            changes += 1;
        }
        settle().await;
        visitor.devtools("HeapProfiler.collectGarbage", json!({})).await?;
        let one = |value: f64| Runs::from_iter([value]);
        let cells = [
            one(metric(&visitor, "JSHeapUsedSize").await?).megabytes(),
            one(own_memory(&visitor).await?).megabytes(),
            one(metric(&visitor, "Nodes").await?).count(),
            one(metric(&visitor, "JSEventListeners").await?).count(),
            one(metric(&visitor, "Documents").await?).count(),
        ];
        row(&changes.to_string(), &cells);
    }
    println!();
    visitor.close().await
}

/// Into one of the first clients, to its members, and back to all clients.
async fn change(visitor: &Visitor, number: usize) -> Result<()> {
    // Rows are drawn in blocks, one a frame.
    let client = format!("document.querySelectorAll('tbody th a')[{}]", 1 + number % 5);
    until(visitor, &client).await?;
    value(visitor, &format!("{client}.click()")).await?;
    until(visitor, OVERVIEW).await?;
    click(visitor, &visitor.say("shell.members"), "bench.row()").await?;
    click(visitor, &visitor.say("shell.all_clients"), "bench.row()").await?;
    Ok(())
}

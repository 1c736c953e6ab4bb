//! Importing at real sizes: against the official command-line client, and what the most that a server takes costs.

use std::path::Path;
use std::pin::pin;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use portal_e2e::Role;
use portal_e2e::official::Official;
use portal_e2e::world::FULL_OWNER;
use serde_json::json;

use crate::crafted;
use crate::figures::{Runs, head, row};
use crate::importing::{Place, choose, press};
use crate::page::{ask, longest, metric, own_memory};
use crate::process;
use crate::stage::{FEW, Site, settle};

const MANY: usize = 10_000;
/// What the cloud service takes at once.
const MOST: usize = 40_000;
/// Between two looks at the heap, or at what has arrived.
const LOOK: Duration = Duration::from_millis(100);
/// How long the official client may take to end once its work is done.
const GRACE: Duration = Duration::from_secs(10);

pub async fn table(site: &Site) -> Result<()> {
    let place = Place::start(site).await?;
    against_official(&place).await?;
    most(&place).await?;
    crafted::table(&place).await
}

/// Milliseconds of one import by each.
struct Pair {
    ours: f64,
    theirs: f64,
}

async fn against_official(place: &Place) -> Result<()> {
    let file = place.file(MANY)?;
    let mut official = Official::at(&place.world).await?;
    official.log_in(FULL_OWNER).await?;
    let mut runs = Vec::new();
    for _ in 0..FEW {
        place.clear()?;
        let visitor = place.open().await?;
        let ours = place.import(&visitor, &file, MANY).await?.whole();
        visitor.close().await?;
        place.clear()?;
        let theirs = official_import(place, &official, &file).await?;
        runs.push(Pair { ours, theirs });
    }
    place.clear()?;
    println!("### Import of 10,000 items, against `bw import` of the same file to the same server\n");
    head(&["", "time", "the page's share of it"]);
    let line = |name: &str, figure: fn(&Pair) -> f64| {
        let share = Runs::of(&runs, |run| run.ours / figure(run)).ratio();
        row(name, &[Runs::of(&runs, figure).ms(), share]);
    };
    line("the page, from the chosen file to the receipt", |run| run.ours);
    line("`bw import`", |run| run.theirs);
    println!();
    Ok(())
}

/// Milliseconds from the command's start until the server holds every item. What the client does after that isn't counted, and
/// not waited for either beyond a while.
async fn official_import(place: &Place, official: &Official, file: &Path) -> Result<f64> {
    let began = Instant::now();
    let mut import = pin!(official.import(file, &place.organization));
    loop {
        let ended = tokio::time::timeout(LOOK, &mut import).await;
        let there = place.world.items(&place.organization)?;
        if there == i64::try_from(MANY)? {
            let took = milliseconds(began);
            if ended.is_err() {
                tokio::time::timeout(GRACE, import).await.ok();
            }
            return Ok(took);
        }
        if let Ok(ended) = ended {
            ended?;
            bail!("the official client imported {there} items");
        }
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// The greatest import there is, with what it holds in memory.
async fn most(place: &Place) -> Result<()> {
    let file = place.file(MOST)?;
    let size = std::fs::metadata(&file)?.len();
    let visitor = place.open().await?;
    visitor.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    let heap_before = metric(&visitor, "JSHeapUsedSize").await?;
    let own_before = own_memory(&visitor).await?;
    let process_before = process::renderers();
    longest(&visitor).await?;
    choose(&visitor, &file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    settle().await;
    press(&visitor).await?;
    let mut heap = heap_before;
    // Looked at from outside: a script that waits would hold the driver up.
    while ask(&visitor, "bench.ended ? 1 : 0").await? == 0.0 {
        heap = heap.max(metric(&visitor, "JSHeapUsedSize").await?);
        tokio::time::sleep(LOOK).await;
    }
    let slowest = longest(&visitor).await?;
    let took = place.took(&visitor, MOST).await?;
    let process = process::peak(&process_before);
    println!("### Import of 40,000 items (a file of {} MB)\n", size / 1_000_000);
    let one = |value: f64| Runs::from_iter([value]);
    head(&[
        "reading and checking",
        "encrypting",
        "sending, with the server's work",
        "press to receipt",
        "longest task",
    ]);
    row(
        &one(took.checking).ms(),
        &[
            one(took.encrypting).ms(),
            one(took.sending).ms(),
            one(took.importing).ms(),
            one(slowest).longest(),
        ],
    );
    println!();
    head(&["memory", "before", "at most"]);
    row(
        "the page's WebAssembly",
        &[
            one(own_before).megabytes(),
            one(own_memory(&visitor).await?).megabytes(),
        ],
    );
    row(
        "the worker's WebAssembly, ended after encrypting",
        &["–".to_owned(), one(took.worker).megabytes()],
    );
    row(
        "JavaScript heap",
        &[one(heap_before).megabytes(), one(heap).megabytes()],
    );
    if let Some((before, most)) = process {
        row(
            "the whole process of the tab",
            &[one(before).megabytes(), one(most).megabytes()],
        );
    }
    println!();
    visitor.close().await
}

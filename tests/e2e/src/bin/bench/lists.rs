//! Lists at real sizes: how long until rows are there, and the longest task of the main thread while they are worked with.

use anyhow::Result;
use portal_e2e::Visitor;
use portal_e2e::world::SERVICE;

use crate::figures::{Runs, head, row};
use crate::page::{ask, click, longest, number, type_in_search, value};
use crate::stage::{FEW, LARGEST, Large, OVERVIEW, settle, sign_in};

#[derive(Default)]
struct List {
    first: f64,
    bare: f64,
    again: f64,
    loading: f64,
    sorting: f64,
    typing: f64,
    filtering: f64,
    scrolling: f64,
}

pub async fn table(large: &Large) -> Result<()> {
    let (mut clients, mut members) = (Vec::new(), Vec::new());
    for _ in 0..FEW {
        let visitor = large.open().await?;
        sign_in(&visitor, &large.console(LARGEST)?, SERVICE, OVERVIEW).await?;
        clients.push(list(&visitor, "shell.all_clients", "northern", true).await?);
        members.push(list(&visitor, "shell.members", "anna", false).await?);
        visitor.close().await?;
    }
    println!("### Lists\n");
    head(&[
        "",
        "first rows after",
        "the same answers fetched and parsed alone",
        "ratio",
        "seen before: rows after",
        "longest task: loading",
        "sorting",
        "typing",
        "filtering",
        "scrolling",
    ]);
    for (name, runs) in [("Clients, 1,000 rows", clients), ("Members, 10,000 rows", members)] {
        let cells = [
            Runs::of(&runs, |run| run.first).ms(),
            Runs::of(&runs, |run| run.bare).ms(),
            Runs::of(&runs, |run| run.first / run.bare).ratio(),
            Runs::of(&runs, |run| run.again).ms(),
            Runs::of(&runs, |run| run.loading).longest(),
            Runs::of(&runs, |run| run.sorting).longest(),
            Runs::of(&runs, |run| run.typing).longest(),
            Runs::of(&runs, |run| run.filtering).longest(),
            Runs::of(&runs, |run| run.scrolling).longest(),
        ];
        row(name, &cells);
    }
    println!();
    Ok(())
}

/// Opens a list for the first time from a client's overview, works with it, and ends on the overview again.
async fn list(visitor: &Visitor, link: &str, word: &str, leads_away: bool) -> Result<List> {
    let link = visitor.say(link);
    settle().await;
    longest(visitor).await?;
    let from = ask(visitor, "performance.now()").await?;
    let first = click(visitor, &link, "bench.row()").await?;
    settle().await;
    let loading = longest(visitor).await?;
    let asked = format!("bench.asked({from}, performance.now()).map((one) => one.name)");
    let bare = value(visitor, &format!("await bench.bare({asked})")).await?;
    let mut list = List {
        first,
        bare: number(&bare),
        loading,
        ..List::default()
    };
    settle().await;
    work_with(visitor, word, &mut list).await?;
    to_overview(visitor, leads_away).await?;
    list.again = click(visitor, &link, "bench.row()").await?;
    to_overview(visitor, leads_away).await?;
    Ok(list)
}

async fn to_overview(visitor: &Visitor, through_the_list: bool) -> Result<()> {
    settle().await;
    if through_the_list {
        type_in_search(visitor, LARGEST).await?;
        click(visitor, LARGEST, OVERVIEW).await?;
    } else {
        click(visitor, &visitor.say("shell.overview"), OVERVIEW).await?;
    }
    settle().await;
    Ok(())
}

async fn work_with(visitor: &Visitor, word: &str, list: &mut List) -> Result<()> {
    longest(visitor).await?;
    value(visitor, "document.querySelectorAll('.table-sort')[0].click()").await?;
    settle().await;
    list.sorting = longest(visitor).await?;
    type_in_search(visitor, word).await?;
    settle().await;
    list.typing = longest(visitor).await?;
    let clear = "(() => {
        const field = document.querySelector('input[type=search]');
        field.value = '';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      })()";
    value(visitor, clear).await?;
    settle().await;
    longest(visitor).await?;
    for state in [1, 0] {
        value(
            visitor,
            &format!("document.querySelectorAll('.segmented input')[{state}].click()"),
        )
        .await?;
        settle().await;
    }
    list.filtering = longest(visitor).await?;
    let scroll = "await (async () => {
        const region = document.querySelector('.table-region');
        for (let frame = 0; frame < 60; frame += 1) {
          region.scrollTop += 900;
          await new Promise(requestAnimationFrame);
        }
      })()";
    value(visitor, scroll).await?;
    settle().await;
    list.scrolling = longest(visitor).await?;
    Ok(())
}

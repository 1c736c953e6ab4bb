//! Tables: name, rows, headers and order, also while scrolled.

use anyhow::{Context, Result, ensure};
use portal_e2e::visitor::tree::Told;
use portal_e2e::visitor::{NARROW, WIDE};
use portal_e2e::world::{CLIENT, PROVIDER, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, crowd};
use serde_json::json;

use crate::ways::open_clients;

/// The columns of the list of clients.
const COLUMNS: [&str; 6] = [
    "clients.client",
    "clients.assigned",
    "clients.used",
    "clients.remaining",
    "clients.plan",
    "clients.state",
];

fn caption(visitor: &Visitor, count: &str) -> String {
    visitor
        .words
        .with("clients.caption", &[("provider", PROVIDER), ("n", count)])
}

/// The table as it is told: its rows are numbered one after the other, each with one header and as many cells as columns.
fn rows_of(table: &Told) -> Result<Vec<usize>> {
    let columns = table.all("columnheader").len();
    let mut numbers = Vec::new();
    for row in table.all("row").into_iter().skip(1) {
        let number = row.attribute("aria-rowindex").context("a row without a number")?;
        numbers.push(number.parse()?);
        ensure!(row.all("rowheader").len() == 1, "row {number} has no name");
        let cells = row.all("cell").len();
        ensure!(
            cells + 1 == columns,
            "row {number} has {cells} cells under {columns} headers"
        );
    }
    Ok(numbers)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_tells_its_name_rows_columns_and_order() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    let clients = world.texts(
        "SELECT l.id FROM provider_organizations l JOIN providers p ON p.id = l.provider_id WHERE p.name = ?1",
        PROVIDER,
    )?;
    let name = caption(&visitor, &clients.len().to_string());
    for size in [WIDE, NARROW] {
        visitor.size(size).await?;
        let page = visitor.told().await?;
        let table = page.the("region", &name)?.the("table", &name)?;
        let count = (clients.len() + 1).to_string();
        ensure!(table.attribute("aria-rowcount") == Some(count.as_str()));
        ensure!(rows_of(table)? == (2..clients.len() + 2).collect::<Vec<_>>());
        let columns: Vec<_> = table.names("columnheader");
        ensure!(columns == COLUMNS.map(|key| visitor.say(key)), "{columns:?}");
        table.the("rowheader", CLIENT).map(drop).or_else(|_| {
            let named = table
                .all("rowheader")
                .iter()
                .any(|one| one.find("link", CLIENT).is_some());
            ensure!(named, "no row is named after {CLIENT}: {}", table.outline());
            Ok(())
        })?;
    }
    visitor.size(WIDE).await?;

    let used = visitor.say("clients.used");
    for order in ["ascending", "descending"] {
        visitor.button(&used).await?;
        visitor
            .until(&format!("no column is told to be {order}"), || async {
                let page = visitor.told().await?;
                let sorted: Vec<_> = page
                    .all("columnheader")
                    .into_iter()
                    .filter_map(|column| Some((column.name.clone(), column.attribute("aria-sort")?.to_owned())))
                    .collect();
                Ok((sorted == [(used.clone(), order.to_owned())]).then_some(()))
            })
            .await?;
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_windowed_table_tells_every_rows_place_while_scrolled() -> Result<()> {
    let world = World::start().await?;
    crowd::clients(&world, 1000)?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, "Kund 0007").await?;
    let total: usize = world
        .texts(
            "SELECT l.id FROM provider_organizations l JOIN providers p ON p.id = l.provider_id WHERE p.name = ?1",
            PROVIDER,
        )?
        .len();
    let count = (total + 1).to_string();
    for share in [0.0, 0.5, 1.0] {
        let scroll = "const region = document.querySelector('.table-region');
            region.scrollTop = (region.scrollHeight - region.clientHeight) * arguments[0];";
        visitor.run(scroll, vec![json!(share)]).await?;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let middle = 2 + ((total - 1) as f64 * share) as usize;
        let table = visitor
            .until(&format!("row {middle} is not told"), || async {
                let page = visitor.told().await?;
                let table = page.all("table").into_iter().next().context("no table")?.clone();
                Ok(rows_of(&table)?.contains(&middle).then_some(table))
            })
            .await?;
        let rows = rows_of(&table)?;
        ensure!(
            rows.windows(2).all(|two| two[1] > two[0]),
            "rows are out of order: {rows:?}"
        );
        ensure!(rows.len() < 200, "{} rows are in the document", rows.len());
        ensure!(
            table.attribute("aria-rowcount") == Some(&count),
            "the count changes with the view"
        );
        // Position and number belong together: the names are in the order of the numbers.
        let kunder: Vec<_> = table
            .names("link")
            .into_iter()
            .filter(|name| name.starts_with("Kund "))
            .collect();
        ensure!(kunder.is_sorted(), "names are out of order: {kunder:?}");
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_windowed_table_tells_the_rows_that_a_search_leaves() -> Result<()> {
    let world = World::start().await?;
    crowd::clients(&world, 1000)?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, "Kund 0007").await?;
    visitor.fill(visitor.say("clients.search"), "Kund 0007").await?;
    visitor
        .until("two rows are not told", || async {
            let page = visitor.told().await?;
            let table = page.all("table").into_iter().next().context("no table")?;
            let counted = table.attribute("aria-rowcount") == Some("2");
            Ok((counted && rows_of(table)? == [2]).then_some(()))
        })
        .await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_row_with_the_focus_is_never_taken_away_while_scrolling() -> Result<()> {
    let world = World::start().await?;
    crowd::clients(&world, 1000)?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, "Kund 0003").await?;
    visitor.tab_to(Role::Link, "Kund 0003").await?;
    let scroll = "const region = document.querySelector('.table-region'); region.scrollTop = region.scrollHeight;";
    visitor.run(scroll, Vec::new()).await?;
    visitor.find(Role::Link, "Kund 1000").await?;
    visitor.focus_is(Role::Link, "Kund 0003").await?;
    // Tab goes on from there, one row further, where a row begins with its star.
    visitor.tab_once(false).await?;
    visitor.tab_once(false).await?;
    visitor.focus_is(Role::Link, "Kund 0004").await?;
    visitor.close().await
}

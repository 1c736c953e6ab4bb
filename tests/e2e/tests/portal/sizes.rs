//! Long lists and lists seen before: what keeps its place, its focus and its age.

use std::time::Duration;

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, has};
use serde_json::json;
use thirtyfour::Key;

use crate::ways::{account_menu, open_clients, unlock};

const GROUPS: u32 = 1_000;

/// A person at the client with a thousand groups, "Group 0001" to "Group 1000", beside its own.
async fn many_groups(world: &World) -> Result<Visitor> {
    let client = world.organization(CLIENT)?;
    for number in 1..=GROUPS {
        add_group(world, &client, &format!("{number:012}"), &format!("Group {number:04}"))?;
    }
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.groups")).await?;
    visitor.find(Role::Button, "Group 0001").await?;
    Ok(visitor)
}

fn add_group(world: &World, client: &str, id: &str, name: &str) -> Result<()> {
    let sql = format!(
        "INSERT INTO groups (id, organization_id, name, creation_date, revision_date)
         VALUES ('70000000-0000-4000-8000-{id}', ?1, '{name}', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')"
    );
    world.change(&sql, client)
}

async fn scroll_to(visitor: &Visitor, top: u32) -> Result<()> {
    let script = format!("document.querySelector('.table-region').scrollTop = {top};");
    visitor.run(&script, Vec::new()).await.map(drop)
}

async fn scrolled(visitor: &Visitor) -> Result<f64> {
    let top = visitor
        .run("return document.querySelector('.table-region').scrollTop;", Vec::new())
        .await?;
    Ok(top.as_f64().unwrap_or(f64::NAN))
}

/// The number of the first row that can be seen below the header.
async fn first_in_view(visitor: &Visitor) -> Result<u64> {
    let script = "const edge = document.querySelector('.table-head th')?.getBoundingClientRect().bottom ?? 0;
        const rows = [...document.querySelectorAll('.table-block > tr[aria-rowindex]')];
        return Number(rows.find((row) => row.getBoundingClientRect().bottom > edge)?.ariaRowIndex ?? 0);";
    Ok(visitor.run(script, Vec::new()).await?.as_u64().unwrap_or(0))
}

/// The number that the row with the focus has among all of them.
async fn row_of_focus(visitor: &Visitor) -> Result<u64> {
    let script = "return Number(document.activeElement.closest('[aria-rowindex]')?.ariaRowIndex ?? 0);";
    Ok(visitor.run(script, Vec::new()).await?.as_u64().unwrap_or(0))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_rows_are_walked_through_by_keyboard_and_keep_the_focus_on_their_way() -> Result<()> {
    let world = World::start().await?;
    let visitor = many_groups(&world).await?;
    // Page Down and End are the browser's own, in the table's region.
    visitor.tab_to(Role::Region, has(visitor.say("groups.title"))).await?;
    visitor.keys(Key::PageDown + "").await?;
    visitor
        .until("Page Down doesn't scroll", || async {
            Ok((scrolled(&visitor).await? > 100.0).then_some(()))
        })
        .await?;
    visitor.keys(Key::End + "").await?;
    visitor.find(Role::Button, "Group 1000").await?;
    visitor.keys(Key::Home + "").await?;
    visitor.find(Role::Button, "Group 0001").await?;
    visitor.tab_to(Role::Button, "Group 0001").await?;
    let first = row_of_focus(&visitor).await?;
    for step in 1..=60 {
        visitor.keys(Key::Tab + "").await?;
        let at = row_of_focus(&visitor).await?;
        ensure!(at == first + step, "{step} times Tab lead to row {at}");
    }
    // The view goes elsewhere, the focus stays, and Tab goes on from there.
    scroll_to(&visitor, 20_000).await?;
    visitor.find(Role::Button, "Group 0450").await?;
    visitor.keys(Key::Tab + "").await?;
    visitor.focus_is(Role::Button, "Group 0062").await?;
    let name = visitor
        .words
        .with("groups.caption", &[("client", CLIENT), ("n", "1,005")]);
    visitor.find(Role::Table, name).await?;
    // A row half behind the header would count as a small one.
    scroll_to(&visitor, 0).await?;
    visitor.check("thousand-groups").await?;
    let heights = "return new Set([...document.querySelectorAll('.table-block > tr[aria-rowindex]')]
        .map((row) => row.getBoundingClientRect().height)).size;";
    for size in [(1280, 900), (400, 860)] {
        visitor.size(size).await?;
        let kinds = visitor.run(heights, Vec::new()).await?;
        ensure!(kinds == json!(1), "{kinds} heights of rows at {size:?}");
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_come_behind_the_scenes_take_nobody_to_another_row() -> Result<()> {
    let world = World::start().await?;
    let visitor = many_groups(&world).await?;
    visitor.tab_to(Role::Button, "Group 0003").await?;
    let row = row_of_focus(&visitor).await?;
    let client = world.organization(CLIENT)?;
    add_group(&world, &client, "999999999999", "A group before")?;
    // As the page would by itself: the focus stays where it is.
    let refresh = format!(
        "document.querySelector('[aria-label=\"{}\"]').click();",
        visitor.say("format.refresh")
    );
    visitor.run(&refresh, Vec::new()).await?;
    visitor
        .until("the new row doesn't come", || async {
            Ok((row_of_focus(&visitor).await? == row + 1).then_some(()))
        })
        .await?;
    visitor.focus_is(Role::Button, "Group 0003").await?;
    // A search shows what it finds from the first row on, wherever the list was.
    scroll_to(&visitor, 30_000).await?;
    visitor.fill(visitor.say("groups.search"), "Group").await?;
    visitor
        .until("the first row found isn't in view", || async {
            Ok((scrolled(&visitor).await? == 0.0).then_some(()))
        })
        .await?;
    visitor.find(Role::Button, "Group 0001").await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_leads_to_the_place_in_the_list_that_was_left() -> Result<()> {
    let world = World::start().await?;
    let visitor = many_groups(&world).await?;
    scroll_to(&visitor, 20_000).await?;
    visitor.find(Role::Button, "Group 0450").await?;
    let left = visitor
        .until("the list doesn't come to rest", || async {
            let (row, top) = (first_in_view(&visitor).await?, scrolled(&visitor).await?);
            tokio::time::sleep(Duration::from_millis(200)).await;
            let rests = first_in_view(&visitor).await? == row && (scrolled(&visitor).await? - top).abs() < 0.5;
            Ok((row > 400 && rests).then_some(row))
        })
        .await?;
    visitor.link(visitor.say("shell.overview")).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.back().await?;
    visitor
        .until(&format!("row {left} is not where it was"), || async {
            Ok((first_in_view(&visitor).await?.abs_diff(left) <= 1).then_some(()))
        })
        .await?;
    // A link leads to the beginning, as to any page.
    visitor.link(visitor.say("shell.overview")).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.link(visitor.say("shell.groups")).await?;
    visitor.find(Role::Button, "Group 0001").await?;
    ensure!(scrolled(&visitor).await? == 0.0, "not the beginning");
    // From the client back to the list: the focus is on his row again.
    visitor.link(has(visitor.say("shell.all_clients"))).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.back().await?;
    visitor.focus_is(Role::Link, CLIENT).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_seen_before_is_shown_at_once_with_its_age_and_read_anew_behind() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    let client = world.organization(CLIENT)?;
    let members = format!("/api/organizations/{client}/users");
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has("@")).await?;
    visitor.link(visitor.say("shell.collections")).await?;
    visitor.title_is(&visitor.say("collections.title")).await?;
    visitor.find(Role::Button, has("")).await?;

    world.fault(json!({ "path": members, "kind": "slow", "ms": 2_000 }))?;
    world.change(
        "UPDATE members SET email = 'new.address@x.example' WHERE user_id IS NULL AND email IS NOT NULL AND organization_id = ?1",
        &client,
    )?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    visitor.find(Role::Row, has("@")).await?;
    visitor.sees("As of ").await?;
    ensure!(
        !visitor.reads("new.address@x.example").await?,
        "this is not what was seen"
    );
    visitor.sees("new.address@x.example").await?;
    ensure!(!visitor.content().await?.contains("As of "), "what is new has no age");

    // The refresh fails: what was seen stays with its age, and the reason stands over it.
    visitor.link(visitor.say("shell.overview")).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    world.fault(json!({ "path": members, "kind": "status", "status": 500 }))?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.sees(&visitor.say("format.stale")).await?;
    visitor.find(Role::Row, has("@")).await?;
    visitor.sees("As of ").await?;
    visitor.check_everywhere("members-stale-with-age").await?;
    let details = format!("/api/organizations/{client}/collections/");
    let opened = world
        .journal()?
        .into_iter()
        .filter(|entry| entry.path.starts_with(&details));
    ensure!(opened.count() == 0, "a collection was opened, which its log would tell");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_goes_with_the_keys() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    account_menu(&visitor, "shell.lock_now").await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    world.fault(json!({ "path": "/api/providers/*", "kind": "slow", "ms": 2_000 }))?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    ensure!(
        visitor.count(Role::Link, CLIENT).await? == 0,
        "a list from before the lock"
    );
    visitor.find(Role::Link, CLIENT).await?;
    ensure!(
        !visitor.content().await?.contains("As of "),
        "read anew, so it has no age"
    );
    visitor.close().await
}

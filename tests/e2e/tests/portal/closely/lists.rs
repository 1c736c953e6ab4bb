//! The list of clients while it comes, fails and grows old, and lists with a thousand rows.

use anyhow::Result;
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, crowd, has};
use serde_json::json;

use super::{FOR_LONG, Look};
use crate::ways::{open_clients, unlock};

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_there_for_everybody_while_they_come_fail_and_grow_old() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let mut look = Look::of(&visitor);
    let lists = "/api/providers/*";
    world.fault(json!({ "path": lists, "kind": "slow", "ms": FOR_LONG }))?;
    open_clients(&visitor, SERVICE).await?;
    look.still("clients-waiting").await?;
    // The answer that is still waited for is given up with its page.
    world.clear_faults()?;
    again(&visitor).await?;
    look.at("clients").await?;

    visitor
        .fill(visitor.say("clients.search"), "nobody is called so")
        .await?;
    visitor.find(Role::Button, visitor.say("format.clear_search")).await?;
    look.at("clients-no-match").await?;
    visitor.button(visitor.say("format.clear_search")).await?;
    visitor.find(Role::Link, CLIENT).await?;

    world.fault(json!({ "path": lists, "kind": "status", "status": 500 }))?;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.sees(&visitor.say("format.stale")).await?;
    look.at("clients-stale").await?;
    visitor.button(has(visitor.say("common.details"))).await.ok();
    look.at("clients-stale-details").await?;

    visitor.go("/").await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.sees(&visitor.say("explain.server_title")).await?;
    look.at("clients-failed").await?;
    look.done()?;
    visitor.close().await
}

/// Loads the page anew and unlocks it.
async fn again(visitor: &Visitor) -> Result<()> {
    visitor.reload().await?;
    unlock(visitor, PASSWORD).await?;
    visitor.find(Role::Link, CLIENT).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_rows_are_there_for_everybody() -> Result<()> {
    let world = World::start().await?;
    crowd::clients(&world, 1000)?;
    let organization = world.organization(CLIENT)?;
    crowd::members(&world, &organization, 1000)?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, "Kund 0007").await?;
    let mut look = Look::of(&visitor);
    look.still("clients-1000").await?;
    visitor.go(&format!("/organizations/{organization}/members")).await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.find(Role::Row, has("gast0007@kund.example")).await?;
    look.at("members-1000").await?;
    look.done()?;
    visitor.close().await
}

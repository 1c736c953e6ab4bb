//! Rights that go while the page is open, and a server of another age than the page.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, has, keys};
use serde_json::json;

use crate::ways::{account_menu, enter_password, open_clients, unlock};

async fn open_members(visitor: &Visitor) -> Result<()> {
    open_clients(visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has("@")).await.map(drop)
}

/// Something is refreshed at the members of a client that is no longer one's own: its place says so, and why.
async fn is_told_that_it_is_gone(language: Language, sql: &str) -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(language).await?;
    open_members(&visitor).await?;
    let id = world.organization(CLIENT)?;
    world.change(sql, &id)?;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.title_is(&visitor.say("shell.gone_title")).await?;
    visitor.check_everywhere("client-gone").await?;
    visitor.link(visitor.say("shell.go_clients")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.find(Role::Row, has("")).await?;
    ensure!(
        visitor.count(Role::Link, CLIENT).await? == 0,
        "the client is still listed"
    );
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_was_unlinked_is_told_at_the_next_answer() -> Result<()> {
    let sql = "DELETE FROM provider_organizations WHERE organization_id = ?1";
    is_told_that_it_is_gone(Language::English, sql).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_was_deleted_is_told_at_the_next_answer() -> Result<()> {
    is_told_that_it_is_gone(Language::Swedish, "DELETE FROM organizations WHERE id = ?1").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_was_taken_away_is_told_at_the_next_answer() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    let sql = "DELETE FROM provider_users WHERE user_id = (SELECT id FROM users WHERE email = ?1)";
    world.change(sql, SERVICE)?;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.sees(&visitor.say("clients.unknown_title")).await?;
    visitor.gone(Role::Link, CLIENT).await?;
    visitor.check_everywhere("role-gone").await?;
    visitor.link(visitor.say("clients.to_start")).await?;
    visitor.sees(&visitor.say("shell.nowhere_title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_was_suspended_meanwhile_is_marked_after_a_refresh() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    world.change("UPDATE organizations SET enabled = 0 WHERE name = ?1", CLIENT)?;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.link(CLIENT).await?;
    let banner = visitor.words.with("shell.suspended_title", &[("client", CLIENT)]);
    visitor.sees(&banner).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_suspended_while_it_is_open_says_so_at_the_next_refresh() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_members(&visitor).await?;
    world.change("UPDATE organizations SET enabled = 0 WHERE name = ?1", CLIENT)?;
    visitor.button(visitor.say("format.refresh")).await?;
    let banner = visitor.words.with("shell.suspended_title", &[("client", CLIENT)]);
    visitor.sees(&banner).await?;
    // Suspension takes nothing away that can be read.
    visitor.find(Role::Row, has("@")).await?;
    visitor.check_everywhere("suspended-while-open").await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_changed_elsewhere_while_locked_asks_for_the_new_one() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_members(&visitor).await?;
    let place = visitor.path().await?;
    account_menu(&visitor, "shell.lock_now").await?;
    keys::change_password(&world, SERVICE, "another password altogether")?;
    unlock(&visitor, PASSWORD).await?;
    visitor.sees(&visitor.say("sign_in.ended_title")).await?;
    visitor.sees(SERVICE).await?;
    enter_password(&visitor, "another password altogether").await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    ensure!(visitor.path().await? == place);
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_server_with_unknown_values_and_an_older_one_without_fields_are_read() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let id = world.organization(CLIENT)?;
    let newer = json!({ "object": "organizationUserUserDetailsV9", "id": "3d28b885-4a14-477c-bf12-44dde2b54c08",
        "userId": null, "type": 9, "status": 7, "email": "newer@server.example", "name": "Newer", "orbit": { "a": [1] },
        "collections": [{ "id": "65733d22-ae9a-492f-b8c2-68097d9945ed", "readOnly": true, "level": 12 }], "groups": [] });
    let older = json!({ "Id": "4d28b885-4a14-477c-bf12-44dde2b54c08", "Type": "2", "Status": 2, "Email": "older@server.example" });
    let body = json!({ "data": [newer, older], "continuationToken": null, "more": true }).to_string();
    world.fault(
        json!({ "path": format!("/api/organizations/{id}/users"), "kind": "status", "status": 200, "body": body }),
    )?;
    visitor.link(visitor.say("shell.members")).await?;
    for email in ["newer@server.example", "older@server.example"] {
        visitor.find(Role::Row, has(email)).await?;
    }
    visitor
        .sees(&visitor.words.with("format.role_other", &[("number", "9")]))
        .await?;
    visitor
        .sees(&visitor.words.with("format.status_other", &[("number", "7")]))
        .await?;
    visitor.check("other-age").await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_goes_and_comes_back_is_told_and_work_goes_on() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    open_members(&visitor).await?;
    visitor.devtools("Network.enable", json!({})).await?;
    visitor.offline(true).await?;
    visitor.sees(&visitor.say("shell.offline_title")).await?;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.sees(&visitor.say("explain.offline_title")).await?;
    visitor.find(Role::Row, has("@")).await?;
    visitor.check_everywhere("offline").await?;
    visitor.link(visitor.say("shell.groups")).await?;
    visitor.sees(&visitor.say("explain.offline_title")).await?;
    // What the page may have read before doesn't have this name.
    let id = world.organization(CLIENT)?;
    let sql = "UPDATE groups SET name = 'Named while you were away' WHERE organization_id = ?1";
    world.change(sql, &id)?;
    // The first answer after a network is back is often lost, since addresses and names change with it.
    world.fault(json!({ "path": format!("/api/organizations/{id}/groups*"), "kind": "cut", "times": 1 }))?;
    visitor.offline(false).await?;
    visitor.sees(&visitor.say("shell.online")).await?;
    visitor.gone(Role::Any, visitor.say("shell.offline_title")).await?;
    // By itself: nobody has pressed "Try again".
    visitor.find(Role::Row, has("Named while you were away")).await?;
    visitor.gone(Role::Any, visitor.say("explain.offline_title")).await?;
    visitor.close().await
}

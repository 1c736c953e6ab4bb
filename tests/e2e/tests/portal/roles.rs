//! Who gets where: service users, owners, ordinary members, and everybody at the addresses of vault items.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, FULL, FULL_OWNER, PROVIDER, SERVICE, SOLO, SOLO_OWNER, SUSPENDED};
use portal_e2e::{Language, Role, World, has};

use crate::ways::{item_requests, open_clients, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn every_address_of_vault_items_answers_a_service_user_with_the_item_rule() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let id = world.organization(CLIENT)?;
    let title = visitor.words.with("items.title", &[("client", CLIENT)]);
    visitor.go(&format!("/organizations/{id}/vault")).await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&title).await?;
    visitor.focus_is(Role::Title, &title).await?;
    visitor.check_everywhere("item-rule").await?;
    for (tail, more) in [
        ("items", None),
        ("settings/tools/export", Some("items.export")),
        ("settings/purge", Some("items.purge")),
    ] {
        visitor.go(&format!("/organizations/{id}/{tail}")).await?;
        crate::ways::unlock(&visitor, portal_e2e::world::PASSWORD).await?;
        visitor.title_is(&title).await?;
        if let Some(more) = more {
            visitor.sees(&visitor.words.with(more, &[("client", CLIENT)])).await?;
        }
    }
    visitor.link(visitor.say("items.go_import")).await?;
    visitor
        .title_is(&visitor.words.with("import.title", &[("client", CLIENT)]))
        .await?;
    visitor.go("/vault").await?;
    crate::ways::unlock(&visitor, portal_e2e::world::PASSWORD).await?;
    visitor.title_is(&visitor.say("items.outside_title")).await?;
    visitor.check_everywhere("item-rule-outside").await?;
    let asked = item_requests(&world)?;
    ensure!(asked.is_empty(), "{asked:#?}");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_without_a_provider_comes_straight_to_his_admin_console() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    sign_in(&visitor, SOLO_OWNER).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let id = world.organization(SOLO)?;
    ensure!(visitor.path().await? == format!("/organizations/{id}/overview"));
    visitor
        .sees(&visitor.words.with("shell.own", &[("client", SOLO)]))
        .await?;
    visitor.button(has(visitor.say("shell.switch_product"))).await?;
    visitor.find(Role::Heading, visitor.say("common.admin_console")).await?;
    ensure!(
        visitor.count(Role::Link, PROVIDER).await? == 0,
        "an owner sees a provider"
    );
    visitor.check_everywhere("owner-switcher").await?;
    visitor.link(SOLO).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_told_that_another_client_is_not_his() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let id = world.organization(CLIENT)?;
    for (tail, email) in [("members", FULL_OWNER), ("vault", SOLO_OWNER)] {
        visitor.go(&format!("/organizations/{id}/{tail}")).await?;
        sign_in(&visitor, email).await?;
        visitor.title_is(&visitor.say("shell.gone_title")).await?;
        ensure!(!visitor.text().await?.contains(CLIENT), "the client's name is told");
        visitor.check_everywhere(&format!("not-his-{tail}")).await?;
        crate::ways::account_menu(&visitor, "common.log_out").await?;
        visitor.title_is(&visitor.say("sign_in.title")).await?;
    }
    let asked = world.journal()?;
    let about = asked
        .iter()
        .any(|entry| entry.path.contains(&id) && entry.path.starts_with("/api"));
    ensure!(!about, "the page asked for what is not his: {asked:#?}");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ordinary_member_has_nothing_to_administer() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let id = world.organization(CLIENT)?;
    let member = world.text(
        "SELECT u.email FROM members m JOIN users u ON u.id = m.user_id WHERE m.organization_id = ?1 AND m.type = 2
         AND m.status = 2 AND u.totp_secret IS NULL AND u.email_two_factor IS NULL ORDER BY u.email",
        &id,
    )?;
    visitor.go("/").await?;
    sign_in(&visitor, &member).await?;
    visitor.sees(&visitor.say("shell.nowhere_title")).await?;
    visitor.check_everywhere("nowhere").await?;
    visitor.go(&format!("/organizations/{id}/members")).await?;
    crate::ways::unlock(&visitor, portal_e2e::world::PASSWORD).await?;
    let title = visitor.words.with("shell.not_admin_title", &[("client", CLIENT)]);
    visitor.title_is(&title).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_client_and_one_without_groups_say_so() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(SUSPENDED).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor
        .sees(&visitor.words.with("shell.suspended_title", &[("client", SUSPENDED)]))
        .await?;
    visitor.check_everywhere("suspended").await?;
    visitor.link(has(visitor.say("shell.all_clients"))).await?;
    visitor.link(FULL).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    ensure!(
        visitor.count(Role::Link, visitor.say("shell.groups")).await? == 0,
        "a plan without groups has a page of groups"
    );
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_says_that_nothing_is_there() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/no/such/place").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("shell.not_found_title")).await?;
    visitor.check_everywhere("not-found").await?;
    visitor.close().await
}

//! What happens to a session: locked, unlocked, reloaded, expired, ended by the server, left; and a server that goes away.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Language, Role, World};

use crate::ways::{account_menu, enter_address, enter_password, open_clients, sign_in, unlock};

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_session_opens_where_it_was_with_the_right_password_only() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let place = visitor.path().await?;
    visitor.button(visitor.say("shell.account")).await?;
    visitor.find(Role::MenuItem, visitor.say("shell.lock_now")).await?;
    visitor.check_everywhere("account-menu").await?;
    visitor.press(Role::MenuItem, visitor.say("shell.lock_now")).await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.password")).await?;
    ensure!(!visitor.text().await?.contains(CLIENT), "a name is left on screen");
    visitor.check_everywhere("locked").await?;
    unlock(&visitor, "not the demo password").await?;
    visitor.sees(&visitor.say("sign_in.unlock_wrong")).await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.password")).await?;
    visitor.check("wrong-password-locked").await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    ensure!(visitor.path().await? == place);
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_keeps_the_sign_in_and_asks_for_the_password() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.reload().await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    visitor.sees(SERVICE).await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let grants = world.journal()?.into_iter();
    let grants = grants.filter(|entry| entry.path == "/identity/connect/token").count();
    ensure!(grants == 2, "one sign-in and one renewal, not {grants}");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_leaves_nothing_behind() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    account_menu(&visitor, "common.log_out").await?;
    visitor.title_is(&visitor.say("sign_in.title")).await?;
    ensure!(visitor.path().await? == "/");
    let kept = visitor.everything_kept().await?;
    ensure!(
        !kept.contains(SERVICE) && !kept.contains(CLIENT),
        "something is left: {kept}"
    );
    visitor.reload().await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_not_signed_in_is_asked_first_and_then_led_to_the_typed_address() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let id = world.organization(CLIENT)?;
    let place = format!("/organizations/{id}/members?status=revoked");
    visitor.go(&place).await?;
    visitor.title_is(&visitor.say("sign_in.title")).await?;
    let asked = world.journal()?;
    ensure!(asked.iter().all(|entry| !entry.path.starts_with("/api")), "{asked:#?}");
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    ensure!(visitor.path().await? == place);
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_expires_in_mid_work_is_renewed_without_a_word() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    world.state()?.clock.advance(2 * 3600);
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    let owner = world.text(
        "SELECT u.name FROM members m JOIN users u ON u.id = m.user_id JOIN organizations o ON o.id = m.organization_id
         WHERE o.name = ?1 AND m.type = 0",
        CLIENT,
    )?;
    visitor.sees(&owner).await?;
    let journal = world.journal()?;
    ensure!(
        journal.iter().any(|entry| entry.status == 401),
        "the token has not expired"
    );
    let renewals = journal
        .iter()
        .filter(|entry| entry.path == "/identity/connect/token")
        .count();
    ensure!(renewals == 2, "one sign-in and one renewal, not {renewals}");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_the_server_ends_is_explained_and_the_next_sign_in_leads_back() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    // None of the page's requests may be the one that is told.
    visitor
        .until("something of the page is still being read", || async {
            let waiting = "return document.querySelector('.skeleton') !== null;";
            Ok((visitor.run(waiting, Vec::new()).await? == false).then_some(()))
        })
        .await?;
    world.change(
        "UPDATE users SET security_stamp = 'changed elsewhere' WHERE email = ?1",
        SERVICE,
    )?;
    // Told at the next renewal: an access token is good until it expires.
    world.state()?.clock.advance(2 * 3600);
    visitor.link(visitor.say("shell.members")).await?;
    visitor.sees(&visitor.say("sign_in.ended_title")).await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.password")).await?;
    visitor.check_everywhere("session-ended").await?;
    // A reload asks for the same, and for the address as little as before.
    visitor.reload().await?;
    visitor.sees(&visitor.say("sign_in.ended_title")).await?;
    visitor.sees(SERVICE).await?;
    enter_password(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    // Whoever logs out leaves no address behind.
    account_menu(&visitor, "common.log_out").await?;
    visitor.reload().await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_is_said_so_and_work_goes_on_when_it_is_back() -> Result<()> {
    let mut world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    enter_address(&visitor, SERVICE).await?;
    world.stop().await;
    enter_password(&visitor, PASSWORD).await?;
    visitor.sees(&visitor.say("explain.offline_title")).await?;
    visitor.check_everywhere("server-down-sign-in").await?;
    world.start_again().await?;
    visitor.button(visitor.say("sign_in.log_in")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.find(Role::Link, CLIENT).await?;

    world.stop().await;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.sees(&visitor.say("format.stale")).await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor.check_everywhere("server-down-list").await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.sees(&visitor.say("explain.offline_title")).await?;
    visitor.check_everywhere("server-down-members").await?;
    world.start_again().await?;
    // Each part that failed is asked for again on its own.
    visitor
        .until("something still has failed", || async {
            let failed = visitor
                .all(Role::Button, portal_e2e::has(visitor.say("common.try_again")))
                .await?;
            if let Some(again) = failed.first() {
                again.click().await?;
            }
            Ok(failed.is_empty().then_some(()))
        })
        .await?;
    visitor.gone(Role::Any, visitor.say("explain.offline_title")).await?;
    visitor.find(Role::Row, portal_e2e::has("@")).await?;
    visitor.close().await
}

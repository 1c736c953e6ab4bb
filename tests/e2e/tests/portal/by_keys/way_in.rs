//! Signing in by all its ways, and pages that are one notice.

use anyhow::Result;
use portal_e2e::world::{CLIENT, PASSWORD, SECURE, SERVICE, SOLO, SOLO_OWNER};
use portal_e2e::{Language, Role, World};

use super::{at, password, press};
use crate::ways::second_place;

#[tokio::test(flavor = "multi_thread")]
async fn two_step_login_and_its_other_ways_are_gone_by_keys() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    // Empty, malformed, shown and hidden: the focus stays where something is to be mended.
    at(&visitor, Role::TextBox, visitor.say("sign_in.email")).await?;
    visitor.enter().await?;
    visitor.sees(&visitor.say("sign_in.email_missing")).await?;
    password(&visitor, SECURE).await?;
    let code = visitor.say("sign_in.authenticator_label");
    at(&visitor, Role::TextBox, &code).await?;
    visitor.keys("000000").await?;
    visitor.enter().await?;
    visitor.sees(&visitor.say("explain.code_title")).await?;
    at(&visitor, Role::TextBox, &code).await?;
    press(&visitor, Role::Button, visitor.say("sign_in.use_recovery")).await?;
    at(&visitor, Role::TextBox, visitor.say("sign_in.recovery_label")).await?;
    press(&visitor, Role::Button, visitor.say("sign_in.use_authenticator")).await?;
    at(&visitor, Role::TextBox, &code).await?;
    press(&visitor, Role::Button, visitor.say("common.back")).await?;
    at(&visitor, Role::TextBox, visitor.say("sign_in.password")).await?;
    press(&visitor, Role::Button, visitor.say("common.show_password")).await?;
    at(&visitor, Role::Button, visitor.say("common.show_password")).await?;
    visitor
        .tab_back_to(Role::TextBox, visitor.say("sign_in.password"))
        .await?;
    visitor.keys(PASSWORD).await?;
    visitor.enter().await?;
    at(&visitor, Role::TextBox, &code).await?;
    visitor.keys(world.authenticator_code(SECURE)?).await?;
    visitor.enter().await?;
    at(&visitor, Role::Title, visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_device_is_confirmed_by_keys() -> Result<()> {
    let newcomer = "newdevice@northlight.example";
    let world = World::with(|config| config.new_device_verification = true).await?;
    let visitor = world.visit(Language::Swedish).await?;
    visitor.go("/").await?;
    password(&visitor, newcomer).await?;
    let field = visitor.say("sign_in.authenticator_label");
    at(&visitor, Role::TextBox, &field).await?;
    visitor.keys("000000").await?;
    visitor.enter().await?;
    visitor.sees(&visitor.say("explain.device_code_title")).await?;
    at(&visitor, Role::TextBox, &field).await?;
    press(&visitor, Role::Button, visitor.say("sign_in.send_again")).await?;
    visitor.sees(&visitor.say("sign_in.sent")).await?;
    at(&visitor, Role::Button, visitor.say("sign_in.send_again")).await?;
    visitor.tab_back_to(Role::TextBox, &field).await?;
    let mail = world.text(
        "SELECT body FROM outbox WHERE recipient = ?1 ORDER BY id DESC",
        newcomer,
    )?;
    let code = mail
        .split(|c: char| !c.is_ascii_digit())
        .find(|run| run.len() == 6)
        .unwrap_or_default();
    visitor.retype(code).await?;
    visitor.enter().await?;
    at(&visitor, Role::Title, visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_lead_on_by_keys() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let id = world.organization(CLIENT)?;
    visitor.go(&format!("/organizations/{id}/vault")).await?;
    password(&visitor, SERVICE).await?;
    at(
        &visitor,
        Role::Title,
        visitor.words.with("items.title", &[("client", CLIENT)]),
    )
    .await?;
    press(&visitor, Role::Link, visitor.say("items.see_owners")).await?;
    at(&visitor, Role::Title, visitor.say("members.title")).await?;
    for (path, title, way, next) in [
        (
            "/no/such/place",
            "shell.not_found_title",
            "shell.go_home",
            "clients.title",
        ),
        ("/vault", "items.outside_title", "shell.go_home", "clients.title"),
        (
            "/organizations/0000dead-0000-4000-8000-000000000001/members",
            "shell.gone_title",
            "shell.go_clients",
            "clients.title",
        ),
    ] {
        visitor.go(path).await?;
        at(&visitor, Role::TextBox, visitor.say("sign_in.password")).await?;
        visitor.keys("not the demo password").await?;
        visitor.enter().await?;
        visitor.sees(&visitor.say("sign_in.unlock_wrong")).await?;
        at(&visitor, Role::TextBox, visitor.say("sign_in.password")).await?;
        visitor.retype(PASSWORD).await?;
        visitor.enter().await?;
        at(&visitor, Role::Title, visitor.say(title)).await?;
        press(&visitor, Role::Link, visitor.say(way)).await?;
        at(&visitor, Role::Title, visitor.say(next)).await?;
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_start_offers_a_choice_or_says_that_there_is_none_by_keys() -> Result<()> {
    let world = World::start().await?;
    second_place(&world)?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    password(&visitor, SOLO_OWNER).await?;
    at(&visitor, Role::Title, visitor.say("shell.choose_title")).await?;
    press(&visitor, Role::Link, SOLO).await?;
    at(&visitor, Role::Title, visitor.say("organization.overview")).await?;
    visitor.close().await?;

    let sql = "DELETE FROM provider_users WHERE user_id = (SELECT id FROM users WHERE email = ?1)";
    world.change(sql, SERVICE)?;
    let visitor = world.visit(Language::Swedish).await?;
    visitor.go("/").await?;
    password(&visitor, SERVICE).await?;
    at(&visitor, Role::Title, visitor.say("shell.home")).await?;
    visitor.sees(&visitor.say("shell.nowhere_title")).await?;
    press(&visitor, Role::Button, visitor.say("shell.reload")).await?;
    at(&visitor, Role::TextBox, visitor.say("sign_in.password")).await?;
    visitor.close().await
}

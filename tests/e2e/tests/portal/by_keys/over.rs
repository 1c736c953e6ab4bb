//! What opens over a page, by keys: the account menu's choices, what is kept, a draft, and a page that has stopped.

use anyhow::{Result, bail, ensure};
use portal_e2e::world::{CLIENT, PASSWORD};
use portal_e2e::{Key, Language, Role, Visitor, World, files, has};
use serde_json::json;

use super::{at, open_clients, press, press_back};
use crate::crash::crash;

/// Entries that an account menu has at most.
const ENTRIES: usize = 24;

/// Opens the account menu, goes down to an entry and takes it.
async fn take(visitor: &Visitor, entry: &str) -> Result<()> {
    press_back(visitor, Role::Button, visitor.say("shell.account")).await?;
    visitor.find(Role::MenuItem, entry).await?;
    for _ in 0..ENTRIES {
        let focused = visitor
            .run("return document.activeElement.textContent.trim();", Vec::new())
            .await?;
        if focused.as_str() == Some(entry) {
            at(visitor, Role::MenuItem, entry).await?;
            return visitor.enter().await;
        }
        visitor.keys(Key::Down).await?;
    }
    bail!("the menu has no way down to {entry}")
}

async fn html(visitor: &Visitor, attribute: &str) -> Result<String> {
    let script = "return document.documentElement.getAttribute(arguments[0]);";
    let value = visitor.run(script, vec![json!(attribute)]).await?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn language_colours_and_the_time_until_it_locks_are_chosen_by_keys() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor).await?;
    take(&visitor, &visitor.say("common.theme_dark")).await?;
    at(&visitor, Role::Button, visitor.say("shell.account")).await?;
    ensure!(html(&visitor, "data-theme").await? == "dark");
    let five = visitor.words.with("shell.lock_after_other", &[("count", "5")]);
    take(&visitor, &five).await?;
    at(&visitor, Role::Button, visitor.say("shell.account")).await?;
    take(&visitor, &visitor.say("common.swedish")).await?;
    visitor
        .until("the page doesn't speak Swedish", || async {
            Ok((html(&visitor, "lang").await? == "sv").then_some(()))
        })
        .await?;
    let focused = visitor
        .run("return document.activeElement !== document.body;", Vec::new())
        .await?;
    ensure!(focused == json!(true), "the focus is lost with the language");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_looked_at_and_forgotten_by_keys() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor).await?;
    press(&visitor, Role::Link, CLIENT).await?;
    at(&visitor, Role::Title, visitor.say("organization.overview")).await?;
    take(&visitor, &visitor.say("desk.title")).await?;
    at(&visitor, Role::Heading, visitor.say("desk.title")).await?;
    press(&visitor, Role::Button, visitor.say("desk.forget")).await?;
    at(&visitor, Role::Button, visitor.say("common.cancel")).await?;
    press_back(&visitor, Role::Button, visitor.say("desk.forget_sure")).await?;
    visitor.gone(Role::Button, visitor.say("desk.forget_sure")).await?;
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, has("")).await?;
    at(&visitor, Role::Button, visitor.say("shell.account")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_taken_and_another_time_thrown_away_by_keys() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let file = files::write(&world.scratch()?, "vault.json", &files::organization("Nowhere yet"))?;
    open_clients(&visitor).await?;
    press(&visitor, Role::Link, CLIENT).await?;
    at(&visitor, Role::Title, visitor.say("organization.overview")).await?;
    press(&visitor, Role::Link, visitor.say("organization.go_import")).await?;
    visitor
        .tab_to(Role::File, has(visitor.say("import.file_label")))
        .await?;
    visitor.hand_over_at_focus(&file).await?;
    at(&visitor, Role::Heading, visitor.say("import.preview_title")).await?;
    let note = has(visitor.say("import.approved_by"));
    visitor.tab_to(Role::TextBox, note.clone()).await?;
    visitor.keys("Anna, by phone").await?;
    for way in ["draft.take", "draft.throw_away"] {
        visitor.reload().await?;
        at(&visitor, Role::TextBox, visitor.say("sign_in.password")).await?;
        visitor.keys(PASSWORD).await?;
        visitor.enter().await?;
        visitor.find(Role::Button, visitor.say("draft.throw_away")).await?;
        press(&visitor, Role::Button, visitor.say(way)).await?;
        visitor.gone(Role::Button, visitor.say("draft.throw_away")).await?;
        at(&visitor, Role::Heading, visitor.say("import.choose_title")).await?;
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_has_stopped_is_left_by_keys() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor).await?;
    crash(&visitor).await?;
    press(&visitor, Role::Button, "Copy report").await?;
    visitor.sees("The report is copied.").await?;
    press_back(&visitor, Role::Button, "Reload").await?;
    at(&visitor, Role::TextBox, visitor.say("sign_in.password")).await
}

//! What opens over a page, in the language with the longer words: dialogs, questions, and what stands there when nothing goes on.

use anyhow::Result;
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Key, Language, Role, Visitor, World, files, has};
use serde_json::json;

use super::Look;
use crate::crash::crash;
use crate::idle::leave_seconds;
use crate::views;
use crate::ways::{account_menu, open_clients, open_palette, unlock};

async fn close(visitor: &Visitor) -> Result<()> {
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, has("")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn palette_shortcuts_views_and_what_is_kept_are_there_for_everybody() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    let mut look = Look::of(&visitor);
    open_clients(&visitor, SERVICE).await?;
    // One that was opened lately, so that something is kept.
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.all_clients")).await?;
    visitor.find(Role::Link, CLIENT).await?;
    open_palette(&visitor).await?;
    visitor.keys("a").await?;
    look.still("palette").await?;
    visitor.keys("qqq").await?;
    look.still("palette-nothing").await?;
    close(&visitor).await?;
    visitor.keys("?").await?;
    visitor.focus_is(Role::CheckBox, visitor.say("palette.single")).await?;
    look.still("shortcuts").await?;
    close(&visitor).await?;
    views::open(&visitor).await?;
    look.still("views").await?;
    close(&visitor).await?;
    account_menu(&visitor, "desk.title").await?;
    visitor.sees(&visitor.say("desk.where_")).await?;
    look.still("kept").await?;
    visitor.button(visitor.say("desk.forget")).await?;
    visitor.sees(&visitor.say("desk.forget_ask")).await?;
    look.still("forget").await?;
    look.done()?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn details_and_questions_are_there_for_everybody() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    let mut look = Look::of(&visitor);
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    for (link, state) in [("shell.groups", "group"), ("shell.collections", "collection")] {
        visitor.link(visitor.say(link)).await?;
        visitor.title_is(&visitor.say(&format!("{state}s.title"))).await?;
        visitor.find(Role::Row, has("")).await?;
        visitor
            .run("document.querySelector('tbody th button').click();", Vec::new())
            .await?;
        visitor.find(Role::Dialog, has("")).await?;
        look.still(state).await?;
        close(&visitor).await?;
    }
    world.fault(json!({ "path": "/api/*", "kind": "status", "status": 429, "retry_after": 60, "times": 1 }))?;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.sees(&visitor.say("pause.title")).await?;
    look.still("pause").await?;
    leave_seconds(&visitor, 50).await?;
    visitor.find(Role::Heading, visitor.say("lock.title")).await?;
    look.still("lock-warning").await?;
    look.done()?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offered_draft_and_a_page_that_has_stopped_are_there_for_everybody() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    let mut look = Look::of(&visitor);
    let file = files::write(&world.scratch()?, "vault.json", &files::organization("Ny"))?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.import")).await?;
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    visitor
        .fill(has(visitor.say("import.approved_by")), "Anna Lindqvist, per telefon")
        .await?;
    visitor.reload().await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.find(Role::Button, visitor.say("draft.throw_away")).await?;
    look.at("draft").await?;
    crash(&visitor).await?;
    look.still("stopped").await?;
    // Not closed: the browser has something to complain of.
    look.done()
}

//! The import, and what waits to be sent.

use std::time::Duration;

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, Role, World, files, has};
use serde_json::json;

use super::{at, kinds};
use crate::ways::open_clients;

const IMPORT: &str = "/api/ciphers/import-organization";

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_fails_says_what_is_known_and_offers_what_was_typed_again() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.import")).await?;
    let file = files::write(&world.scratch()?, "vault.json", &files::organization("New"))?;
    let arguments = [("n", "5"), ("client", CLIENT)];
    let approved = visitor.words.with("import.approved", &arguments);
    let confirm = visitor.words.with("import.confirm_other", &arguments);
    let items = || world.items(&world.organization(CLIENT)?);
    let before = items()?;
    let refused = visitor.words.with("import.refused_title", &[("client", CLIENT)]);
    let nothing = visitor
        .words
        .with("import.known_nothing_imported", &[("client", CLIENT)]);
    let unclear = visitor.say("import.known_unclear");
    for (number, (kind, fault, words)) in kinds().into_iter().enumerate() {
        // What was refused is nowhere; a server that fails after the whole request, or another's answer, leaves it open.
        let (title, known) = match kind {
            "403" | "404" => (refused.clone(), &nothing),
            "409" => (visitor.say(words), &nothing),
            "500" | "page" => (visitor.say(words), &unclear),
            "cut" => (visitor.say("import.broken_title"), &unclear),
            // The body of "done" holds nothing that is read.
            _ => continue,
        };
        visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
        visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
        if number == 0 {
            visitor.press(Role::CheckBox, approved.as_str()).await?;
            visitor
                .fill(has(visitor.say("import.approved_by")), "Anna, by phone")
                .await?;
        }
        world.fault(at(IMPORT, fault))?;
        visitor.button(confirm.as_str()).await?;
        visitor.find(Role::Heading, visitor.say("import.failed_title")).await?;
        visitor.sees(&title).await?;
        visitor.sees(known).await?;
        world.clear_faults()?;
        visitor.button(visitor.say("import.start_over")).await?;
        visitor.button(visitor.say("draft.take")).await?;
    }
    ensure!(items()? == before, "something was imported");
    let journal = world.journal()?.into_iter();
    ensure!(
        journal.filter(|entry| entry.path == IMPORT).count() <= 6,
        "something was sent twice"
    );

    // One that is asked to wait is sent by itself.
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    let note = visitor
        .find(Role::TextBox, has(visitor.say("import.approved_by")))
        .await?;
    ensure!(
        note.prop("value").await?.as_deref() == Some("Anna, by phone"),
        "the note is gone"
    );
    world.fault(at(
        IMPORT,
        json!({ "kind": "status", "status": 429, "retry_after": 4, "times": 1 }),
    ))?;
    visitor.button(confirm.as_str()).await?;
    visitor.sees(&visitor.words.start_of("pause.saving")).await?;
    visitor.check_everywhere("import-429").await?;
    visitor
        .sees(&visitor.words.with("import.done_other", &arguments))
        .await?;
    ensure!(items()? == before + 5, "not imported, or twice");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_to_be_saved_can_be_given_up_and_is_never_sent() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.import")).await?;
    let file = files::write(&world.scratch()?, "vault.json", &files::organization("New"))?;
    let arguments = [("n", "5"), ("client", CLIENT)];
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    visitor
        .press(Role::CheckBox, visitor.words.with("import.approved", &arguments))
        .await?;
    let before = world.items(&world.organization(CLIENT)?)?;
    world.fault(at(
        IMPORT,
        json!({ "kind": "status", "status": 429, "retry_after": 10, "times": 1 }),
    ))?;
    visitor
        .button(visitor.words.with("import.confirm_other", &arguments))
        .await?;
    visitor.sees(&visitor.words.start_of("pause.saving")).await?;
    // After a second of silence it is certain that nothing is on its way.
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    // By keys: the bar stands before the content, where the focus is.
    visitor.tab_back_to(Role::Button, visitor.say("common.cancel")).await?;
    visitor.enter().await?;
    visitor.gone(Role::Any, visitor.say("pause.title")).await?;
    visitor
        .focus_is(Role::Heading, visitor.say("import.failed_title"))
        .await?;
    let nothing = visitor
        .words
        .with("import.known_nothing_imported", &[("client", CLIENT)]);
    visitor.sees(&nothing).await?;
    visitor.check_everywhere("given-up").await?;
    // Long enough for what was asked for; it isn't sent then, nor later.
    tokio::time::sleep(Duration::from_secs(11)).await;
    let journal = world.journal()?.into_iter();
    let sent = journal.filter(|entry| entry.path == IMPORT).count();
    ensure!(sent <= 1, "it was sent after all");
    ensure!(world.items(&world.organization(CLIENT)?)? == before);
    visitor.close().await
}

//! The Admin Console's pages, and an import that goes wrong first.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, CLIENT_OWNER};
use portal_e2e::{Key, Language, Role, Visitor, World, files, has};
use serde_json::json;

use super::{at, open_clients, press, press_back};
use crate::ways::managed_collection;

#[tokio::test(flavor = "multi_thread")]
async fn the_admin_consoles_pages_are_worked_with_by_keys() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    let organization = world.organization(CLIENT)?;
    let (_, collection) = managed_collection(&world, &organization, CLIENT_OWNER)?;
    open_clients(&visitor).await?;
    press(&visitor, Role::Link, CLIENT).await?;
    at(&visitor, Role::Title, visitor.say("organization.overview")).await?;
    visitor
        .find(Role::Link, visitor.say("organization.show_waiting"))
        .await?;
    press(&visitor, Role::Link, visitor.say("organization.show_waiting")).await?;
    at(&visitor, Role::Title, visitor.say("members.title")).await?;
    ensure!(visitor.path().await?.contains("status=accepted"));
    visitor
        .tab_to(Role::Radio, has(visitor.say("members.accepted")))
        .await?;
    visitor.tab_to(Role::ComboBox, visitor.say("members.role")).await?;
    visitor.choose_by_keys(&visitor.say("format.role_owner")).await?;
    at(&visitor, Role::ComboBox, visitor.say("members.role")).await?;
    press(&visitor, Role::Button, visitor.say("format.clear_filters")).await?;
    at(&visitor, Role::TextBox, visitor.say("members.search")).await?;
    names(&visitor).await?;

    press_back(&visitor, Role::Link, visitor.say("shell.groups")).await?;
    at(&visitor, Role::Title, visitor.say("groups.title")).await?;
    let group = world.text(
        "SELECT name FROM groups WHERE organization_id = ?1 ORDER BY name",
        &organization,
    )?;
    details(&visitor, &group).await?;
    press_back(&visitor, Role::Link, visitor.say("shell.collections")).await?;
    at(&visitor, Role::Title, visitor.say("collections.title")).await?;
    let own = collection.rsplit('/').next().unwrap_or(&collection);
    details(&visitor, own).await?;
    // From a dialog to another page.
    visitor.enter().await?;
    press(&visitor, Role::Link, visitor.say("collections.see_owners")).await?;
    at(&visitor, Role::Title, visitor.say("members.title")).await?;
    ensure!(
        visitor.count(Role::Dialog, has("")).await? == 0,
        "the dialog is still there"
    );
    visitor.close().await
}

/// The names that have no room in a cell: shown and left again.
async fn names(visitor: &Visitor) -> Result<()> {
    let more = visitor.words.with("format.more", &[("n", "")]);
    if visitor.count(Role::Button, has(more.trim())).await? == 0 {
        return Ok(());
    }
    press(visitor, Role::Button, has(more.trim())).await?;
    let open = "return !!document.querySelector('[popover]:popover-open');";
    ensure!(
        visitor.run(open, Vec::new()).await? == json!(true),
        "the names do not open"
    );
    at(visitor, Role::Button, has(more.trim())).await?;
    visitor.keys(Key::Escape).await?;
    ensure!(
        visitor.run(open, Vec::new()).await? == json!(false),
        "the names do not close"
    );
    at(visitor, Role::Button, has(more.trim())).await
}

/// A row's details: opened, walked around in without getting out, closed; the focus is back on what opened them.
async fn details(visitor: &Visitor, name: &str) -> Result<()> {
    press(visitor, Role::Button, name).await?;
    visitor.find(Role::Dialog, has(name)).await?;
    visitor
        .until("the focus is not in the dialog", || async {
            let inside = visitor
                .run("return !!document.activeElement.closest('dialog');", Vec::new())
                .await?;
            Ok((inside == json!(true)).then_some(()))
        })
        .await?;
    for _ in 0..12 {
        visitor.tab_once(false).await?;
        let outside = "const at = document.activeElement; return at !== document.body && !at.closest('dialog');";
        ensure!(
            visitor.run(outside, Vec::new()).await? == json!(false),
            "Tab leaves the dialog {name}"
        );
    }
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, has("")).await?;
    at(visitor, Role::Button, name).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_goes_wrong_and_then_well_is_done_by_keys() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let damaged = world.scratch()?.join("damaged.json");
    std::fs::write(&damaged, "{\"encrypted\": false, \"items\": [")?;
    let file = files::write(&world.scratch()?, "vault.json", &files::organization("Nowhere yet"))?;
    open_clients(&visitor).await?;
    press(&visitor, Role::Link, CLIENT).await?;
    at(&visitor, Role::Title, visitor.say("organization.overview")).await?;
    press(&visitor, Role::Link, visitor.say("organization.go_import")).await?;
    at(
        &visitor,
        Role::Title,
        visitor.words.with("import.title", &[("client", CLIENT)]),
    )
    .await?;
    let input = has(visitor.say("import.file_label"));
    visitor.tab_to(Role::File, input.clone()).await?;
    visitor.hand_over_at_focus(&damaged).await?;
    visitor.sees(&visitor.say("import.damaged_title")).await?;
    at(&visitor, Role::Heading, visitor.say("import.choose_title")).await?;
    visitor.tab_to(Role::File, input.clone()).await?;
    let fault = visitor.focus_fault().await?;
    ensure!(fault.is_empty(), "the file input: {fault}");
    visitor.hand_over_at_focus(&file).await?;
    at(&visitor, Role::Heading, visitor.say("import.preview_title")).await?;

    // Without the approval nothing is sent, and the focus says where it is missing or stays.
    let arguments = [("n", "5"), ("client", CLIENT)];
    let confirm = visitor.words.with("import.confirm_other", &arguments);
    press(&visitor, Role::Button, confirm.as_str()).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    let lost = visitor
        .run("return document.activeElement === document.body;", Vec::new())
        .await?;
    ensure!(lost == json!(false), "the focus is lost where the approval is missing");
    visitor
        .tab_back_to(Role::CheckBox, visitor.words.with("import.approved", &arguments))
        .await?;
    visitor.keys(" ").await?;
    world.fault(json!({ "path": "/api/ciphers/import-organization", "kind": "slow", "ms": 60_000 }))?;
    press(&visitor, Role::Button, confirm.as_str()).await?;
    at(
        &visitor,
        Role::Heading,
        visitor.words.with("import.working_title", &arguments),
    )
    .await?;
    visitor.sees(&visitor.say("import.waiting_text")).await?;
    press(&visitor, Role::Button, visitor.say("import.stop")).await?;
    at(&visitor, Role::Heading, visitor.say("import.failed_title")).await?;
    world.clear_faults()?;
    press(&visitor, Role::Button, visitor.say("import.start_over")).await?;
    at(&visitor, Role::Heading, visitor.say("import.choose_title")).await?;
    visitor.tab_to(Role::File, input).await?;
    visitor.hand_over_at_focus(&file).await?;
    at(&visitor, Role::Heading, visitor.say("import.preview_title")).await?;
    visitor
        .tab_to(Role::CheckBox, visitor.words.with("import.approved", &arguments))
        .await?;
    visitor.keys(" ").await?;
    press(&visitor, Role::Button, confirm.as_str()).await?;
    at(&visitor, Role::Heading, visitor.say("import.receipt_title")).await?;
    press(&visitor, Role::Button, visitor.say("import.another")).await?;
    at(&visitor, Role::Heading, visitor.say("import.choose_title")).await?;
    visitor.close().await
}

//! Columns and saved views of the lists.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, FULL, PASSWORD, SERVICE};
use portal_e2e::{Key, Language, Role, Visitor, World, has};

use crate::ways::{open_clients, unlock};

/// Opens the dialog through the list's button.
pub async fn open(visitor: &Visitor) -> Result<()> {
    visitor.button(visitor.say("desk.views")).await?;
    visitor.press(Role::MenuItem, visitor.say("desk.views_open")).await?;
    visitor.find(Role::Heading, has(visitor.say("desk.views_open"))).await?;
    Ok(())
}

async fn leave(visitor: &Visitor) -> Result<()> {
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, has("")).await
}

/// The columns over the list, from the left.
async fn columns(visitor: &Visitor) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('[role=columnheader]')].map((one) => one.textContent.trim());";
    let texts = visitor.run(script, Vec::new()).await?;
    let texts = texts.as_array().into_iter().flatten();
    Ok(texts.map(|text| text.as_str().unwrap_or_default().to_owned()).collect())
}

async fn columns_are(visitor: &Visitor, keys: &[&str]) -> Result<()> {
    let wanted: Vec<String> = keys.iter().map(|key| visitor.say(key)).collect();
    visitor
        .until(&format!("the columns are not {wanted:?}"), || async {
            Ok((columns(visitor).await? == wanted).then_some(()))
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_hidden_moved_and_put_back_by_keyboard_alone() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor.tab_to(Role::Button, visitor.say("desk.views")).await?;
    visitor.enter().await?;
    visitor.focus_is(Role::MenuItem, visitor.say("desk.views_open")).await?;
    visitor.enter().await?;
    visitor
        .focus_is(Role::CheckBox, visitor.say("clients.assigned"))
        .await?;
    visitor.check_everywhere("views").await?;
    visitor.keys(" ").await?;
    let plan = visitor.say("clients.plan");
    let up = visitor.words.with("desk.column_up", &[("column", &plan)]);
    visitor.tab_to(Role::Button, &up).await?;
    visitor.enter().await?;
    visitor.focus_is(Role::Button, &up).await?;
    visitor.enter().await?;
    let wanted = [
        "clients.client",
        "clients.plan",
        "clients.used",
        "clients.remaining",
        "clients.state",
    ];
    columns_are(&visitor, &wanted).await?;
    leave(&visitor).await?;
    visitor.focus_is(Role::Button, visitor.say("desk.views")).await?;
    visitor.reload().await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.find(Role::Link, CLIENT).await?;
    columns_are(&visitor, &wanted).await?;
    visitor.check_everywhere("columns").await?;
    // Another list has its own.
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has("@")).await?;
    ensure!(columns(&visitor).await?.len() == 6);
    visitor.link(visitor.say("shell.all_clients")).await?;
    visitor.find(Role::Link, CLIENT).await?;
    open(&visitor).await?;
    visitor.button(visitor.say("desk.columns_usual")).await?;
    leave(&visitor).await?;
    ensure!(columns(&visitor).await?.len() == 6);
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_sorted_by_a_column_that_is_hidden_goes_back_to_names() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor.button(visitor.say("clients.used")).await?;
    open(&visitor).await?;
    visitor.press(Role::CheckBox, visitor.say("clients.used")).await?;
    leave(&visitor).await?;
    let sorted = "return document.querySelector('[aria-sort]')?.textContent.trim() ?? '';";
    visitor
        .until("the order is not by name", || async {
            let at = visitor.run(sorted, Vec::new()).await?;
            Ok((at.as_str() == Some(&visitor.say("clients.client"))).then_some(()))
        })
        .await?;
    visitor.close().await
}

async fn a_view(language: Language) -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(language).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor
        .press(Role::Radio, has(visitor.say("clients.filter_full")))
        .await?;
    visitor.gone(Role::Link, CLIENT).await?;
    open(&visitor).await?;
    visitor.button(visitor.say("desk.view_save")).await?;
    visitor.sees(&visitor.say("desk.view_no_name")).await?;
    visitor.press(Role::CheckBox, visitor.say("clients.plan")).await?;
    visitor.fill(visitor.say("desk.view_name"), "Fulla kunder").await?;
    visitor.enter().await?;
    let show = format!("{}: Fulla kunder", visitor.say("desk.view_show"));
    visitor.find(Role::Button, &show).await?;
    visitor.check_everywhere("view-saved").await?;
    visitor.button(visitor.say("desk.columns_usual")).await?;
    leave(&visitor).await?;
    visitor.press(Role::Radio, has(visitor.say("clients.all"))).await?;
    visitor.find(Role::Link, CLIENT).await?;
    ensure!(columns(&visitor).await?.len() == 6);

    visitor.button(visitor.say("desk.views")).await?;
    visitor.press(Role::MenuItem, "Fulla kunder").await?;
    visitor.gone(Role::Link, CLIENT).await?;
    visitor.find(Role::Link, FULL).await?;
    columns_are(
        &visitor,
        &[
            "clients.client",
            "clients.assigned",
            "clients.used",
            "clients.remaining",
            "clients.state",
        ],
    )
    .await?;
    ensure!(visitor.path().await?.contains("state=full"));

    open(&visitor).await?;
    visitor
        .button(format!("{}: Fulla kunder", visitor.say("desk.view_rename")))
        .await?;
    let field = visitor.words.with("desk.view_new_name", &[("name", "Fulla kunder")]);
    visitor.focus_is(Role::TextBox, &field).await?;
    visitor.fill(&field, "Utan plats").await?;
    visitor.enter().await?;
    visitor.find(Role::Button, has("Utan plats")).await?;
    visitor
        .button(format!("{}: Utan plats", visitor.say("desk.view_delete")))
        .await?;
    visitor.focus_is(Role::Button, visitor.say("desk.undo")).await?;
    visitor.enter().await?;
    visitor.find(Role::Button, has("Utan plats")).await?;
    visitor
        .button(format!("{}: Utan plats", visitor.say("desk.view_delete")))
        .await?;
    visitor.sees(&visitor.say("desk.views_none")).await?;
    leave(&visitor).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_saved_shown_renamed_deleted_and_brought_back() -> Result<()> {
    a_view(Language::English).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_saved_and_shown_in_swedish_as_well() -> Result<()> {
    a_view(Language::Swedish).await
}

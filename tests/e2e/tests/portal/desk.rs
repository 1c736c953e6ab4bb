//! What a person keeps for himself in this browser: favourites, recent clients, notes; for his account alone.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, FULL, PASSWORD, SECURE, SERVICE};
use portal_e2e::{Key, Language, Role, Visitor, World, has};

use crate::ways::{account_menu, open_clients, sign_in, unlock};

const NOTE: &str = "Ring Ingrid på tisdag\nfakturan gäller 40 platser";

fn label(visitor: &Visitor) -> String {
    visitor.words.with("desk.note_label", &[("client", CLIENT)])
}

fn star(visitor: &Visitor, client: &str) -> String {
    visitor.words.with("desk.favourite_of", &[("client", client)])
}

/// What is in the note.
async fn note(visitor: &Visitor) -> Result<String> {
    visitor.find(Role::TextBox, label(visitor)).await?;
    let text = visitor
        .run("return document.querySelector('.note textarea').value;", Vec::new())
        .await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

async fn to_client(visitor: &Visitor) -> Result<()> {
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await
}

async fn keeps_a_note(language: Language) -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(language).await?;
    open_clients(&visitor, SERVICE).await?;
    to_client(&visitor).await?;
    visitor.tab_to(Role::TextBox, label(&visitor)).await?;
    visitor.keys(NOTE).await?;
    visitor.sees(&visitor.say("desk.note_kept")).await?;
    visitor.check_everywhere("note").await?;
    // At once, without a pause, and by another page of the same browser.
    visitor.reload().await?;
    unlock(&visitor, PASSWORD).await?;
    ensure!(note(&visitor).await? == NOTE);
    let kept = visitor
        .run("return JSON.stringify({ ...localStorage });", Vec::new())
        .await?;
    let kept = kept.as_str().unwrap_or_default();
    ensure!(kept.contains("portal.desk."), "{kept}");
    for secret in ["Ingrid", "fakturan", CLIENT, &world.organization(CLIENT)?] {
        ensure!(!kept.contains(secret), "“{secret}” can be read: {kept}");
    }
    // Cleared by a button, and brought back.
    visitor.button(visitor.say("desk.note_clear")).await?;
    visitor.focus_is(Role::TextBox, label(&visitor)).await?;
    ensure!(note(&visitor).await?.is_empty());
    visitor.button(visitor.say("desk.undo")).await?;
    visitor.sees(&visitor.say("desk.note_clear")).await?;
    ensure!(note(&visitor).await? == NOTE);
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_kept_with_every_key_and_cannot_be_read_in_storage() -> Result<()> {
    keeps_a_note(Language::English).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_kept_in_swedish_as_well() -> Result<()> {
    keeps_a_note(Language::Swedish).await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_at_the_same_browser_sees_nothing_of_it() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.button(star(&visitor, FULL)).await?;
    to_client(&visitor).await?;
    visitor.fill(label(&visitor), "only mine").await?;
    account_menu(&visitor, "common.log_out").await?;
    visitor.title_is(&visitor.say("sign_in.title")).await?;

    sign_in(&visitor, SECURE).await?;
    let code = world.authenticator_code(SECURE)?;
    visitor.fill(visitor.say("sign_in.authenticator_label"), &code).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let pressed = visitor
        .find(Role::Button, star(&visitor, FULL))
        .await?
        .attr("aria-pressed")
        .await?;
    ensure!(pressed.as_deref() == Some("false"), "another one's favourite");
    visitor.hold(Key::Control, "k").await?;
    visitor.find(Role::Option, has(visitor.say("common.log_out"))).await?;
    ensure!(
        visitor.count(Role::Option, CLIENT).await? == 0,
        "another one's recent client"
    );
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, has("")).await?;
    to_client(&visitor).await?;
    ensure!(note(&visitor).await?.is_empty(), "another one's note");
    account_menu(&visitor, "common.log_out").await?;

    // His own is still there.
    visitor.title_is(&visitor.say("sign_in.title")).await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    to_client(&visitor).await?;
    ensure!(note(&visitor).await? == "only mine");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn favourites_are_starred_filtered_and_found() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, FULL).await?;
    visitor.tab_to(Role::Button, star(&visitor, FULL)).await?;
    visitor.keys(" ").await?;
    visitor.focus_is(Role::Button, star(&visitor, FULL)).await?;
    visitor.check_everywhere("star").await?;
    visitor.button(visitor.say("desk.favourites")).await?;
    visitor.gone(Role::Link, CLIENT).await?;
    visitor.find(Role::Link, FULL).await?;
    ensure!(visitor.path().await?.contains("fav=1"));
    visitor.check_everywhere("favourites").await?;
    // Taken off again, it leaves the filtered list.
    visitor.button(star(&visitor, FULL)).await?;
    visitor.sees(&visitor.say("format.no_match")).await?;
    visitor.button(visitor.say("format.clear_filters")).await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor.button(star(&visitor, CLIENT)).await?;
    visitor.hold(Key::Control, "k").await?;
    visitor.find(Role::Option, has(CLIENT)).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_opened_lately_are_in_the_switcher() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    for client in [FULL, CLIENT] {
        visitor.link(client).await?;
        visitor.title_is(&visitor.say("organization.overview")).await?;
        visitor.link(visitor.say("shell.all_clients")).await?;
        visitor.title_is(&visitor.say("clients.title")).await?;
    }
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.button(has(visitor.say("shell.switch_product"))).await?;
    visitor.find(Role::Heading, visitor.say("palette.recent")).await?;
    visitor.check_everywhere("switcher-recent").await?;
    visitor.link(FULL).await?;
    visitor
        .sees(&visitor.words.with("organization.sub", &[("client", FULL)]))
        .await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tab_of_the_same_account_goes_along() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    to_client(&visitor).await?;
    let first = visitor.this_tab().await?;
    visitor.another_tab().await?;
    open_clients(&visitor, SERVICE).await?;
    to_client(&visitor).await?;
    visitor.fill(label(&visitor), "from the second tab").await?;
    visitor.to_tab(first).await?;
    visitor
        .until("the note did not come along", || async {
            Ok((note(&visitor).await? == "from the second tab").then_some(()))
        })
        .await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_shown_and_forgotten_on_demand() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.button(star(&visitor, FULL)).await?;
    account_menu(&visitor, "desk.title").await?;
    visitor.sees(&visitor.say("desk.where_")).await?;
    visitor.check_everywhere("kept").await?;
    visitor.button(visitor.say("desk.forget")).await?;
    visitor.sees(&visitor.say("desk.forget_ask")).await?;
    visitor.focus_is(Role::Button, visitor.say("common.cancel")).await?;
    visitor.check_everywhere("forget").await?;
    visitor.button(visitor.say("desk.forget_sure")).await?;
    visitor.gone(Role::Button, visitor.say("desk.forget_sure")).await?;
    let kept = visitor
        .run("return Object.keys(localStorage).join();", Vec::new())
        .await?;
    ensure!(!kept.as_str().unwrap_or_default().contains("portal.desk"), "{kept}");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_open_is_told_and_never_overwritten_in_silence() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.button(star(&visitor, FULL)).await?;
    let damage = "const name = Object.keys(localStorage).find((name) => name.startsWith('portal.desk.'));
        localStorage[name] = localStorage[name].slice(0, -4) + 'AAA='; return localStorage[name];";
    let damaged = visitor.run(damage, Vec::new()).await?;
    visitor.reload().await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.button(star(&visitor, FULL)).await?;
    visitor.sees(&visitor.say("desk.unreadable_title")).await?;
    to_client(&visitor).await?;
    visitor.find(Role::Region, has("")).await?;
    visitor.sees(&visitor.say("desk.unreadable_detail")).await?;
    visitor.check_everywhere("unreadable").await?;
    let script = "return Object.entries(localStorage).find(([name]) => name.startsWith('portal.desk.'))[1];";
    ensure!(visitor.run(script, Vec::new()).await? == damaged, "it was overwritten");
    account_menu(&visitor, "desk.title").await?;
    visitor.button(visitor.say("desk.forget")).await?;
    visitor.button(visitor.say("desk.forget_sure")).await?;
    visitor.keys(Key::Escape).await?;
    visitor.fill(label(&visitor), "anew").await?;
    visitor.sees(&visitor.say("desk.note_kept")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_room_is_told_and_what_is_typed_stays() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    to_client(&visitor).await?;
    visitor.find(Role::TextBox, label(&visitor)).await?;
    let full = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };";
    visitor.run(full, Vec::new()).await?;
    visitor.fill(label(&visitor), "not lost").await?;
    visitor.sees(&visitor.say("desk.not_kept_title")).await?;
    ensure!(note(&visitor).await? == "not lost");
    visitor.check_everywhere("not-kept").await?;
    visitor.close().await
}

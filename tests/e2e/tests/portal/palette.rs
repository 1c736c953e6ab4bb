//! The palette of clients, pages and actions, and the shortcuts: by keyboard, by pointer, in both languages, for each role.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, FULL, PASSWORD, PROVIDER, SERVICE, SOLO_OWNER};
use portal_e2e::{Key, Language, Role, Visitor, World, has};
use serde_json::json;

use crate::ways::{account_menu, open_clients, open_palette, sign_in, unlock};

/// Opens the palette with its shortcut and waits until the field has the focus.
async fn field(visitor: &Visitor) -> Result<()> {
    visitor.focus_is(Role::TextBox, visitor.say("palette.label")).await
}

/// What Enter would run.
async fn active(visitor: &Visitor, name: &str) -> Result<()> {
    visitor
        .until(&format!("“{name}” is not active"), || async {
            let script = "const id = document.activeElement.getAttribute('aria-activedescendant');
                const one = document.getElementById(id); return one?.ariaSelected === 'true' ? one.textContent : '';";
            let text = visitor.run(script, Vec::new()).await?;
            Ok(text.as_str().is_some_and(|text| text.contains(name)).then_some(()))
        })
        .await
}

async fn closed(visitor: &Visitor) -> Result<()> {
    visitor.gone(Role::Dialog, visitor.say("palette.title")).await
}

async fn goes_everywhere(language: Language) -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(language).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    open_palette(&visitor).await?;
    visitor.find(Role::Option, has(visitor.say("common.log_out"))).await?;
    visitor.check_everywhere("palette").await?;
    visitor.keys("lindqvist").await?;
    active(&visitor, CLIENT).await?;
    visitor.check_everywhere("palette-found").await?;
    visitor.enter().await?;
    closed(&visitor).await?;
    visitor
        .focus_is(Role::Title, visitor.say("organization.overview"))
        .await?;

    // A page of the client; then another client, which makes this one a recent one.
    open_palette(&visitor).await?;
    visitor.keys(visitor.say("shell.groups")).await?;
    active(&visitor, &visitor.say("shell.groups")).await?;
    visitor.enter().await?;
    visitor.focus_is(Role::Title, visitor.say("groups.title")).await?;
    open_palette(&visitor).await?;
    visitor.keys("#akesson").await?;
    active(&visitor, FULL).await?;
    visitor.enter().await?;
    visitor
        .focus_is(Role::Title, visitor.say("organization.overview"))
        .await?;
    open_palette(&visitor).await?;
    active(&visitor, CLIENT).await?;
    visitor.keys(Key::Down + "").await?;
    visitor.keys(Key::Up + "").await?;
    active(&visitor, CLIENT).await?;
    visitor.enter().await?;
    visitor
        .sees(&visitor.words.with("organization.sub", &[("client", CLIENT)]))
        .await?;

    open_palette(&visitor).await?;
    visitor.keys("nothing at all").await?;
    visitor.sees(&visitor.say("palette.none")).await?;
    visitor.check_everywhere("palette-none").await?;
    visitor.keys(Key::Escape).await?;
    closed(&visitor).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_goes_to_clients_and_pages_by_keyboard_alone() -> Result<()> {
    goes_everywhere(Language::English).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_works_in_swedish_as_well() -> Result<()> {
    goes_everywhere(Language::Swedish).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_runs_actions_and_gives_the_focus_back() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    // By its button, left by Escape: the focus comes back.
    let button = has(visitor.say("palette.title"));
    visitor.button(button.clone()).await?;
    field(&visitor).await?;
    visitor.keys(Key::Escape).await?;
    closed(&visitor).await?;
    visitor.focus_is(Role::Button, button).await?;

    visitor.tab_to(Role::TextBox, visitor.say("clients.search")).await?;
    open_palette(&visitor).await?;
    visitor.keys(">dark").await?;
    active(&visitor, &visitor.say("common.theme_dark")).await?;
    visitor.enter().await?;
    closed(&visitor).await?;
    visitor.focus_is(Role::TextBox, visitor.say("clients.search")).await?;
    visitor
        .until("the colours don't change", || async {
            let theme = visitor
                .run("return document.documentElement.dataset.theme;", Vec::new())
                .await?;
            Ok((theme == json!("dark")).then_some(()))
        })
        .await?;

    // What the open list can do is there, by pointer too.
    let before = world.journal()?.len();
    open_palette(&visitor).await?;
    visitor.press(Role::Option, has(visitor.say("format.refresh"))).await?;
    visitor
        .until("nothing was read anew", || async {
            let entries = world.journal()?;
            let new = entries.iter().skip(before);
            Ok(new
                .into_iter()
                .any(|entry| entry.path.ends_with("/organizations"))
                .then_some(()))
        })
        .await?;
    open_palette(&visitor).await?;
    visitor.keys("?").await?;
    visitor
        .press(Role::Option, has(visitor.say("palette.only_actions")))
        .await?;
    visitor.keys("lock").await?;
    active(&visitor, &visitor.say("shell.lock_now")).await?;
    visitor.enter().await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_the_open_client_are_found_in_its_members() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    open_palette(&visitor).await?;
    visitor.keys("@owner").await?;
    visitor.sees(&visitor.say("palette.none_people")).await?;
    visitor.keys(Key::Escape).await?;
    closed(&visitor).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    open_palette(&visitor).await?;
    visitor.keys("@owner").await?;
    active(&visitor, "owner").await?;
    visitor.enter().await?;
    visitor.focus_is(Role::Title, visitor.say("members.title")).await?;
    visitor
        .find(Role::Row, has("owner@lindqvist-bergstrom.example"))
        .await?;
    ensure!(visitor.path().await?.ends_with("/members?q=owner"));
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_offered_his_organization_and_nothing_of_a_provider() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    sign_in(&visitor, SOLO_OWNER).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    open_palette(&visitor).await?;
    visitor.find(Role::Option, has(visitor.say("shell.members"))).await?;
    ensure!(visitor.count(Role::Option, has(PROVIDER)).await? == 0);
    ensure!(visitor.count(Role::Option, has(CLIENT)).await? == 0);
    for word in ["export", "vault", "item", "cipher"] {
        let offered = visitor.count(Role::Option, has(word)).await?;
        ensure!(offered == 0, "“{word}” is offered");
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_palette_that_does_not_arrive_says_so() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor.lose(&["*/tools-*_part.wasm"]).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor.hold(Key::Control, "k").await?;
    visitor.sees(&visitor.say("explain.part_title")).await?;
    visitor.lose(&[]).await?;
    open_palette(&visitor).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn single_keys_go_to_pages_and_rows_but_never_while_one_types() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor.keys("/").await?;
    visitor.focus_is(Role::TextBox, visitor.say("clients.search")).await?;
    visitor.keys("g c?").await?;
    let typed = visitor.run("return document.activeElement.value;", Vec::new()).await?;
    ensure!(typed == json!("g c?"), "a shortcut took a letter: {typed}");
    visitor.fill(visitor.say("clients.search"), "lindqvist").await?;
    visitor.tab_to(Role::Link, CLIENT).await?;
    visitor.keys("o").await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    for (keys, title) in [
        ("gm", "members.title"),
        ("gg", "groups.title"),
        ("gs", "collections.title"),
        ("go", "organization.overview"),
        ("gc", "clients.title"),
    ] {
        visitor.keys(keys).await?;
        visitor.focus_is(Role::Title, visitor.say(title)).await?;
    }
    // From row to row, and back.
    let name = "return document.activeElement.closest('tr')?.getAttribute('aria-rowindex') ?? '';";
    visitor.find(Role::Link, CLIENT).await?;
    visitor
        .run("document.querySelector('.table-region').focus();", Vec::new())
        .await?;
    for (key, row) in [("j", "2"), ("j", "3"), ("k", "2"), ("k", "2")] {
        visitor.keys(key).await?;
        let at = visitor.run(name, Vec::new()).await?;
        ensure!(at == json!(row), "{key} went to {at}");
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn single_keys_are_turned_off_in_the_list_of_shortcuts_and_stay_off() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor.keys("?").await?;
    visitor.focus_is(Role::CheckBox, visitor.say("palette.single")).await?;
    visitor.check_everywhere("shortcuts").await?;
    visitor.keys(" ").await?;
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, visitor.say("palette.shortcuts")).await?;
    visitor.reload().await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.focus_is(Role::Title, visitor.say("clients.title")).await?;
    visitor.keys("?/").await?;
    visitor.keys(Key::F6 + "").await?;
    visitor
        .until("F6 goes nowhere", || async {
            let at = visitor
                .run("return !document.activeElement.closest('main');", Vec::new())
                .await?;
            Ok((at == json!(true)).then_some(()))
        })
        .await?;
    ensure!(
        visitor.count(Role::Dialog, has("")).await? == 0,
        "? still opens the list"
    );
    // The way back is in the account menu.
    account_menu(&visitor, "palette.shortcuts").await?;
    visitor.press(Role::CheckBox, visitor.say("palette.single")).await?;
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, visitor.say("palette.shortcuts")).await?;
    visitor.focus_is(Role::Button, visitor.say("shell.account")).await?;
    visitor.keys("/").await?;
    visitor.focus_is(Role::TextBox, visitor.say("clients.search")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn f6_goes_through_the_parts_of_the_page_both_ways() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.focus_is(Role::Title, visitor.say("clients.title")).await?;
    let part = "const at = document.activeElement;
        return ['.app-bar', '.app-nav', 'main'].find((part) => at.closest(part)) ?? '';";
    for expected in [".app-bar", ".app-nav", "main", ".app-bar"] {
        visitor.keys(Key::F6 + "").await?;
        let at = visitor.run(part, Vec::new()).await?;
        ensure!(at == json!(expected), "{at} instead of {expected}");
    }
    visitor.hold(Key::Shift, &Key::F6.value().to_string()).await?;
    let at = visitor.run(part, Vec::new()).await?;
    ensure!(at == json!("main"), "{at}");
    visitor.close().await
}

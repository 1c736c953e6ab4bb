//! The main job in the other engines: both ways to derive a key, a client, an import with its receipt, the menus when the page
//! is scrolled, lock and unlock; and that a page which has stopped says so.

use anyhow::{Context, Result, ensure};
use portal_e2e::world::{CLIENT, CLIENT_OWNER, PASSWORD, PROVIDER, SERVICE};
use portal_e2e::{Engine, Key, Language, Role, Setup, Visitor, World, files, has, keys};
use serde_json::json;

use crate::crash::crash;
use crate::ways::{account_menu, import_file, item_requests, managed_collection, open_clients, sign_in, unlock};

/// Makes the page three windows long, and scrolls it to its end; how far.
const SCROLL: &str = "
    document.querySelector('main').style.minBlockSize = '300vh';
    scrollTo(0, document.documentElement.scrollHeight);
    return scrollY;";

/// What is wrong with where the open popup is: all of it must be in the window, beside its button, and its entries alike.
const PLACED: &str = "
    const popup = document.querySelector(':popover-open');
    if (!popup) return 'nothing is open';
    const button = document.querySelector(`[popovertarget=\"${popup.id}\"]`).getBoundingClientRect();
    const box = popup.getBoundingClientRect();
    const where = ({ left, top, right, bottom }) => [left, top, right, bottom].map(Math.round).join(' ');
    const told = `: popup ${where(box)}, button ${where(button)}, window ${innerWidth} x ${innerHeight}, scrolled by ${scrollY}`;
    if (box.width < 100 || box.height < 50) return `it is too small${told}`;
    if (box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      return `it is not in the window${told}`;
    const gap = Math.max(button.top - box.bottom, box.top - button.bottom);
    if (gap < -1 || gap > 24 || box.right < button.left || box.left > button.right) return `it is not at its button${told}`;
    const rows = [...popup.querySelectorAll('[role^=menuitem]')].map((row) => Math.round(row.getBoundingClientRect().height));
    if (Math.max(...rows) - Math.min(...rows) > 1) return `its rows are ${rows.join(', ')} high`;
    return '';";

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_firefox() -> Result<()> {
    main_job(Engine::Firefox).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_webkit() -> Result<()> {
    main_job(Engine::WebKit).await
}

#[tokio::test(flavor = "multi_thread")]
async fn menus_open_at_their_buttons_when_the_page_is_scrolled() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    menus(&visitor).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_has_stopped_says_so_in_firefox() -> Result<()> {
    stops(Engine::Firefox).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_has_stopped_says_so_in_webkit() -> Result<()> {
    stops(Engine::WebKit).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_style_sheet_that_comes_late_is_waited_for_in_every_engine() -> Result<()> {
    for engine in [Engine::Chromium, Engine::Firefox, Engine::WebKit] {
        let world = World::start().await?;
        world.fault(json!({ "path": "/style-*", "kind": "slow", "ms": 2_000 }))?;
        let visitor = world.visit_as(Setup::of(Language::English).in_engine(engine)).await?;
        visitor.go("/").await?;
        visitor.title_is(&visitor.say("sign_in.title")).await?;
        visitor.close().await?;
    }
    Ok(())
}

async fn main_job(engine: Engine) -> Result<()> {
    let world = World::start().await?;
    let organization = world.organization(CLIENT)?;
    let (_, collection) = managed_collection(&world, &organization, CLIENT_OWNER)?;
    let kdf = |email| world.number("SELECT kdf_type FROM users WHERE email = ?1", email);
    ensure!(
        (kdf(CLIENT_OWNER)?, kdf(SERVICE)?) == (0, 1),
        "the two accounts no longer have a derivation each"
    );
    let visitor = world.visit_as(Setup::of(Language::English).in_engine(engine)).await?;

    visitor.go("/").await?;
    sign_in(&visitor, CLIENT_OWNER).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    account_menu(&visitor, "common.log_out").await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    open_clients(&visitor, SERVICE).await?;

    menus(&visitor).await?;
    open_client(&visitor).await?;
    let before = world.items(&organization)?;
    let file = files::write(&world.scratch()?, "lindqvist.json", &files::organization(&collection))?;
    visitor.link(visitor.say("shell.import")).await?;
    import_file(&visitor, CLIENT, &file, 5, None).await?;
    visitor
        .focus_is(Role::Heading, visitor.say("import.receipt_title"))
        .await?;
    ensure!(world.items(&organization)? == before + 5, "not all items are stored");
    // What was encrypted there can be read elsewhere.
    let key = keys::organization(&world, CLIENT_OWNER, &organization)?;
    let names = world.texts("SELECT name FROM collections WHERE organization_id = ?1", &organization)?;
    let mut names = names.iter().filter_map(|name| keys::read(name, &key).ok());
    ensure!(names.any(|name| name == files::NEW_COLLECTION), "no new collection");

    lock_and_unlock(&visitor).await?;
    let asked = item_requests(&world)?;
    ensure!(asked.is_empty(), "items were asked for: {asked:#?}");
    visitor.close().await
}

/// Finds the client in the list, opens it and looks at its members.
async fn open_client(visitor: &Visitor) -> Result<()> {
    visitor.fill(visitor.say("clients.search"), "lindqvist").await?;
    visitor
        .until("the search leaves more than one row", || async {
            Ok((visitor.count(Role::Row, has("")).await? == 2).then_some(()))
        })
        .await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let through = [("client", CLIENT), ("provider", PROVIDER)];
    visitor.sees(&visitor.words.with("shell.through", &through)).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    visitor.find(Role::Row, has("@")).await.map(drop)
}

/// Opens both menus of the bar while a long page is scrolled to its end.
async fn menus(visitor: &Visitor) -> Result<()> {
    visitor.find(Role::Link, CLIENT).await?;
    visitor
        .until("the page can't be scrolled", || async {
            let down = visitor.run(SCROLL, Vec::new()).await?;
            Ok((down.as_f64().unwrap_or_default() > 1000.0).then_some(()))
        })
        .await?;
    for opener in [visitor.say("shell.account"), visitor.say("shell.switch_product")] {
        visitor.button(has(opener.as_str())).await?;
        let placed = visitor.until("the popup is elsewhere", || async {
            let fault = visitor.run(PLACED, Vec::new()).await?;
            let fault = fault.as_str().context("no answer")?;
            ensure!(fault.is_empty(), "{opener}: {fault}");
            Ok(Some(()))
        });
        placed.await?;
        visitor.keys(Key::Escape).await?;
        visitor.focus_is(Role::Button, has(opener.as_str())).await?;
    }
    let short = "document.querySelector('main').style.minBlockSize = ''; scrollTo(0, 0);";
    visitor.run(short, Vec::new()).await.map(drop)
}

async fn lock_and_unlock(visitor: &Visitor) -> Result<()> {
    account_menu(visitor, "shell.lock_now").await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    unlock(visitor, PASSWORD).await?;
    visitor
        .title_is(&visitor.words.with("import.title", &[("client", CLIENT)]))
        .await
}

async fn stops(engine: Engine) -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit_as(Setup::of(Language::Swedish).in_engine(engine)).await?;
    visitor.go("/").await?;
    visitor.title_is(&visitor.say("sign_in.title")).await?;
    let report = crash(&visitor).await?;
    for (start, wanted) in [("what: ", "Error"), ("at: ", "wasm-function["), ("page: ", "sign-in")] {
        let line = report.lines().find(|line| line.starts_with(start));
        ensure!(
            line.is_some_and(|line| line.contains(wanted)),
            "no “{start}…{wanted}” in\n{report}"
        );
    }
    visitor.sees("Sidan har stannat").await?;
    visitor.button("Läs in igen").await?;
    visitor.title_is(&visitor.say("sign_in.title")).await
}

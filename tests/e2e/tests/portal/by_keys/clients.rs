//! The list of clients.

use anyhow::Result;
use portal_e2e::world::{CLIENT, FULL};
use portal_e2e::{Key, Language, Role, World, has};
use serde_json::json;

use super::{at, open_clients, press, press_back};

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_clients_is_worked_with_by_keys() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let saved = world.scratch()?.join("saved");
    std::fs::create_dir_all(&saved)?;
    visitor.save_files_to(&saved).await?;
    open_clients(&visitor).await?;
    // Past everything that is on every page.
    let skip = visitor.say("common.skip_to_content");
    visitor.tab_back_to(Role::Link, &skip).await?;
    at(&visitor, Role::Link, &skip).await?;
    visitor.enter().await?;
    visitor
        .until("the focus is not on the content", || async {
            let there = visitor
                .run("return document.activeElement.localName;", Vec::new())
                .await?;
            Ok((there == json!("main")).then_some(()))
        })
        .await?;
    press(&visitor, Role::Button, visitor.say("format.download_csv")).await?;
    at(&visitor, Role::Button, visitor.say("format.download_csv")).await?;
    visitor
        .until("nothing was saved", || async {
            Ok((std::fs::read_dir(&saved)?.count() > 0).then_some(()))
        })
        .await?;

    let search = visitor.say("clients.search");
    visitor.tab_to(Role::TextBox, &search).await?;
    visitor.keys("nobody is called so").await?;
    press(&visitor, Role::Button, visitor.say("format.clear_search")).await?;
    at(&visitor, Role::TextBox, &search).await?;
    visitor.keys("xyz").await?;
    visitor.gone(Role::Link, CLIENT).await?;
    visitor.keys(Key::Escape).await?;
    at(&visitor, Role::TextBox, &search).await?;
    visitor.find(Role::Link, CLIENT).await?;

    visitor.tab_to(Role::Radio, has(visitor.say("clients.all"))).await?;
    visitor.keys(Key::Right).await?;
    at(&visitor, Role::Radio, has(visitor.say("clients.filter_active"))).await?;
    visitor.keys(Key::Left).await?;
    at(&visitor, Role::Radio, has(visitor.say("clients.all"))).await?;
    press(&visitor, Role::Button, visitor.say("format.refresh")).await?;
    at(&visitor, Role::Button, visitor.say("format.refresh")).await?;
    for column in ["clients.client", "clients.remaining"] {
        press(&visitor, Role::Button, visitor.say(column)).await?;
        at(&visitor, Role::Button, visitor.say(column)).await?;
    }
    world.fault(json!({ "path": "/api/providers/*", "kind": "status", "status": 500 }))?;
    press_back(&visitor, Role::Button, visitor.say("format.refresh")).await?;
    visitor.sees(&visitor.say("format.stale")).await?;
    at(&visitor, Role::Button, visitor.say("format.refresh")).await?;
    world.clear_faults()?;
    let again = visitor
        .words
        .with("common.try_again_what", &[("what", &visitor.say("clients.title"))]);
    press_back(&visitor, Role::Button, again).await?;
    at(&visitor, Role::Title, visitor.say("clients.title")).await?;
    press(&visitor, Role::Link, FULL).await?;
    at(&visitor, Role::Title, visitor.say("organization.overview")).await?;
    press_back(&visitor, Role::Link, has(visitor.say("shell.all_clients"))).await?;
    at(&visitor, Role::Title, visitor.say("clients.title")).await?;
    visitor.close().await
}

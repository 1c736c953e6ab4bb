//! The parts of the page that are fetched when they are first needed.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, World, has};

use crate::ways::{open_clients, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_does_not_arrive_is_explained_and_fetched_again() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor.lose(&["*_part.wasm"]).await?;
    visitor.go("/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.sees(&visitor.say("explain.part_title")).await?;
    visitor.sees(&visitor.say("explain.part_next")).await?;
    visitor.title_is(&visitor.say("common.clients")).await?;
    visitor.check_everywhere("part-missing").await?;
    visitor.lose(&[]).await?;
    visitor.button(has(visitor.say("common.try_again"))).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_import_is_fetched_when_it_is_opened_and_not_before() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let fetched = |text: &'static str| {
        let script =
            "return performance.getEntriesByType('resource').filter((one) => one.name.includes(arguments[0])).length;";
        visitor.run(script, vec![text.into()])
    };
    ensure!(fetched("/import-").await? == 0, "the import was fetched unasked");
    ensure!(fetched("/lists-").await? == 1);
    visitor.link(visitor.say("shell.import")).await?;
    visitor
        .title_is(&visitor.words.with("import.title", &[("client", CLIENT)]))
        .await?;
    ensure!(fetched("/import-").await? == 1);
    visitor.close().await
}

//! What comes over a page: messages, and the network's absence.

use anyhow::Result;
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, Role, World};
use serde_json::json;

use super::Look;
use crate::ways::{account_menu, open_clients};

#[tokio::test(flavor = "multi_thread")]
async fn messages_over_the_page_are_there_for_everybody() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let mut look = Look::of(&visitor);
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    // A toast that stays: the other language's words don't come.
    visitor.lose(&["*words-sv*"]).await?;
    account_menu(&visitor, "common.swedish").await?;
    visitor
        .sees(&visitor.words.with(
            "common.language_failed",
            &[("language", &visitor.say("common.swedish"))],
        ))
        .await?;
    look.at("toast").await?;
    visitor.lose(&[]).await?;
    visitor.tab_to(Role::Button, visitor.say("common.dismiss")).await?;
    visitor.enter().await?;
    visitor.gone(Role::Button, visitor.say("common.dismiss")).await?;
    let lost = visitor
        .run("return document.activeElement === document.body;", Vec::new())
        .await?;
    if lost == json!(true) {
        look.faults
            .push("the focus is lost when a message is dismissed by keyboard".to_owned());
    }
    visitor.offline(true).await?;
    visitor.sees(&visitor.say("shell.offline_title")).await?;
    look.at("offline").await?;
    visitor.offline(false).await?;
    visitor.sees(&visitor.say("shell.online")).await?;
    look.still("online-again").await?;
    look.done()?;
    visitor.close().await
}

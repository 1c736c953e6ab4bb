//! What comes by itself: messages, banners and progress.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, Role, World, files, has};
use serde_json::json;

use crate::ways::{account_menu, open_clients};

#[tokio::test(flavor = "multi_thread")]
async fn progress_banners_and_messages_are_told_when_they_come() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    let told = visitor.told().await?;
    let area = told.the("region", &visitor.say("common.notifications"))?;
    ensure!(
        !area.all("alert").is_empty() && !area.all("status").is_empty(),
        "the live regions are not there from the start"
    );

    visitor.lose(&["*words-sv*"]).await?;
    account_menu(&visitor, "common.swedish").await?;
    let words = visitor.words.with(
        "common.language_failed",
        &[("language", &visitor.say("common.swedish"))],
    );
    visitor.sees(&words).await?;
    let told = visitor.told().await?;
    let alerts = told.all("alert");
    ensure!(
        alerts.iter().any(|one| one.text().contains(&words)),
        "the failure is not told at once"
    );
    visitor.lose(&[]).await?;
    visitor.button(visitor.say("common.dismiss")).await?;

    visitor.offline(true).await?;
    visitor.sees(&visitor.say("shell.offline_title")).await?;
    let told = visitor.told().await?;
    let banner = told.the("status", &visitor.say("shell.offline_title"))?;
    ensure!(banner.text().contains(&visitor.say("shell.offline_title")));
    visitor.offline(false).await?;

    let file = files::write(&world.scratch()?, "vault.json", &files::organization("Nowhere"))?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.import")).await?;
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    let told = visitor.told().await?;
    let steps = told.the("list", &visitor.say("import.steps"))?;
    let now: Vec<_> = steps
        .all("listitem")
        .into_iter()
        .filter(|one| one.attribute("aria-current") == Some("step"))
        .collect();
    ensure!(
        now.len() == 1 && now[0].text().contains(&visitor.say("import.step_check")),
        "{}",
        steps.outline()
    );
    let arguments = [("n", "5"), ("client", CLIENT)];
    visitor
        .press(Role::CheckBox, visitor.words.with("import.approved", &arguments))
        .await?;
    world.fault(json!({ "path": "/api/ciphers/import-organization", "kind": "slow", "ms": 6000 }))?;
    visitor
        .button(visitor.words.with("import.confirm_other", &arguments))
        .await?;
    visitor.sees(&visitor.say("import.waiting_text")).await?;
    let told = visitor.told().await?;
    let bar = told.the("progressbar", &visitor.say("import.waiting"))?;
    ensure!(bar.attribute("aria-valuetext") == Some(visitor.say("import.waiting_text").as_str()));
    visitor.find(Role::Heading, visitor.say("import.receipt_title")).await?;
    visitor.close().await
}

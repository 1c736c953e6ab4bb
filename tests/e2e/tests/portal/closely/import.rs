//! The import step by step.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, CLIENT_OWNER, SERVICE};
use portal_e2e::{Language, Role, World, files, has};
use serde_json::json;

use super::{FOR_LONG, Look};
use crate::ways::{import_file, managed_collection, open_clients};

#[tokio::test(flavor = "multi_thread")]
async fn the_import_is_there_for_everybody_at_each_step() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let mut look = Look::of(&visitor);
    let organization = world.organization(CLIENT)?;
    let (_, collection) = managed_collection(&world, &organization, CLIENT_OWNER)?;
    let file = files::write(&world.scratch()?, "lindqvist.json", &files::organization(&collection))?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.import")).await?;
    visitor.find(Role::Heading, visitor.say("import.choose_title")).await?;
    look.at("import-choose").await?;
    let damaged = world.scratch()?.join("damaged.json");
    std::fs::write(&damaged, "{\"encrypted\": false, \"items\": [")?;
    visitor
        .hand_over(has(visitor.say("import.file_label")), &damaged)
        .await?;
    visitor.sees(&visitor.say("import.damaged_title")).await?;
    look.at("import-damaged").await?;
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    look.at("import-preview").await?;
    let arguments = [("n", "5"), ("client", CLIENT)];
    visitor
        .press(Role::CheckBox, visitor.words.with("import.approved", &arguments))
        .await?;
    world.fault(json!({ "path": "/api/ciphers/import-organization", "kind": "slow", "ms": FOR_LONG }))?;
    visitor
        .button(visitor.words.with("import.confirm_other", &arguments))
        .await?;
    visitor.sees(&visitor.say("import.waiting")).await?;
    look.at("import-waiting").await?;
    visitor.button(visitor.say("import.stop")).await?;
    visitor.find(Role::Heading, visitor.say("import.failed_title")).await?;
    look.at("import-stopped").await?;
    world.clear_faults()?;
    visitor.button(visitor.say("import.start_over")).await?;
    import_file(&visitor, CLIENT, &file, 5, None).await?;
    look.at("import-receipt").await?;
    ensure!(!visitor.text().await?.contains(files::SECRETS[0]), "an item is shown");
    look.done()?;
    visitor.close().await
}

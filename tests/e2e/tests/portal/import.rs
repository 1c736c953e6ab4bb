//! Files that can't be imported, and uploads that don't end well.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, files, has};
use serde_json::json;

use crate::ways::open_clients;

const IMPORT: &str = "/api/ciphers/import-organization";

async fn open_import(visitor: &Visitor) -> Result<()> {
    open_clients(visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.import")).await?;
    visitor
        .title_is(&visitor.words.with("import.title", &[("client", CLIENT)]))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn encrypted_empty_unknown_and_damaged_files_are_explained_and_nothing_is_sent() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_import(&visitor).await?;
    let folder = world.scratch()?;
    let account = json!({ "encrypted": true, "encKeyValidation_DO_NOT_EDIT": "2.a|b|c", "items": [] });
    let protected =
        json!({ "encrypted": true, "passwordProtected": true, "salt": "x", "kdfType": 0, "data": "2.a|b|c" });
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("account.json", account.to_string().into_bytes(), "import.account_title"),
        (
            "protected.json",
            protected.to_string().into_bytes(),
            "import.protected_title",
        ),
        ("empty.json", Vec::new(), "import.empty_title"),
        (
            "damaged.json",
            b"{\"encrypted\": false, \"items\": [".to_vec(),
            "import.damaged_title",
        ),
        (
            "archive.zip.json",
            b"PK\x03\x04 and so on".to_vec(),
            "import.archive_title",
        ),
    ];
    for (name, content, words) in cases {
        let file = folder.join(name);
        std::fs::write(&file, content)?;
        visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
        visitor.sees(&visitor.say(words)).await?;
        visitor.sees(&visitor.say("import.known_nothing_sent")).await?;
        visitor.check(name).await?;
    }
    let journal = world.journal()?;
    ensure!(journal.iter().all(|entry| entry.path != IMPORT), "something was sent");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_the_server_drops_is_not_repeated_and_its_outcome_is_told() -> Result<()> {
    let mut world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let organization = world.organization(CLIENT)?;
    let before = world.items(&organization)?;
    open_import(&visitor).await?;
    let file = files::write(&world.scratch()?, "vault.json", &files::organization("Nowhere yet"))?;
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    let arguments = [("n", "5"), ("client", CLIENT)];
    visitor
        .press(Role::CheckBox, visitor.words.with("import.approved", &arguments))
        .await?;
    world.stop().await;
    visitor
        .button(visitor.words.with("import.confirm_other", &arguments))
        .await?;
    visitor.find(Role::Heading, visitor.say("import.failed_title")).await?;
    visitor.check_everywhere("import-broken").await?;
    world.start_again().await?;
    ensure!(world.items(&organization)? == before, "it was sent again by itself");
    visitor.button(visitor.say("import.start_over")).await?;
    visitor.find(Role::Heading, visitor.say("import.choose_title")).await?;
    visitor.close().await
}

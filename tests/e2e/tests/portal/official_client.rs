//! What the portal imports, the official client reads.

use anyhow::{Context, Result, ensure};
use portal_e2e::official::Official;
use portal_e2e::world::{FULL, FULL_OWNER, SERVICE};
use portal_e2e::{Language, Setup, World, files};
use serde_json::{Value, json};

use crate::ways::{import_file, managed_collection, open_clients};

#[tokio::test(flavor = "multi_thread")]
async fn the_official_client_reads_every_imported_item_as_it_was() -> Result<()> {
    let world = World::with(|config| config.tls = true).await?;
    // A client without policies: one that restricts item types makes the official client hide cards.
    let organization = world.organization(FULL)?;
    let (id, collection) = managed_collection(&world, &organization, FULL_OWNER)?;
    let content = files::organization(&collection);
    let file = files::write(&world.scratch()?, "vault.json", &content)?;
    let visitor = world
        .visit_as(Setup {
            trust_any_certificate: true,
            ..Setup::of(Language::English)
        })
        .await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(FULL).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.link(visitor.say("shell.import")).await?;
    import_file(&visitor, FULL, &file, 5, Some(&collection)).await?;
    visitor.close().await?;

    let mut official = Official::at(&world).await?;
    official.log_in(FULL_OWNER).await?;
    official.sync().await?;
    let read = official.list("items", &organization).await?;
    for item in content["items"].as_array().context("items")? {
        let name = &item["name"];
        let found: Vec<_> = read.iter().filter(|read| read["name"] == *name).collect();
        ensure!(found.len() == 1, "{name} is there {} times", found.len());
        ensure!(
            found[0]["collectionIds"] == json!([id]),
            "{name} is in {}",
            found[0]["collectionIds"]
        );
        for part in ["type", "notes", "favorite", "reprompt"] {
            ensure!(found[0][part] == item[part], "{name}: {part} is {}", found[0][part]);
        }
        for part in ["login", "card", "identity", "secureNote"] {
            same(name, part, &item[part], &found[0][part])?;
        }
        let fields = |item: &Value| item["fields"].as_array().cloned().unwrap_or_default();
        let (given, got) = (fields(item), fields(found[0]));
        ensure!(given.len() == got.len(), "{name} has {} custom fields", got.len());
        for (given, got) in given.iter().zip(&got) {
            for part in ["name", "value", "type"] {
                ensure!(given[part] == got[part], "{name}: a field's {part} is {}", got[part]);
            }
        }
    }
    Ok(())
}

/// Everything that was in the file is there; what the client adds of its own doesn't matter.
fn same(name: &Value, part: &str, given: &Value, got: &Value) -> Result<()> {
    match given {
        Value::Object(given) => {
            for (key, given) in given {
                same(name, &format!("{part}.{key}"), given, &got[key])?;
            }
        }
        Value::Array(given) => {
            let got = got.as_array().cloned().unwrap_or_default();
            ensure!(given.len() == got.len(), "{name}: {part} has {} parts", got.len());
            for (given, got) in given.iter().zip(&got) {
                same(name, part, given, got)?;
            }
        }
        Value::Null => ensure!(got.is_null(), "{name}: {part} is {got} instead of nothing"),
        given => ensure!(given == got, "{name}: {part} is {got} instead of {given}"),
    }
    Ok(())
}

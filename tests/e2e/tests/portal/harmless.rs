//! No import keeps the official client from reading a client's items, whatever the file holds.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use portal_e2e::official::Official;
use portal_e2e::world::{FULL, FULL_OWNER, SERVICE};
use portal_e2e::{Language, Role, Setup, Visitor, World, files, has};
use serde_json::{Value, json};

use crate::ways::{managed_collection, open_clients};

/// Samples of files that failed once, and `every-part.json` with every part of every type.
fn cases() -> Result<PathBuf> {
    // A browser takes no path with dots in it.
    Ok(Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases").canonicalize()?)
}

/// A service user at the import page of a client.
async fn at_import(world: &World) -> Result<Visitor> {
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
    Ok(visitor)
}

/// Every place in a value, as a pointer (RFC 6901).
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (name, value) in inside {
        let at = format!("{at}/{name}");
        places(value, &at, found);
        found.push(at);
    }
}

/// For every part of every type: missing, null, empty and of the wrong type, each fault in an item of its own. And the names of
/// those that must be there afterwards: all but SSH keys without a private key.
fn faulty() -> Result<(Value, Vec<String>)> {
    let mut file: Value = serde_json::from_slice(&std::fs::read(cases()?.join("every-part.json"))?)?;
    let (mut items, mut kept) = (Vec::new(), Vec::new());
    for item in file["items"].as_array_mut().context("items")? {
        // The official client lists archived items apart.
        item["archivedDate"] = Value::Null;
        let mut found = Vec::new();
        places(item, "", &mut found);
        // Without a name an item is left out, with a date of deletion it is in the trash: neither is sent.
        found.retain(|place| place != "/name" && place != "/deletedDate");
        for place in &found {
            for (fault, other) in [
                ("missing", None),
                ("null", Some(Value::Null)),
                ("empty", Some(json!(""))),
                ("wrong", Some(json!({"x": 1}))),
            ] {
                let mut faulty = item.clone();
                put(&mut faulty, place, other);
                let name = format!("{} {place} {fault}", item["type"]);
                faulty["name"] = json!(name);
                items.push(faulty);
                if place != "/sshKey" && place != "/sshKey/privateKey" {
                    kept.push(name);
                }
            }
        }
    }
    file["items"] = items.into();
    Ok((file, kept))
}

fn put(item: &mut Value, place: &str, other: Option<Value>) {
    let (parent, name) = place.rsplit_once('/').unwrap_or_default();
    match (item.pointer_mut(parent), other) {
        (Some(Value::Object(map)), Some(other)) => drop(map.insert(name.to_owned(), other)),
        (Some(Value::Object(map)), None) => drop(map.remove(name)),
        (Some(Value::Array(list)), other) => {
            let index: usize = name.parse().unwrap_or_default();
            drop(list.splice(index..=index, other));
        }
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_client_lists_a_client_that_got_every_fault_there_is() -> Result<()> {
    let world = World::with(|config| config.tls = true).await?;
    let organization = world.organization(FULL)?;
    let (_, collection) = managed_collection(&world, &organization, FULL_OWNER)?;
    let (content, kept) = faulty()?;
    let file = files::write(&world.scratch()?, "faulty.json", &content)?;
    let before = world.items(&organization)?;
    let visitor = at_import(&world).await?;
    import(&visitor, &file, &collection, true).await?;
    visitor.close().await?;
    let imported = usize::try_from(world.items(&organization)? - before)?;
    ensure!(imported == kept.len(), "{imported} items instead of {}", kept.len());

    let mut official = Official::at(&world).await?;
    official.log_in(FULL_OWNER).await?;
    official.sync().await?;
    let read = official.list("items", &organization).await?;
    let names: Vec<&str> = read.iter().filter_map(|item| item["name"].as_str()).collect();
    let missing: Vec<_> = kept.iter().filter(|name| !names.contains(&name.as_str())).collect();
    ensure!(missing.is_empty(), "not there: {missing:?}");
    for item in &read {
        for part in ["privateKey", "publicKey", "keyFingerprint"] {
            let text = item["sshKey"][part].as_str().unwrap_or_default();
            ensure!(item["type"] != 5 || !text.is_empty(), "{}: no {part}", item["name"]);
        }
    }
    Ok(())
}

/// Imports a file as it is, all into one collection, and begins anew; looks closely at what is said to be lost.
async fn import(visitor: &Visitor, file: &Path, collection: &str, look: bool) -> Result<()> {
    visitor.hand_over(has(visitor.say("import.file_label")), file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    if look {
        visitor.button(visitor.say("import.losses_show")).await?;
        visitor.check_everywhere("losses").await?;
    }
    let option = visitor.words.with("import.to_one", &[("name", collection)]);
    visitor.choose(has(visitor.say("import.destination")), &option).await?;
    let approved = visitor.words.with("import.approved", &[("client", FULL)]);
    visitor.press(Role::CheckBox, approved).await?;
    visitor.button(has(format!(" to {FULL}"))).await?;
    visitor.find(Role::Heading, visitor.say("import.receipt_title")).await?;
    visitor.button(visitor.say("import.another")).await?;
    visitor.find(Role::Heading, visitor.say("import.choose_title")).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_client_lists_every_client_after_all_cases_were_imported_into_one() -> Result<()> {
    let world = World::with(|config| config.tls = true).await?;
    let organization = world.organization(FULL)?;
    let (_, collection) = managed_collection(&world, &organization, FULL_OWNER)?;
    let before = world.items(&organization)?;
    let visitor = at_import(&world).await?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(cases()?)?
        .map(|file| file.map(|file| file.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|ending| ending == "json" || ending == "csv")
    });
    files.sort();
    for file in &files {
        import(&visitor, file, &collection, false)
            .await
            .with_context(|| file.display().to_string())?;
    }
    visitor.close().await?;
    let imported = world.items(&organization)? - before;
    ensure!(usize::try_from(imported)? > files.len(), "only {imported} items");

    let owner =
        "SELECT u.email FROM members m JOIN users u ON u.id = m.user_id WHERE m.organization_id = ?1 AND m.type = 0
        AND m.status = 2 AND u.totp_secret IS NULL AND u.email_two_factor IS NULL ORDER BY u.email";
    for client in world.texts("SELECT id FROM organizations WHERE id <> ?1", "")? {
        // Somebody without a second step.
        let Some(owner) = world.texts(owner, &client)?.into_iter().next() else {
            continue;
        };
        let mut official = Official::at(&world).await?;
        official.log_in(&owner).await.with_context(|| owner.clone())?;
        official.sync().await?;
        let read = official.list("items", &client).await.with_context(|| owner.clone())?;
        ensure!(
            client != organization || i64::try_from(read.len())? >= imported,
            "{} items",
            read.len()
        );
    }
    Ok(())
}

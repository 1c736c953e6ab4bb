//! What other and newer servers and other people's clients leave behind: rows that can't be decrypted, numbers that this page
//! doesn't know. Nothing is lost from a list, and each says why.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, FULL, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, files, has};

use crate::ways::open_clients;

async fn open_client(world: &World, language: Language, client: &str) -> Result<Visitor> {
    let visitor = world.visit(language).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(client).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    Ok(visitor)
}

/// Shared collections of an organization, the oldest first.
fn collections(world: &World, organization: &str) -> Result<Vec<String>> {
    // That of a member who left is shown by his address, whatever its name.
    let sql = "SELECT id FROM collections WHERE organization_id = ?1 AND type = 0 AND default_user_email IS NULL \
               ORDER BY rowid";
    world.texts(sql, organization)
}

#[tokio::test(flavor = "multi_thread")]
async fn collections_whose_names_cannot_be_read_stay_in_the_list_each_with_its_reason() -> Result<()> {
    let world = World::start().await?;
    let id = world.organization(CLIENT)?;
    let all = collections(&world, &id)?;
    let foreign = world.text(
        "SELECT name FROM collections WHERE organization_id = ?1 AND type = 0",
        &world.organization(FULL)?,
    )?;
    let weak = foreign
        .replacen("2.", "0.", 1)
        .rsplit_once('|')
        .map(|(start, _)| start.to_owned());
    let names = ["2.damaged".to_owned(), foreign, weak.unwrap_or_default(), String::new()];
    ensure!(all.len() > names.len(), "one must stay readable");
    for (collection, name) in all.iter().zip(&names) {
        let sql = format!("UPDATE collections SET name = '{name}' WHERE id = ?1");
        world.change(&sql, collection)?;
    }
    let visitor = open_client(&world, Language::English, CLIENT).await?;
    visitor.link(visitor.say("shell.collections")).await?;
    visitor.title_is(&visitor.say("collections.title")).await?;
    visitor.find(Role::Row, has(visitor.say("explain.weak_title"))).await?;
    // Rows come a few per frame.
    visitor
        .until("other rows than the damaged ones can't be read", || async {
            let unreadable = visitor
                .count(Role::Button, visitor.say("collections.unreadable"))
                .await?;
            Ok((unreadable == names.len()).then_some(()))
        })
        .await?;
    let sealed = visitor
        .count(Role::Row, has(visitor.say("explain.sealed_title")))
        .await?;
    let weak = visitor.count(Role::Row, has(visitor.say("explain.weak_title"))).await?;
    ensure!(sealed + weak == names.len() && weak > 0, "{sealed} and {weak} say why");
    visitor.check_everywhere("unreadable-collections").await?;
    visitor.button(visitor.say("collections.unreadable")).await?;
    visitor
        .find(Role::Heading, has(visitor.say("collections.unreadable")))
        .await?;
    visitor.check_everywhere("unreadable-collection-open").await?;
    visitor.button(visitor.say("common.close")).await?;
    // The others' key is the right one, so an import is possible.
    let file = files::write(&world.scratch()?, "vault.json", &files::organization("Servers"))?;
    visitor.link(visitor.say("shell.import")).await?;
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_whose_key_cannot_be_opened_is_shown_and_takes_no_import() -> Result<()> {
    let world = World::start().await?;
    let id = world.organization(CLIENT)?;
    world.change(
        "UPDATE provider_organizations SET key = '2.' || CASE substr(key, 3, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(key, 4)
         WHERE organization_id = ?1",
        &id,
    )?;
    let visitor = open_client(&world, Language::Swedish, CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    visitor.link(visitor.say("shell.collections")).await?;
    visitor.title_is(&visitor.say("collections.title")).await?;
    visitor
        .find(Role::Row, has(visitor.say("explain.sealed_title")))
        .await?;
    visitor.check_everywhere("closed-client-collections").await?;
    visitor.link(visitor.say("shell.import")).await?;
    visitor.sees(&visitor.say("explain.sealed_title")).await?;
    visitor.sees(&visitor.say("explain.sealed_next")).await?;
    ensure!(
        visitor.count(Role::File, has(visitor.say("import.file_label"))).await? == 0,
        "a file is asked for that can't be imported"
    );
    visitor.check_everywhere("closed-client-import").await?;
    // Another client of the same provider is as usable as before.
    visitor.link(has(visitor.say("shell.all_clients"))).await?;
    visitor.link(FULL).await?;
    visitor.link(visitor.say("shell.import")).await?;
    let file = files::write(&world.scratch()?, "vault.json", &files::organization("Servers"))?;
    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_states_and_plans_that_the_page_does_not_know_are_shown_as_they_come() -> Result<()> {
    let world = World::start().await?;
    let id = world.organization(CLIENT)?;
    let plan = "Galaxy (Weekly)";
    world.change(
        &format!("UPDATE organizations SET plan_name = '{plan}' WHERE id = ?1"),
        &id,
    )?;
    let member = world.text(
        "SELECT m.id FROM members m WHERE m.organization_id = ?1 AND m.type = 2 AND m.status = 2 ORDER BY m.creation_date",
        &id,
    )?;
    world.change("UPDATE members SET type = 7, status = 9 WHERE id = ?1", &member)?;
    let policy = "INSERT OR REPLACE INTO policies (id, organization_id, type, enabled, revision_date)
                  VALUES ('77777777-7777-4777-8777-777777777777', ?1, 99, 1, '2026-01-01T00:00:00.0000000Z')";
    world.change(policy, &id)?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Row, has(plan)).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let role = visitor.words.with("format.role_other", &[("number", "7")]);
    let status = visitor.words.with("format.status_other", &[("number", "9")]);
    for shown in [
        plan.to_owned(),
        status.clone(),
        visitor.words.with("format.policy_other", &[("number", "99")]),
    ] {
        visitor.sees(&shown).await?;
    }
    visitor.check_everywhere("unknown-numbers").await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    let name = world.text(
        "SELECT u.name FROM members m JOIN users u ON u.id = m.user_id WHERE m.id = ?1",
        &member,
    )?;
    visitor.fill(visitor.say("members.search"), &name).await?;
    visitor.find(Role::Row, has(role)).await?;
    visitor.find(Role::Row, has(status)).await?;
    visitor.check_everywhere("unknown-member").await?;
    visitor.close().await
}

//! A server without providers, as Vaultwarden is: what there is to administer is found out from what it answers, what it can hold
//! from what it says of itself.

use anyhow::{Context, Result, ensure};
use portal_e2e::official::Official;
use portal_e2e::world::{CLIENT, CLIENT_OWNER, FULL, FULL_OWNER, PROVIDER, SERVICE};
use portal_e2e::{Language, Role, Setup, Visitor, World, files, has};
use portal_server::config::Dialect;

use crate::ways::{enter_address, enter_password, import_file, managed_collection, sign_in, unlock};

async fn open_console(visitor: &Visitor, email: &str, organization: &str) -> Result<()> {
    visitor.go("/").await?;
    sign_in(visitor, email).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor
        .sees(&visitor.words.with("shell.own", &[("client", organization)]))
        .await
}

/// Goes to a page of the console and waits until nothing is being read any more.
async fn open_page(visitor: &Visitor, link: &str, title: &str) -> Result<()> {
    visitor.link(visitor.say(link)).await?;
    visitor.title_is(&visitor.say(title)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_administers_and_imports_and_the_official_client_reads_it() -> Result<()> {
    let world = World::with(|config| {
        config.dialect = Dialect::Vaultwarden;
        config.tls = true;
    })
    .await?;
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
    open_console(&visitor, FULL_OWNER, FULL).await?;
    visitor.sees(&visitor.say("organization.seats_unlimited")).await?;
    let plan = format!("\n{}\n", visitor.say("organization.plan"));
    ensure!(
        !visitor.content().await?.contains(&plan),
        "a plan is shown where there is none"
    );
    visitor.check_everywhere("vaultwarden-overview").await?;
    for page in ["shell.groups", "common.clients"] {
        ensure!(
            visitor.count(Role::Link, visitor.say(page)).await? == 0,
            "{page} can't be there"
        );
    }
    open_page(&visitor, "shell.members", "members.title").await?;
    visitor.find(Role::Row, has(FULL_OWNER)).await?;
    visitor.check_everywhere("vaultwarden-members").await?;
    open_page(&visitor, "shell.collections", "collections.title").await?;
    visitor.button(collection.as_str()).await?;
    visitor.find(Role::Heading, has(collection.as_str())).await?;
    visitor.sees(FULL_OWNER).await?;
    visitor.button(visitor.say("common.close")).await?;
    visitor.link(visitor.say("shell.import")).await?;
    import_file(&visitor, FULL, &file, 5, Some(&collection)).await?;
    visitor.close().await?;

    let mut official = Official::at(&world).await?;
    official.log_in(FULL_OWNER).await?;
    official.sync().await?;
    let read = official.list("items", &organization).await?;
    for item in content["items"].as_array().context("items")? {
        let found = read.iter().filter(|read| read["name"] == item["name"]);
        let places: Vec<_> = found.map(|read| read["collectionIds"].clone()).collect();
        ensure!(places == [serde_json::json!([id])], "{}: {places:?}", item["name"]);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_finds_groups_where_the_server_has_them() -> Result<()> {
    let world = World::with(|config| config.dialect = Dialect::VaultwardenGroups).await?;
    let visitor = world.visit(Language::Swedish).await?;
    let id = world.organization(CLIENT)?;
    let admin = world.text(
        "SELECT u.email FROM members m JOIN users u ON u.id = m.user_id WHERE m.organization_id = ?1 AND m.type = 1
         AND m.status = 2 AND u.totp_secret IS NULL AND u.email_two_factor IS NULL ORDER BY u.email",
        &id,
    )?;
    open_console(&visitor, &admin, CLIENT).await?;
    visitor.sees(&visitor.say("organization.owners_only")).await?;
    open_page(&visitor, "shell.groups", "groups.title").await?;
    let name = world.text("SELECT name FROM groups WHERE organization_id = ?1 ORDER BY name", &id)?;
    visitor.sees(&name).await?;
    visitor.check_everywhere("vaultwarden-groups").await?;
    open_page(&visitor, "shell.members", "members.title").await?;
    visitor.find(Role::Row, has(admin)).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_groups_page_says_so_where_they_are_switched_off() -> Result<()> {
    let world = World::with(|config| config.dialect = Dialect::Vaultwarden).await?;
    let visitor = world.visit(Language::English).await?;
    let id = world.organization(CLIENT)?;
    visitor.go(&format!("/organizations/{id}/groups")).await?;
    sign_in(&visitor, CLIENT_OWNER).await?;
    visitor.title_is(&visitor.say("groups.title")).await?;
    let title = visitor.words.with("groups.no_plan", &[("client", CLIENT)]);
    visitor.sees(&title).await?;
    visitor.check_everywhere("vaultwarden-no-groups").await?;
    let asked = world
        .journal()?
        .iter()
        .any(|entry| entry.path.ends_with("/groups/details"));
    ensure!(!asked, "the page asked for what isn't there");
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_works_for_a_provider_elsewhere_has_nothing_here_and_is_told() -> Result<()> {
    let world = World::with(|config| config.dialect = Dialect::Vaultwarden).await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.sees(&visitor.say("shell.nowhere_title")).await?;
    ensure!(!visitor.text().await?.contains(PROVIDER), "a provider is named");
    visitor.check_everywhere("vaultwarden-nowhere").await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_worded_there_as_everywhere_and_a_reload_asks_for_it_again() -> Result<()> {
    let world = World::with(|config| config.dialect = Dialect::Vaultwarden).await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    enter_address(&visitor, FULL_OWNER).await?;
    enter_password(&visitor, "not it").await?;
    visitor.sees(&visitor.say("explain.password_title")).await?;
    visitor.check("vaultwarden-wrong-password").await?;
    enter_password(&visitor, portal_e2e::world::PASSWORD).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.reload().await?;
    unlock(&visitor, portal_e2e::world::PASSWORD).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.close().await
}

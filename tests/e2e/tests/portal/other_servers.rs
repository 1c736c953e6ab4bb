//! A server without providers, as Vaultwarden is: what there is to administer is found out from what it answers, what it can hold
//! from what it says of itself.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use portal_e2e::official::Official;
use portal_e2e::world::{CLIENT, CLIENT_OWNER, FULL, FULL_OWNER, PROVIDER, SERVICE};
use portal_e2e::{Language, Role, Setup, Visitor, World, files, has};
use portal_server::config::Dialect;
use serde_json::json;

use crate::ways::{
    enter_address, enter_password, managed_collection, next_mailed_code, send_file, sign_in, to_mailed_code, unlock,
};

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

/// The receipt of a server that doesn't promise to store everything.
async fn sees_sent(visitor: &Visitor, client: &str, items: &str) -> Result<()> {
    let arguments = [("n", items), ("client", client)];
    visitor.sees(&visitor.words.with("import.sent_other", &arguments)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_cannot_hold_is_told_and_a_failure_may_leave_part_of_the_items() -> Result<()> {
    let world = World::with(|config| config.dialect = Dialect::Vaultwarden).await?;
    let visitor = world.visit(Language::English).await?;
    let id = world.organization(FULL)?;
    let before = world.items(&id)?;
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases").canonicalize()?;
    open_console(&visitor, FULL_OWNER, FULL).await?;
    visitor.link(visitor.say("shell.import")).await?;

    let newer = cases.join("newtypes-only.json");
    visitor.hand_over(has(visitor.say("import.file_label")), &newer).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    visitor.sees(&visitor.say("import.block_unheld")).await?;
    visitor.check_everywhere("vaultwarden-import-nothing-held").await?;
    visitor.button(visitor.say("import.other_file")).await?;

    let file = cases.join("25-types.json");
    world.fault(json!({ "path": "/api/ciphers/import-organization", "kind": "status", "status": 500 }))?;
    send_file(&visitor, FULL, &file, 4, None).await?;
    visitor.find(Role::Heading, visitor.say("import.failed_title")).await?;
    visitor
        .sees(&visitor.words.with("import.known_part", &[("client", FULL)]))
        .await?;
    visitor.check_everywhere("vaultwarden-import-failed").await?;
    world.clear_faults()?;
    visitor.button(visitor.say("import.start_over")).await?;

    visitor.hand_over(has(visitor.say("import.file_label")), &file).await?;
    visitor.sees(&visitor.words.start_of("import.notice_unheld")).await?;
    visitor.sees(&visitor.say("import.once_apart")).await?;
    visitor.check_everywhere("vaultwarden-import-preview").await?;
    visitor.button(visitor.say("import.other_file")).await?;
    send_file(&visitor, FULL, &file, 4, None).await?;
    sees_sent(&visitor, FULL, "4").await?;
    let kind = visitor.say("import.kind_bank_account");
    visitor
        .sees(&visitor.words.with("import.fact_unheld", &[("kind", &kind)]))
        .await?;
    visitor.check_everywhere("vaultwarden-import-sent").await?;
    ensure!(world.items(&id)? == before + 4, "not as many are stored as were sent");
    visitor.close().await
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
    visitor.sees(&visitor.say("organization.billing_email")).await?;
    let overview = visitor.content().await?;
    for what in [
        "organization.plan",
        "organization.seats_used",
        "organization.seats_unlimited",
    ] {
        let line = format!("\n{}\n", visitor.say(what));
        ensure!(!overview.contains(&line), "{what} is shown where nothing bills");
    }
    visitor.check_everywhere("vaultwarden-overview").await?;
    for page in ["shell.groups", "common.clients"] {
        ensure!(
            visitor.count(Role::Link, visitor.say(page)).await? == 0,
            "{page} can't be there"
        );
    }
    open_page(&visitor, "shell.members", "members.title").await?;
    visitor.find(Role::Row, has(FULL_OWNER)).await?;
    let added = visitor.say("members.added");
    ensure!(
        visitor.count(Role::ColumnHeader, has(added)).await? == 0,
        "there is a column for what isn't told"
    );
    visitor.check_everywhere("vaultwarden-members").await?;
    open_page(&visitor, "shell.collections", "collections.title").await?;
    visitor.button(collection.as_str()).await?;
    visitor.find(Role::Heading, has(collection.as_str())).await?;
    let admins = visitor.words.with("collections.admins_too", &[("client", FULL)]);
    visitor.sees(&admins).await?;
    visitor.button(visitor.say("common.close")).await?;
    visitor.link(visitor.say("shell.import")).await?;
    send_file(&visitor, FULL, &file, 5, Some(&collection)).await?;
    sees_sent(&visitor, FULL, "5").await?;
    visitor.close().await?;

    let mut official = Official::at(&world).await?;
    official.log_in(FULL_OWNER).await?;
    official.sync().await?;
    let read = official.list("items", &organization).await?;
    for item in content["items"].as_array().context("items")? {
        let found = read.iter().filter(|read| read["name"] == item["name"]);
        let places: Vec<_> = found.map(|read| read["collectionIds"].clone()).collect();
        ensure!(places == [json!([id])], "{}: {places:?}", item["name"]);
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
    let refused: Vec<_> = world
        .journal()?
        .into_iter()
        .filter(|entry| entry.status >= 400)
        .collect();
    ensure!(
        refused.is_empty(),
        "an admin asked for what is not allowed: {refused:#?}"
    );
    visitor.close().await
}

/// The members' page of an admin, and the admin's id.
async fn admins_members(world: &World, visitor: &Visitor) -> Result<String> {
    let id = world.organization(CLIENT)?;
    let admin = world.text(
        "SELECT u.email FROM members m JOIN users u ON u.id = m.user_id WHERE m.organization_id = ?1 AND m.type = 1
         AND m.status = 2 AND u.totp_secret IS NULL AND u.email_two_factor IS NULL ORDER BY u.email",
        &id,
    )?;
    open_console(visitor, &admin, CLIENT).await?;
    open_page(visitor, "shell.members", "members.title").await?;
    visitor.find(Role::Row, has(admin.as_str())).await?;
    // A look at the profile that a person asks for must not stand in the way of the one that a refusal leads to.
    visitor.button(visitor.say("format.refresh")).await?;
    visitor
        .until("nobody looked at the profile", || async {
            let looks = world
                .journal()?
                .into_iter()
                .filter(|entry| entry.path == "/api/accounts/profile");
            Ok((looks.count() >= 2).then_some(()))
        })
        .await?;
    world.text("SELECT id FROM users WHERE email = ?1", &admin)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_role_a_lost_access_and_an_ended_session_each_read_as_what_they_are() -> Result<()> {
    let world = World::with(|config| config.dialect = Dialect::Vaultwarden).await?;
    let visitor = world.visit(Language::English).await?;
    let admin = admins_members(&world, &visitor).await?;
    let words = |key: &str| visitor.words.with(key, &[("client", CLIENT)]);

    world.change("UPDATE members SET type = 2 WHERE user_id = ?1", &admin)?;
    visitor.link(visitor.say("shell.collections")).await?;
    visitor.title_is(&words("shell.demoted_title")).await?;
    visitor.sees(&words("shell.not_admin_text")).await?;
    visitor.check_everywhere("vaultwarden-demoted").await?;

    world.change("UPDATE members SET type = 1 WHERE user_id = ?1", &admin)?;
    visitor.reload().await?;
    unlock(&visitor, portal_e2e::world::PASSWORD).await?;
    visitor.title_is(&visitor.say("collections.title")).await?;
    world.change("UPDATE members SET status = -1 WHERE user_id = ?1", &admin)?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.title_is(&words("shell.access_ended_title")).await?;
    visitor.check_everywhere("vaultwarden-revoked").await?;

    world.change("UPDATE members SET status = 2 WHERE user_id = ?1", &admin)?;
    visitor.reload().await?;
    unlock(&visitor, portal_e2e::world::PASSWORD).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    world.change("UPDATE users SET security_stamp = 'ended' WHERE id = ?1", &admin)?;
    visitor.link(visitor.say("shell.collections")).await?;
    visitor.sees(&visitor.say("sign_in.ended_title")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_who_becomes_an_admin_stays_and_is_told_that_details_are_for_owners() -> Result<()> {
    let world = World::with(|config| config.dialect = Dialect::Vaultwarden).await?;
    let visitor = world.visit(Language::Swedish).await?;
    open_console(&visitor, FULL_OWNER, FULL).await?;
    visitor.sees(&visitor.say("organization.billing_email")).await?;
    let owner = world.text("SELECT id FROM users WHERE email = ?1", FULL_OWNER)?;
    world.change("UPDATE members SET type = 1 WHERE user_id = ?1", &owner)?;
    open_page(&visitor, "shell.members", "members.title").await?;
    open_page(&visitor, "shell.overview", "organization.overview").await?;
    visitor.sees(&visitor.say("organization.owners_only")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_by_mail_is_asked_for_and_said_to_be_sent_only_when_it_is() -> Result<()> {
    let world = World::with(|config| config.dialect = Dialect::Vaultwarden).await?;
    let visitor = world.visit(Language::English).await?;
    world.fault(json!({ "path": "/api/two-factor/send-email-login", "kind": "status", "status": 500, "times": 1 }))?;
    to_mailed_code(&world, &visitor, FULL_OWNER).await?;
    visitor.sees(&visitor.say("explain.server_title")).await?;
    visitor.sees(&visitor.say("sign_in.email_code_unsent")).await?;
    visitor.check_everywhere("vaultwarden-code-unsent").await?;
    visitor.button(visitor.say("sign_in.send_code")).await?;
    visitor.sees(&visitor.say("sign_in.sent")).await?;
    visitor.find(Role::Button, visitor.say("sign_in.send_again")).await?;
    let code = next_mailed_code(&world, &visitor, 1).await?;
    visitor.fill(visitor.say("sign_in.authenticator_label"), &code).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_by_mail_comes_by_itself_where_it_is_the_only_way() -> Result<()> {
    let world = World::with(|config| config.dialect = Dialect::Vaultwarden).await?;
    let visitor = world.visit(Language::Swedish).await?;
    to_mailed_code(&world, &visitor, FULL_OWNER).await?;
    let code = next_mailed_code(&world, &visitor, 1).await?;
    visitor.fill(visitor.say("sign_in.authenticator_label"), &code).await?;
    visitor.button(visitor.say("sign_in.continue_login")).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_works_as_it_is_printed() -> Result<()> {
    let world = World::with(|config| config.dialect = Dialect::Vaultwarden).await?;
    let visitor = world.visit(Language::English).await?;
    let printed = "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567";
    let sql = format!("UPDATE users SET recovery_code = '{printed}' WHERE email = ?1");
    world.change(&sql, FULL_OWNER)?;
    to_mailed_code(&world, &visitor, FULL_OWNER).await?;
    visitor.button(visitor.say("sign_in.use_recovery")).await?;
    // The field drops the gaps itself; the capitals stay as they are printed.
    let typed = printed.replace(' ', "");
    visitor.fill(visitor.say("sign_in.recovery_label"), &typed).await?;
    visitor.button(visitor.say("sign_in.recovery_submit")).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_reaches_everything_is_shown_as_such_and_members_not_confirmed_are_marked() -> Result<()> {
    let world = World::with(|config| config.dialect = Dialect::VaultwardenGroups).await?;
    let id = world.organization(CLIENT)?;
    let group = world.text("SELECT id FROM groups WHERE organization_id = ?1 ORDER BY name", &id)?;
    world.change("INSERT INTO groups_with_everything VALUES (?1)", &group)?;
    world.change("DELETE FROM group_members WHERE group_id = ?1", &group)?;
    // One confirmed, one invited and one revoked member in the group.
    for (number, status) in [2, 0, -1].into_iter().enumerate() {
        let pick = "INSERT INTO group_members SELECT ?1, m.id FROM members m JOIN groups g ON g.organization_id =
             m.organization_id WHERE g.id = ?1 AND m.type = 2 AND m.id NOT IN (SELECT member_id FROM group_members
             WHERE group_id = ?1) ORDER BY m.id LIMIT 1";
        world.change(pick, &group)?;
        let set = format!(
            "UPDATE members SET status = {status} WHERE id = (SELECT member_id FROM group_members WHERE group_id = ?1
             ORDER BY rowid LIMIT 1 OFFSET {number})"
        );
        world.change(&set, &group)?;
    }
    let name = world.text("SELECT name FROM groups WHERE id = ?1", &group)?;
    let visitor = world.visit(Language::English).await?;
    open_console(&visitor, CLIENT_OWNER, CLIENT).await?;
    open_page(&visitor, "shell.groups", "groups.title").await?;
    let row = visitor.find(Role::Row, has(name.as_str())).await?.text().await?;
    let everything = visitor.say("collections.everything");
    ensure!(row.contains(&everything) && row.contains('2'), "{row}");
    visitor.button(name.as_str()).await?;
    visitor.sees(&visitor.say("groups.everything")).await?;
    for mark in ["format.status_invited", "format.status_revoked"] {
        visitor.sees(&visitor.say(mark)).await?;
    }
    visitor.check_everywhere("vaultwarden-group-everything").await?;
    visitor.button(visitor.say("common.close")).await?;
    open_page(&visitor, "shell.collections", "collections.title").await?;
    let unmanaged = visitor.say("collections.unmanaged");
    ensure!(!visitor.content().await?.contains(&unmanaged), "a false alarm");
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

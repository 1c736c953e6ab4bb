//! The main job, in English and by pointer: from the sign-in to the receipt, every state looked at in both schemes and at
//! two widths.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, CLIENT_OWNER, FULL, PASSWORD, PROVIDER, SERVICE, SUSPENDED};
use portal_e2e::{Language, Role, Visitor, World, files, has, keys};

use crate::ways::{enter_address, enter_password, item_requests, managed_collection};

#[tokio::test(flavor = "multi_thread")]
async fn a_service_user_signs_in_finds_a_client_and_imports_a_file_into_it() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let organization = world.organization(CLIENT)?;
    let (_, collection) = managed_collection(&world, &organization, CLIENT_OWNER)?;

    way_in(&visitor).await?;
    clients(&visitor).await?;
    console(&visitor, &collection).await?;

    let before = world.items(&organization)?;
    let file = files::write(&world.scratch()?, "lindqvist.json", &files::organization(&collection))?;
    import(&visitor, &file, &collection).await?;

    ensure!(world.items(&organization)? == before + 5, "not all items are stored");
    let key = keys::organization(&world, CLIENT_OWNER, &organization)?;
    let names = world.texts("SELECT name FROM collections WHERE organization_id = ?1", &organization)?;
    let names: Vec<_> = names.iter().filter_map(|name| keys::read(name, &key).ok()).collect();
    let new = names.iter().filter(|name| *name == files::NEW_COLLECTION).count();
    let old = names.iter().filter(|name| **name == collection).count();
    ensure!((new, old) == (1, 1), "collections are {names:?}");

    visitor.link(visitor.say("import.to_collections")).await?;
    visitor.title_is(&visitor.say("collections.title")).await?;
    visitor
        .fill(visitor.say("collections.search"), files::NEW_COLLECTION)
        .await?;
    visitor.find(Role::Button, files::NEW_COLLECTION).await?;
    let asked = item_requests(&world)?;
    ensure!(asked.is_empty(), "items were asked for: {asked:#?}");
    visitor.close().await
}

async fn way_in(visitor: &Visitor) -> Result<()> {
    visitor.go("/").await?;
    visitor.title_is(&visitor.say("sign_in.title")).await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.email")).await?;
    visitor.check_everywhere("email").await?;
    enter_address(visitor, SERVICE).await?;
    visitor.check_everywhere("password").await?;
    enter_password(visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.focus_is(Role::Title, visitor.say("clients.title")).await
}

async fn clients(visitor: &Visitor) -> Result<()> {
    visitor.button(has(visitor.say("shell.switch_product"))).await?;
    visitor.find(Role::Heading, visitor.say("common.product")).await?;
    visitor.check_everywhere("switcher").await?;
    visitor.link(PROVIDER).await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor.check_everywhere("clients").await?;

    let search = visitor.say("clients.search");
    visitor.fill(&search, "maleri").await?;
    visitor.gone(Role::Link, CLIENT).await?;
    visitor.find(Role::Link, FULL).await?;
    visitor
        .until("the search is not in the address", || async {
            Ok(visitor.path().await?.contains("q=maleri").then_some(()))
        })
        .await?;
    visitor.fill(&search, "nobody is called so").await?;
    visitor
        .sees(&visitor.words.with("clients.no_match", &[("q", "nobody is called so")]))
        .await?;
    visitor.check_everywhere("clients-no-match").await?;
    visitor.button(visitor.say("format.clear_search")).await?;
    visitor.find(Role::Link, CLIENT).await?;

    let used = visitor.say("clients.used");
    visitor.button(&used).await?;
    first_row(visitor, FULL).await?;
    visitor.button(&used).await?;
    first_row(visitor, CLIENT).await?;
    visitor
        .press(Role::Label, has(visitor.say("clients.filter_suspended")))
        .await?;
    visitor.gone(Role::Link, CLIENT).await?;
    visitor.find(Role::Link, SUSPENDED).await?;
    ensure!(
        visitor.path().await?.contains("state="),
        "the filter is not in the address"
    );
    visitor.press(Role::Label, has(visitor.say("clients.all"))).await?;
    visitor.link(CLIENT).await
}

async fn first_row(visitor: &Visitor, name: &str) -> Result<()> {
    visitor
        .until(&format!("{name} is not in the first row"), || async {
            let rows = visitor.all(Role::Row, has("")).await?;
            let Some(row) = rows.get(1) else { return Ok(None) };
            Ok(row.text().await?.contains(name).then_some(()))
        })
        .await
}

async fn console(visitor: &Visitor, collection: &str) -> Result<()> {
    let here = visitor.words.with("shell.acting_in", &[("client", CLIENT)]);
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.find(Role::Region, &here).await?;
    visitor
        .sees(
            &visitor
                .words
                .with("shell.through", &[("client", CLIENT), ("provider", PROVIDER)]),
        )
        .await?;
    visitor.check_everywhere("overview").await?;

    visitor.link(visitor.say("shell.members")).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    visitor.find(Role::Row, has("@")).await?;
    visitor.check_everywhere("members").await?;
    visitor
        .choose(visitor.say("members.role"), &visitor.say("format.role_owner"))
        .await?;
    visitor.find(Role::Row, has(CLIENT_OWNER)).await?;
    ensure!(
        visitor.path().await?.contains("role=owner"),
        "the filter is not in the address"
    );

    visitor.link(visitor.say("shell.groups")).await?;
    visitor.title_is(&visitor.say("groups.title")).await?;
    visitor.find(Role::Row, has("")).await?;
    visitor.check_everywhere("groups").await?;

    visitor.link(visitor.say("shell.collections")).await?;
    visitor.title_is(&visitor.say("collections.title")).await?;
    let own = collection.rsplit('/').next().unwrap_or(collection);
    visitor.find(Role::Button, own).await?;
    visitor.check_everywhere("collections").await?;
    visitor.button(own).await?;
    visitor
        .find(Role::Heading, has(visitor.say("collections.people_title")))
        .await?;
    visitor.check_everywhere("collection").await?;
    visitor.press(Role::Button, visitor.say("common.close")).await?;
    visitor.gone(Role::Dialog, has("")).await
}

async fn import(visitor: &Visitor, file: &std::path::Path, collection: &str) -> Result<()> {
    visitor.link(visitor.say("shell.import")).await?;
    visitor
        .title_is(&visitor.words.with("import.title", &[("client", CLIENT)]))
        .await?;
    visitor.check_everywhere("import-choose").await?;
    visitor.hand_over(has(visitor.say("import.file_label")), file).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    visitor
        .focus_is(Role::Heading, visitor.say("import.preview_title"))
        .await?;
    visitor.sees(collection).await?;
    visitor.sees(files::NEW_COLLECTION).await?;
    visitor.check_everywhere("import-preview").await?;
    let arguments = [("n", "5"), ("client", CLIENT)];
    let confirm = visitor.words.with("import.confirm_other", &arguments);
    // Not before the client's approval is confirmed.
    visitor.button(&confirm).await?;
    visitor.find(Role::Heading, visitor.say("import.preview_title")).await?;
    visitor
        .press(Role::CheckBox, visitor.words.with("import.approved", &arguments))
        .await?;
    visitor
        .fill(visitor.say("import.approved_by"), "Ingrid Lindqvist")
        .await?;
    visitor.button(&confirm).await?;
    visitor
        .sees(&visitor.words.with("import.done_other", &arguments))
        .await?;
    visitor
        .focus_is(Role::Heading, visitor.say("import.receipt_title"))
        .await?;
    visitor.sees("Ingrid Lindqvist").await?;
    let receipt = visitor.text().await?;
    for secret in files::SECRETS {
        ensure!(!receipt.contains(secret), "the receipt tells “{secret}”");
    }
    visitor.check_everywhere("import-receipt").await
}

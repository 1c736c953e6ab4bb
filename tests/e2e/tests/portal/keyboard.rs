//! The main job again, in Swedish and with the keyboard alone: the focus is looked at after every step, and every stop of
//! Tab on the way is visible.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, CLIENT_OWNER, PASSWORD, PROVIDER, SERVICE};
use portal_e2e::{Key, Language, Role, Visitor, World, files, has};

use crate::ways::{item_requests, managed_collection};

#[tokio::test(flavor = "multi_thread")]
async fn the_main_job_is_done_in_swedish_with_the_keyboard_alone() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    let organization = world.organization(CLIENT)?;
    let (_, collection) = managed_collection(&world, &organization, CLIENT_OWNER)?;
    let before = world.items(&organization)?;
    let file = files::write(&world.scratch()?, "flytt.json", &files::organization(&collection))?;

    way_in(&visitor).await?;
    clients(&visitor).await?;
    console(&visitor, &collection).await?;
    import(&visitor, &file).await?;
    ensure!(world.items(&organization)? == before + 5, "not all items are stored");
    lock_and_unlock(&visitor).await?;

    let asked = item_requests(&world)?;
    ensure!(asked.is_empty(), "items were asked for: {asked:#?}");
    visitor.close().await
}

async fn way_in(visitor: &Visitor) -> Result<()> {
    visitor.go("/").await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.email")).await?;
    visitor.keys(SERVICE).await?;
    visitor.enter().await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.password")).await?;
    visitor.keys(PASSWORD).await?;
    visitor.enter().await?;
    visitor.focus_is(Role::Title, visitor.say("clients.title")).await
}

async fn clients(visitor: &Visitor) -> Result<()> {
    // The product switcher: opened, left by Escape, opened again and used.
    let switcher = has(visitor.say("shell.switch_product"));
    visitor.tab_back_to(Role::Button, switcher.clone()).await?;
    visitor.enter().await?;
    visitor.find(Role::Heading, visitor.say("common.product")).await?;
    visitor.keys(Key::Escape).await?;
    visitor.focus_is(Role::Button, switcher.clone()).await?;
    visitor.enter().await?;
    visitor.tab_to(Role::Link, PROVIDER).await?;
    visitor.enter().await?;

    visitor.find(Role::Link, CLIENT).await?;
    visitor.check("clients").await?;
    visitor.tab_to(Role::TextBox, visitor.say("clients.search")).await?;
    visitor.keys("lindqvist").await?;
    visitor
        .until("the search leaves more than one row", || async {
            let rows = visitor.count(Role::Row, has("")).await?;
            Ok((rows == 2).then_some(()))
        })
        .await?;
    visitor.focus_is(Role::TextBox, visitor.say("clients.search")).await?;
    // Sorting keeps the focus on the column's button.
    let used = visitor.say("clients.used");
    visitor.tab_to(Role::Button, &used).await?;
    visitor.enter().await?;
    visitor.focus_is(Role::Button, &used).await?;
    visitor.tab_to(Role::Link, CLIENT).await?;
    visitor.enter().await?;
    visitor
        .focus_is(Role::Title, visitor.say("organization.overview"))
        .await
}

async fn console(visitor: &Visitor, collection: &str) -> Result<()> {
    visitor.tab_back_to(Role::Link, visitor.say("shell.members")).await?;
    visitor.enter().await?;
    visitor.focus_is(Role::Title, visitor.say("members.title")).await?;
    visitor.find(Role::Row, has("@")).await?;
    visitor.check("members").await?;
    visitor.tab_to(Role::Radio, has(visitor.say("members.all"))).await?;
    visitor.keys(Key::Right).await?;
    visitor
        .focus_is(Role::Radio, has(visitor.say("members.invited")))
        .await?;
    visitor
        .until("the filter is not in the address", || async {
            Ok(visitor.path().await?.contains("status=invited").then_some(()))
        })
        .await?;

    visitor
        .tab_back_to(Role::Link, visitor.say("shell.collections"))
        .await?;
    visitor.enter().await?;
    visitor.focus_is(Role::Title, visitor.say("collections.title")).await?;
    let own = collection.rsplit('/').next().unwrap_or(collection);
    visitor.tab_to(Role::Button, own).await?;
    visitor.enter().await?;
    visitor
        .find(Role::Heading, has(visitor.say("collections.people_title")))
        .await?;
    visitor.check("collection").await?;
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::Dialog, has("")).await?;
    visitor.focus_is(Role::Button, own).await
}

async fn import(visitor: &Visitor, file: &std::path::Path) -> Result<()> {
    visitor.tab_back_to(Role::Link, visitor.say("shell.import")).await?;
    visitor.enter().await?;
    let arguments = [("n", "5"), ("client", CLIENT)];
    visitor
        .focus_is(Role::Title, visitor.words.with("import.title", &arguments))
        .await?;
    visitor
        .tab_to(Role::File, has(visitor.say("import.file_label")))
        .await?;
    visitor.hand_over_at_focus(file).await?;
    visitor
        .focus_is(Role::Heading, visitor.say("import.preview_title"))
        .await?;
    visitor.check("import-preview").await?;
    visitor
        .tab_to(Role::CheckBox, visitor.words.with("import.approved", &arguments))
        .await?;
    visitor.keys(" ").await?;
    visitor.tab_to(Role::TextBox, visitor.say("import.approved_by")).await?;
    visitor.keys("Ingrid Lindqvist").await?;
    visitor
        .tab_to(Role::Button, visitor.words.with("import.confirm_other", &arguments))
        .await?;
    visitor.enter().await?;
    visitor
        .focus_is(Role::Heading, visitor.say("import.receipt_title"))
        .await?;
    visitor
        .sees(&visitor.words.with("import.done_other", &arguments))
        .await?;
    visitor.check("import-receipt").await
}

async fn lock_and_unlock(visitor: &Visitor) -> Result<()> {
    visitor.tab_back_to(Role::Button, visitor.say("shell.account")).await?;
    visitor.enter().await?;
    visitor.find(Role::MenuItem, visitor.say("shell.lock_now")).await?;
    // From the first entry upwards: the last is to log out, the one before it to lock.
    visitor.focus_is(Role::MenuItem, visitor.say("common.english")).await?;
    visitor.keys(Key::Up).await?;
    visitor.focus_is(Role::MenuItem, visitor.say("common.log_out")).await?;
    visitor.keys(Key::Up).await?;
    visitor.focus_is(Role::MenuItem, visitor.say("shell.lock_now")).await?;
    visitor.enter().await?;
    visitor.focus_is(Role::TextBox, visitor.say("sign_in.password")).await?;
    visitor.keys(PASSWORD).await?;
    visitor.enter().await?;
    let title = visitor.words.with("import.title", &[("client", CLIENT)]);
    visitor.focus_is(Role::Title, title).await
}

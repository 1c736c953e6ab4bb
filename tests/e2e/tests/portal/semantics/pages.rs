//! Regions, titles and the place of now; menus, switcher, filters and dialogs.

use anyhow::{Context, Result, ensure};
use portal_e2e::visitor::tree::Told;
use portal_e2e::world::{CLIENT, CLIENT_OWNER, PROVIDER, SERVICE};
use portal_e2e::{Key, Language, Role, Visitor, World, has};

use crate::ways::{managed_collection, open_clients};

#[tokio::test(flavor = "multi_thread")]
async fn every_page_tells_its_regions_title_and_place() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    for (page, title) in [
        ("overview", "organization.overview"),
        ("members", "members.title"),
        ("groups", "groups.title"),
        ("collections", "collections.title"),
    ] {
        let link = visitor.say(&format!("shell.{page}"));
        visitor.link(&link).await?;
        visitor.title_is(&visitor.say(title)).await?;
        let told = visitor.told().await?;
        ensure!(told.all("banner").len() == 1 && told.all("main").len() == 1, "{page}");
        let main = told.all("main")[0];
        let titles: Vec<_> = told
            .all("heading")
            .into_iter()
            .filter(|one| one.state("level") == Some("1"))
            .collect();
        ensure!(
            titles.len() == 1 && titles[0].name == visitor.say(title),
            "{page}: {titles:#?}"
        );
        ensure!(
            main.find("heading", &visitor.say(title)).is_some(),
            "{page}: the title is outside of main"
        );
        let here = visitor.words.with("shell.acting_in", &[("client", CLIENT)]);
        ensure!(
            main.all("complementary")
                .iter()
                .chain(&main.all("region"))
                .any(|one| one.name == here),
            "{page}: where one acts is not told"
        );
        let navigation = told.the("navigation", CLIENT)?;
        let current: Vec<_> = navigation
            .all("link")
            .into_iter()
            .filter(|one| one.attribute("aria-current") == Some("page"))
            .map(|one| one.name.as_str())
            .collect();
        ensure!(current == [link.as_str()], "{page}: {current:?}");
        let regions = told.all("region");
        ensure!(
            regions.iter().all(|one| !one.name.is_empty()),
            "{page}: a region without a name"
        );
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn menus_switcher_filters_and_dialogs_tell_role_name_and_state() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let organization = world.organization(CLIENT)?;
    let (_, collection) = managed_collection(&world, &organization, CLIENT_OWNER)?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    account_menu(&visitor).await?;
    switcher(&visitor).await?;
    filters(&visitor).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.collections")).await?;
    let own = collection.rsplit('/').next().unwrap_or(&collection);
    visitor.button(own).await?;
    visitor
        .find(Role::Heading, has(visitor.say("collections.people_title")))
        .await?;
    let told = visitor.told().await?;
    let title = visitor.words.with("collections.opened", &[("collection", own)]);
    let dialog = told.the("dialog", &title)?;
    ensure!(dialog.state("modal") == Some("true"));
    ensure!(dialog.find("heading", &title).is_some() && dialog.find("button", &visitor.say("common.close")).is_some());
    ensure!(
        told.find("link", &visitor.say("shell.members")).is_none(),
        "the page behind is told as well"
    );
    visitor.close().await
}

async fn account_menu(visitor: &Visitor) -> Result<()> {
    let name = visitor.say("shell.account");
    let told = visitor.told().await?;
    let button = told.the("button", &name)?;
    ensure!(button.state("hasPopup") == Some("menu") && button.state("expanded") == Some("false"));
    visitor.button(&name).await?;
    visitor.find(Role::MenuItem, visitor.say("shell.lock_now")).await?;
    let told = visitor.told().await?;
    ensure!(told.the("button", &name)?.state("expanded") == Some("true"));
    let menu = told.the("menu", &name)?;
    for (key, checked) in [
        ("common.english", "true"),
        ("common.swedish", "false"),
        ("common.theme_system", "true"),
    ] {
        let entry = menu.the("menuitemradio", &visitor.say(key))?;
        ensure!(entry.state("checked") == Some(checked), "{key}");
    }
    menu.the("menuitem", &visitor.say("common.log_out"))?;
    visitor.keys(Key::Escape).await?;
    visitor.focus_is(Role::Button, name).await
}

async fn switcher(visitor: &Visitor) -> Result<()> {
    let name = has(visitor.say("shell.switch_product"));
    let button = |told: &Told| -> Result<Told> {
        let found = told.all("button").into_iter().find(|one| one.name.contains(PROVIDER));
        Ok(found.context("no switcher")?.clone())
    };
    let closed = button(&visitor.told().await?)?;
    ensure!(closed.state("expanded") == Some("false") && closed.state("hasPopup").is_none_or(|one| one == "false"));
    visitor.button(name).await?;
    visitor.find(Role::Heading, visitor.say("common.product")).await?;
    let told = visitor.told().await?;
    ensure!(button(&told)?.state("expanded") == Some("true"));
    let list = told
        .all("list")
        .into_iter()
        .find(|one| one.find("link", PROVIDER).is_some());
    let link = list.context("the places are no list")?.the("link", PROVIDER)?.clone();
    ensure!(
        link.attribute("aria-current") == Some("true"),
        "where one is is not told"
    );
    visitor.keys(Key::Escape).await
}

async fn filters(visitor: &Visitor) -> Result<()> {
    let told = visitor.told().await?;
    let label = visitor.say("clients.state");
    let groups = told.all("group").into_iter().chain(told.all("radiogroup"));
    let group = groups
        .into_iter()
        .find(|one| one.name == label)
        .context("the filters are no group")?;
    let radios = group.all("radio");
    ensure!(radios.len() == 4, "{:?}", group.names("radio"));
    let all = radios
        .iter()
        .find(|one| one.name.starts_with(&visitor.say("clients.all")))
        .context("no “all”")?;
    ensure!(all.state("checked") == Some("true"));
    ensure!(
        radios.iter().all(|one| one
            .name
            .split(", ")
            .nth(1)
            .is_some_and(|count| count.parse::<u32>().is_ok())),
        "the counts belong to the names: {:?}",
        group.names("radio")
    );
    let search = told.the("searchbox", &visitor.say("clients.search"))?;
    ensure!(search.attribute("aria-keyshortcuts") == Some("/"));
    Ok(())
}

//! What people ask of every page by their system's settings: its own few colours, and no movement.

use anyhow::{Result, ensure};
use portal_e2e::visitor::{NARROW, WIDE};
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, has};
use serde_json::json;

use crate::ways::{account_menu, open_clients};

/// Controls whose edge can't be told from the ground when the system paints: no border, outline, underline or ground.
const EDGELESS: &str = "
    const canvas = getComputedStyle(document.body).backgroundColor;
    return [...document.querySelectorAll('button, .button, input:not([type=radio]), select, textarea')].filter((one) => {
      if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
      if (one.closest('.hidden-text, [role=menu], .disclosure, .table-head, .names, .table-block')) return false;
      const style = getComputedStyle(one);
      const bordered = style.borderTopStyle !== 'none' && Number.parseFloat(style.borderTopWidth) >= 1;
      return !bordered && style.backgroundColor === canvas && style.textDecorationLine === 'none';
    }).map((one) => one.outerHTML.slice(0, 120));";

async fn painted(visitor: &Visitor, state: &str) -> Result<()> {
    for (width, size) in [("400", NARROW), ("1280", WIDE)] {
        visitor.size(size).await?;
        visitor.settled().await?;
        visitor.picture(&format!("{state}-{width}")).await?;
    }
    let edgeless = visitor.run(EDGELESS, Vec::new()).await?;
    ensure!(edgeless == json!([]), "{state}: controls without an edge: {edgeless:#}");
    visitor.walk(state).await
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_systems_own_colours_controls_choices_and_focus_are_still_seen() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor
        .prefers(&[("forced-colors", "active"), ("prefers-color-scheme", "dark")])
        .await?;
    visitor.go("/").await?;
    visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
    painted(&visitor, "email").await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    painted(&visitor, "clients").await?;
    // The chosen filter and the page of now differ from the others by more than a colour that is gone.
    let differ = "
        const look = (one) => { const s = getComputedStyle(one); return [s.backgroundColor, s.outlineStyle, s.borderStyle].join(); };
        const faces = [...document.querySelectorAll('.segment')].map((one) => [one.querySelector(':checked') !== null, look(one.querySelector('.segment-face'))]);
        const chosen = faces.find(([checked]) => checked)[1];
        return faces.every(([checked, own]) => checked || own !== chosen);";
    ensure!(
        visitor.run(differ, Vec::new()).await? == json!(true),
        "the chosen filter looks like the others"
    );
    visitor.link(CLIENT).await?;
    visitor
        .find(Role::Heading, visitor.say("organization.by_status"))
        .await?;
    painted(&visitor, "overview").await?;
    visitor.link(visitor.say("shell.import")).await?;
    visitor.find(Role::Heading, visitor.say("import.choose_title")).await?;
    painted(&visitor, "import").await?;
    visitor.close().await
}

async fn is_still(visitor: &Visitor, state: &str) -> Result<()> {
    let moving = visitor.movements().await?;
    ensure!(moving.is_empty(), "{state}: something moves: {moving:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_for_somebody_who_asked_for_stillness() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    visitor.prefers(&[("prefers-reduced-motion", "reduce")]).await?;
    world.fault(json!({ "path": "/api/providers/*", "kind": "slow", "ms": 2000 }))?;
    open_clients(&visitor, SERVICE).await?;
    is_still(&visitor, "a list that comes").await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor.button(visitor.say("format.refresh")).await?;
    is_still(&visitor, "a list that comes again").await?;
    world.clear_faults()?;
    visitor.lose(&["*words-sv*"]).await?;
    account_menu(&visitor, "common.swedish").await?;
    visitor.find(Role::Button, visitor.say("common.dismiss")).await?;
    is_still(&visitor, "a message").await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.groups")).await?;
    let organization = world.organization(CLIENT)?;
    let group = world.text(
        "SELECT name FROM groups WHERE organization_id = ?1 ORDER BY name",
        &organization,
    )?;
    visitor.button(&group).await?;
    visitor.find(Role::Dialog, has(&group)).await?;
    is_still(&visitor, "a dialog").await?;
    visitor.close().await
}

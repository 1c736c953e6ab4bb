//! Answers that don't come in time. The half minute that the page waits is cut short, the answer itself takes far longer.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Language, Role, Visitor, World};
use serde_json::{Value, json};

use super::at;
use super::lists::{LISTS, open_failing, try_again};
use crate::ways::{enter_address, open_clients};

/// Put into every document before its own scripts: half minutes are short from when this is set.
const HASTE: &str = "
    const set = globalThis.setTimeout;
    globalThis.setTimeout = (what, ms, ...more) => set(what, ms === 30_000 && globalThis.hasteForTests ? 300 : ms, ...more);";

async fn visit(world: &World) -> Result<Visitor> {
    let visitor = world.visit(Language::Swedish).await?;
    let source = json!({ "source": format!("{{ {HASTE} }}") });
    visitor
        .devtools("Page.addScriptToEvaluateOnNewDocument", source)
        .await?;
    visitor.go("/").await?;
    Ok(visitor)
}

async fn haste(visitor: &Visitor, on: bool) -> Result<()> {
    let script = "globalThis.hasteForTests = arguments[0];";
    visitor.run(script, vec![on.into()]).await.map(drop)
}

fn late() -> Value {
    json!({ "kind": "slow", "ms": 20_000 })
}

async fn sees_that_it_is_late(visitor: &Visitor) -> Result<()> {
    visitor.sees(&visitor.say("explain.late_title")).await?;
    visitor.sees(&visitor.say("explain.late_detail")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_not_answered_in_time_says_so_and_comes_when_it_is_asked_for_again() -> Result<()> {
    let world = World::start().await?;
    let visitor = visit(&world).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    for list in LISTS {
        haste(&visitor, true).await?;
        open_failing(&world, &visitor, list, late()).await?;
        sees_that_it_is_late(&visitor).await?;
        visitor.check(&format!("late-{}", list.0)).await?;
        haste(&visitor, false).await?;
        world.clear_faults()?;
        try_again(&visitor).await?;
        visitor.sees(&visitor.say(list.3)).await?;
        ensure!(
            !visitor.content().await?.contains(&visitor.say("explain.late_title")),
            "{}: it still says so",
            list.0
        );
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_is_not_answered_in_time_says_so_and_keeps_what_is_typed() -> Result<()> {
    let world = World::start().await?;
    let visitor = visit(&world).await?;
    enter_address(&visitor, SERVICE).await?;
    let field = visitor.say("sign_in.password");
    visitor.fill(&field, PASSWORD).await?;
    for path in [
        "/identity/accounts/*",
        "/identity/connect/token",
        "/api/accounts/profile",
    ] {
        haste(&visitor, true).await?;
        world.fault(at(path, late()))?;
        visitor.button(visitor.say("sign_in.log_in")).await?;
        sees_that_it_is_late(&visitor).await?;
        let typed = visitor.find(Role::TextBox, &field).await?.prop("value").await?;
        ensure!(typed.as_deref() == Some(PASSWORD), "{path}: the password is gone");
        haste(&visitor, false).await?;
        world.clear_faults()?;
    }
    visitor.check("sign-in-late").await?;
    visitor.button(visitor.say("sign_in.log_in")).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await
}

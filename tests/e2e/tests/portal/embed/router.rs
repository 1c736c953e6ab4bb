//! The element in a React page whose router has the address bar.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, PROVIDER, SERVICE};
use portal_e2e::{Language, Role};

use super::{hosted, visit};
use crate::ways::{account_menu, sign_in, unlock};

#[tokio::test(flavor = "multi_thread")]
async fn a_host_with_a_router_keeps_the_place_in_addresses_of_its_own() -> Result<()> {
    let (world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/app/").await?;
    visitor.link("App passwords").await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    let provider = world.text("SELECT id FROM providers WHERE name = ?1", PROVIDER)?;
    let clients = format!("/app/passwords/providers/{provider}/clients");
    let address_is = |wanted: String| {
        let visitor = &visitor;
        async move {
            let what = format!("the address is not {wanted}");
            let look = || async { Ok((visitor.path().await? == wanted).then_some(())) };
            visitor.until(&what, look).await
        }
    };
    address_is(clients.clone()).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let client = world.organization(CLIENT)?;
    address_is(format!("/app/passwords/organizations/{client}/overview")).await?;
    // Every step is the router's: it counts its own.
    let steps = visitor.run("return history.state.idx;", Vec::new()).await?;
    ensure!(steps == 2, "start, clients, client; not {steps}");
    visitor.check_everywhere("react").await?;
    visitor.back().await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    address_is(clients.clone()).await?;
    visitor.fill(visitor.say("clients.search"), "lindqvist").await?;
    address_is(format!("{clients}?q=lindqvist")).await?;
    let copied = visitor
        .run(
            "return document.querySelector('provider-portal').getAttribute('place');",
            Vec::new(),
        )
        .await?;
    ensure!(copied == format!("/providers/{provider}/clients?q=lindqvist"));
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hosts_router_takes_the_element_away_and_brings_it_back_where_an_address_says() -> Result<()> {
    let (world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    let client = world.organization(CLIENT)?;
    visitor
        .go(&format!("/app/passwords/organizations/{client}/members?status=revoked"))
        .await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    visitor.link("App tickets").await?;
    visitor.title_is("Tickets in the app").await?;
    visitor.gone(Role::Button, visitor.say("shell.account")).await?;
    visitor.back().await?;
    visitor.title_is(&visitor.say("sign_in.lock_title")).await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    ensure!(visitor.path().await?.ends_with("/members?status=revoked"));
    // A link's own address, for another tab, is one of the host's.
    let href =
        "return document.querySelector('provider-portal').shadowRoot.querySelector('.app-brand').getAttribute('href');";
    ensure!(visitor.run(href, Vec::new()).await? == "/app/passwords/");
    account_menu(&visitor, "common.log_out").await?;
    visitor.title_is("Good morning from the app").await?;
    visitor.close().await
}

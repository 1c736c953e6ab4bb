//! `config.json` beside the page: servers on other origins, and a file that can't be used.

use std::net::SocketAddr;

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, Setup, Visitor, World, tools};
use portal_server::{Config, Running};

use crate::ways::open_clients;

/// A server that serves the page alone, without an account; at an address of its own, or at this one.
async fn page_alone(page_config: Option<String>, address: Option<SocketAddr>) -> Result<Running> {
    let any = Config::for_tests();
    let config = Config {
        address: address.unwrap_or(any.address),
        page: Some(tools::page()?),
        page_config,
        ..any
    };
    Ok(portal_server::start(config).await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_signs_in_at_servers_on_another_origin() -> Result<()> {
    // Its address must be known to the server that will let it call.
    let first = page_alone(None, None).await?;
    let home = format!("http://localhost:{}", first.address.port());
    let world = World::with(|config| config.allowed_origins = vec![home.clone()]).await?;
    let servers = world.url();
    let config =
        format!(r#"{{"api":"{servers}/api","identity":"{servers}/identity/","vault":"https://vault.example"}}"#);
    let address = first.address;
    first.stop().await;
    let page = page_alone(Some(config), Some(address)).await?;
    let visitor = Visitor::open(home, Setup::of(Language::English)).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let asked = |entries: Vec<portal_server::journal::Entry>| {
        entries
            .iter()
            .filter(|entry| entry.path.starts_with("/api") || entry.path.starts_with("/identity"))
            .count()
    };
    ensure!(
        asked(page.state.journal.entries()) == 0,
        "the page's own server was asked"
    );
    ensure!(asked(world.journal()?) > 3);
    visitor.go("/vault").await?;
    crate::ways::unlock(&visitor, portal_e2e::world::PASSWORD).await?;
    visitor.title_is(&visitor.say("items.outside_title")).await?;
    visitor.sees(&visitor.say("items.open_vault")).await?;
    visitor.check_everywhere("vault-link").await?;
    visitor.close().await?;
    page.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_config_that_cannot_be_used_is_explained_and_nothing_is_asked_of_anybody() -> Result<()> {
    let page = page_alone(Some(r#"{"identity":"http://identity.example"}"#.to_owned()), None).await?;
    let visitor = Visitor::open(
        format!("http://localhost:{}", page.address.port()),
        Setup::of(Language::Swedish),
    )
    .await?;
    visitor.go("/").await?;
    visitor.title_is(&visitor.say("sign_in.config_title")).await?;
    visitor
        .sees(&visitor.words.with("sign_in.config_address", &[("name", "identity")]))
        .await?;
    visitor.check_everywhere("config-wrong").await?;
    visitor.close().await?;
    page.stop().await;
    Ok(())
}

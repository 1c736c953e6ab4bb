//! `config.json` beside the page: servers on other origins and below paths, and a file that can't be used.

use std::net::SocketAddr;

use anyhow::{Result, ensure};
use axum::Router;
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, Setup, Visitor, World, tools};
use portal_server::journal::Entry;
use portal_server::run::router;
use portal_server::{AppState, Config, Running};
use serde_json::{Value, json};
use tokio::net::TcpListener;

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
    ensure!(
        asked_of(page.state.journal.entries()) == 0,
        "the page's own server was asked"
    );
    ensure!(asked_of(world.journal()?) > 3);
    visitor.go("/vault").await?;
    crate::ways::unlock(&visitor, portal_e2e::world::PASSWORD).await?;
    visitor.title_is(&visitor.say("items.outside_title")).await?;
    visitor.sees(&visitor.say("items.open_vault")).await?;
    visitor.check_everywhere("vault-link").await?;
    visitor.close().await?;
    page.stop().await;
    Ok(())
}

/// The services as clouds have them: each on an origin of its own, the page on a third.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_signs_in_where_api_and_identity_are_on_different_origins() -> Result<()> {
    let first = page_alone(None, None).await?;
    let address = first.address;
    let home = format!("http://localhost:{}", address.port());
    let world = World::with(|config| config.allowed_origins = vec![home.clone()]).await?;
    let port = world.address().port();
    let config = json!({ "api": format!("http://localhost:{port}/api"), "identity": format!("http://127.0.0.1:{port}/identity") });
    first.stop().await;
    let page = page_alone(Some(config.to_string()), Some(address)).await?;
    let visitor = Visitor::open(home, Setup::of(Language::English)).await?;
    open_clients(&visitor, SERVICE).await?;
    let asked = origins_asked(&visitor).await?;
    let expected = [
        format!("http://127.0.0.1:{port}/identity"),
        format!("http://localhost:{port}/api"),
    ];
    ensure!(asked == json!(expected), "{asked}");
    visitor.reload().await?;
    crate::ways::unlock(&visitor, portal_e2e::world::PASSWORD).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.close().await?;
    page.stop().await;
    Ok(())
}

/// A server of one's own below a path of the page's origin.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_signs_in_at_a_server_below_a_path_of_its_own_origin() -> Result<()> {
    let world = World::start().await?;
    let config = json!({ "api": "/bitwarden/api/", "identity": "/bitwarden/identity" });
    let page = AppState::open(Config {
        page: Some(tools::page()?),
        page_config: Some(config.to_string()),
        ..Config::for_tests()
    })?;
    let both = Router::new()
        .nest("/bitwarden", router(world.state()?.clone()))
        .fallback_service(router(page.clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let home = format!("http://localhost:{}", listener.local_addr()?.port());
    let service = both.into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(async move { axum::serve(listener, service).await });
    let visitor = Visitor::open(home.clone(), Setup::of(Language::Swedish)).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    let asked = origins_asked(&visitor).await?;
    ensure!(asked == json!([format!("{home}/bitwarden")]), "{asked}");
    ensure!(asked_of(page.journal.entries()) == 0, "the page's own paths were asked");
    visitor.close().await?;
    serving.abort();
    Ok(())
}

/// Origin and first part of the path of everything that was asked for by program.
async fn origins_asked(visitor: &Visitor) -> Result<Value> {
    let script = "
        const calls = performance.getEntriesByType('resource').filter((one) => one.initiatorType === 'fetch')
          .map((one) => new URL(one.name)).filter((url) => !/[.](txt|wasm|json|js)$/.test(url.pathname));
        return [...new Set(calls.map((url) => `${url.origin}/${url.pathname.split('/')[1]}`))].sort();";
    visitor.run(script, Vec::new()).await
}

/// How many requests for data a server has had.
fn asked_of(entries: Vec<Entry>) -> usize {
    let data = |entry: &&Entry| entry.path.starts_with("/api") || entry.path.starts_with("/identity");
    entries.iter().filter(data).count()
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

//! The page in a frame of the host's: who may, and what is said between the two.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_e2e::front::{Front, Kind};
use portal_e2e::host::{Host, free_port, url_of};
use portal_e2e::world::{CLIENT, PASSWORD, PROVIDER, SERVICE};
use portal_e2e::{Language, Role, Visitor, Words, World};
use serde_json::{Value, json};

use super::{end, heard, heard_so_far, hosted, visit};
use crate::ways::{sign_in, unlock};

#[tokio::test(flavor = "multi_thread")]
async fn the_frame_signs_in_and_tells_the_host_where_it_is() -> Result<()> {
    let (world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/frame.html").await?;
    visitor.into_frame().await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.out_of_frame().await?;
    let provider = world.text("SELECT id FROM providers WHERE name = ?1", PROVIDER)?;
    let client = world.organization(CLIENT)?;
    heard(&visitor, "ready {}").await?;
    heard(
        &visitor,
        &format!(r#"place-changed {{"place":"/providers/{provider}/clients","replaced":true}}"#),
    )
    .await?;
    heard(
        &visitor,
        &format!(r#"place-changed {{"place":"/organizations/{client}/overview","replaced":false}}"#),
    )
    .await?;
    heard(
        &visitor,
        &format!("title-changed {{\"title\":\"{}", visitor.say("organization.overview")),
    )
    .await?;
    visitor.check_everywhere("framed").await?;
    visitor.button("Night colours").await?;
    visitor.check("framed-night").await?;
    // The host has put the place into its own address, and comes back to it.
    visitor.reload().await?;
    visitor.into_frame().await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_asks_for_place_language_colours_height_lock_and_end() -> Result<()> {
    let (world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    let swedish = Words::of(Language::Swedish)?;
    let client = world.organization(CLIENT)?;
    visitor.go("/frame.html#language=sv&theme=dark").await?;
    visitor.into_frame().await?;
    visitor.title_is(&swedish.say("sign_in.title")).await?;
    let state = "const { lang, dataset } = document.documentElement; return [lang, dataset.theme, location.hash];";
    ensure!(visitor.run(state, Vec::new()).await? == json!(["sv", "dark", ""]));
    visitor
        .go(&format!("/frame.html?anew#place=/organizations/{client}/members"))
        .await?;
    visitor.into_frame().await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    visitor.out_of_frame().await?;
    visitor.button("På svenska").await?;
    visitor.button("Night colours").await?;
    visitor.into_frame().await?;
    visitor.title_is(&swedish.say("members.title")).await?;
    ensure!(visitor.run(state, Vec::new()).await? == json!(["sv", "dark", ""]));
    visitor.out_of_frame().await?;
    ensure!(
        !heard_so_far(&visitor).await?.contains("size"),
        "no height was asked for"
    );
    visitor.button("As high as it needs").await?;
    heard(&visitor, "size").await?;
    let height = || async {
        let height = visitor
            .run("return document.querySelector('iframe').offsetHeight;", Vec::new())
            .await?;
        height.as_u64().context("the frame has no height")
    };
    tokio::time::sleep(Duration::from_millis(600)).await;
    let settled = height().await?;
    tokio::time::sleep(Duration::from_millis(600)).await;
    ensure!(
        settled >= 800 && height().await? == settled,
        "the frame's height is {settled}, then {}",
        height().await?
    );
    visitor.button("Lock the passwords").await?;
    visitor.into_frame().await?;
    visitor.title_is(&swedish.say("sign_in.lock_title")).await?;
    visitor.out_of_frame().await?;
    ensure!(!heard_so_far(&visitor).await?.contains("session-ended"));
    visitor.button("Leave the passwords").await?;
    heard(&visitor, r#"session-ended {"why":"signed-out"}"#).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn words_from_any_other_window_are_not_heard_on_either_side() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/frame.html").await?;
    visitor.into_frame().await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.out_of_frame().await?;
    // Frames beside it, of the host's own origin and of none at all; asked first, so that they are the ones that are entered.
    for (sandbox, origin) in [(Value::Null, visitor.home.as_str()), ("allow-scripts".into(), "null")] {
        let other = "const other = document.createElement('iframe');
            if (arguments[0]) other.sandbox = arguments[0];
            document.querySelector('main').prepend(other);";
        visitor.run(other, vec![sandbox]).await?;
        visitor.into_frame().await?;
        let shout = "for (const name of ['lock', 'sign-out']) {
              for (let at = 0; at < parent.frames.length; at += 1) parent.frames[at].postMessage({ portal: name }, '*');
            }
            parent.postMessage({ portal: 'session-ended', why: 'a lie' }, '*');
            return [self.origin, parent.frames.length];";
        let shouted = visitor.run(shout, Vec::new()).await?;
        ensure!(shouted == json!([origin, 2]), "{shouted}");
        visitor.out_of_frame().await?;
        visitor
            .run("document.querySelector('iframe').remove();", Vec::new())
            .await?;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    ensure!(!heard_so_far(&visitor).await?.contains("session-ended"));
    visitor.into_frame().await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    ensure!(visitor.count(Role::TextBox, visitor.say("sign_in.password")).await? == 0);
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_is_told_of_a_session_that_the_server_has_ended() -> Result<()> {
    let (world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/frame.html").await?;
    visitor.into_frame().await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.find(Role::Link, CLIENT).await?;
    end(&world, SERVICE)?;
    visitor.button(visitor.say("format.refresh")).await?;
    visitor.sees(&visitor.say("sign_in.ended_title")).await?;
    visitor.out_of_frame().await?;
    heard(&visitor, r#"session-ended {"why":"ended"}"#).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_is_not_named_gets_no_page_at_all() -> Result<()> {
    let world = World::start().await?;
    let host = Host::start(free_port()?, &world.url()).await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.go("/frame.html").await?;
    let asked = |what: &'static str| {
        let entries = world.journal().unwrap_or_default();
        entries.iter().filter(|entry| entry.path.starts_with(what)).count()
    };
    visitor
        .until("the frame asks for nothing", || async {
            Ok((asked("/") > 0).then_some(()))
        })
        .await?;
    tokio::time::sleep(Duration::from_millis(700)).await;
    ensure!(asked("/boot-") == 0 && asked("/portal-") == 0, "the page was started");
    ensure!(heard_so_far(&visitor).await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_own_settings_name_no_site_refuses_with_words_whatever_its_front_allows() -> Result<()> {
    for (kind, language) in [(Kind::Caddy, Language::English), (Kind::Nginx, Language::Swedish)] {
        let world = World::start().await?;
        let port = free_port()?;
        let front = Front::framed_by(kind, &world.url(), &url_of(port)).await?;
        let host = Host::start(port, &front.url()).await?;
        let visitor: Visitor = visit(&host, language).await?;
        visitor
            .go(&format!("/frame.html#language={}&theme=system", language.tag()))
            .await?;
        visitor.into_frame().await?;
        visitor.title_is(&visitor.say("embed.frame_refused_title")).await?;
        visitor.find(Role::Link, visitor.say("embed.frame_alone")).await?;
        ensure!(visitor.count(Role::TextBox, visitor.say("sign_in.email")).await? == 0);
        visitor.out_of_frame().await?;
        visitor.check_everywhere(&format!("refused-{}", language.tag())).await?;
        ensure!(heard_so_far(&visitor).await?.is_empty());
        visitor.close().await?;
    }
    Ok(())
}

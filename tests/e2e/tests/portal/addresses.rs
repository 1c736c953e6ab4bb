//! Addresses that were made to lead somewhere else: nobody leaves the page's own origin by them, before or after signing in.

use anyhow::{Result, ensure};
use portal_e2e::world::{CLIENT, PASSWORD, SERVICE};
use portal_e2e::{Language, Role, Visitor, World};
use serde_json::json;

use crate::ways::{sign_in, unlock};

/// What people are lured with; none of it is a place.
const LURES: [&str; 16] = [
    "//evil.example/",
    "//evil.example/organizations/x/members",
    "///evil.example",
    "/%2F%2Fevil.example/clients",
    "/%5C%5Cevil.example",
    "/.//evil.example",
    "/https://evil.example/",
    "/https:evil.example",
    "/javascript:alert(1)",
    "/javascript%3Aalert(document.domain)",
    "/data:text/html,<script>alert(1)</script>",
    "/@evil.example/",
    "/providers/%2F%2Fevil.example/clients",
    "/organizations/..%2F..%2F%2Fevil.example/members",
    "/no/such/place?next=https%3A%2F%2Fevil.example%2F&redirect=//evil.example&returnUrl=javascript:alert(1)",
    "/no/such/place#https://evil.example/",
];

/// Where one is, and every link that leads off the page's own origin.
async fn at_home(visitor: &Visitor, lure: &str) -> Result<()> {
    let seen = visitor
        .run(
            "return { origin: location.origin, foreign: [...document.querySelectorAll('a[href], form[action], iframe, [formaction]')]
               .map((one) => one.href ?? one.action ?? one.src ?? one.formAction)
               .filter((address) => new URL(address, location.href).origin !== location.origin) };",
            Vec::new(),
        )
        .await?;
    ensure!(
        seen["origin"] == json!(visitor.home),
        "{lure} led to {}",
        seen["origin"]
    );
    ensure!(
        seen["foreign"] == json!([]),
        "{lure} made links that lead away: {}",
        seen["foreign"]
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_leads_off_the_origin_before_or_after_signing_in() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let nothing = visitor.say("shell.not_found_title");
    let mut refused = Vec::new();
    for (number, lure) in LURES.into_iter().enumerate() {
        visitor.go(lure).await?;
        let ours = "return !!document.getElementById('portal-boot');";
        if visitor.run(ours, Vec::new()).await? == json!(false) {
            refused.push(lure);
            continue;
        }
        if number == 0 {
            sign_in(&visitor, SERVICE).await?;
        } else {
            unlock(&visitor, PASSWORD).await?;
        }
        visitor
            .until(&format!("{lure} is something"), || async {
                let titles = visitor.count(Role::Title, nothing.as_str()).await?
                    + visitor.count(Role::Title, visitor.say("shell.gone_title")).await?
                    + visitor.count(Role::Title, visitor.say("clients.unknown_title")).await?
                    + visitor.count(Role::Title, visitor.say("clients.title")).await?;
                Ok((titles > 0).then_some(()))
            })
            .await?;
        at_home(&visitor, lure).await?;
    }
    // A hidden backslash, and one that climbs out of its segment: the server's own answer, in place of any page.
    ensure!(refused == [LURES[4], LURES[13]], "the server refused {refused:?}");
    // On from the strangest address by the page's own links: its history takes whole addresses of its own origin only.
    visitor.go("//evil.example/").await?;
    unlock(&visitor, PASSWORD).await?;
    visitor.title_is(&nothing).await?;
    visitor.link(visitor.say("shell.go_home")).await?;
    visitor.find(Role::Link, CLIENT).await?;
    visitor.back().await?;
    visitor.title_is(&nothing).await?;
    at_home(&visitor, "the way back").await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_made_by_somebody_else_is_read_as_text_and_leads_nowhere() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    let id = world.organization(CLIENT)?;
    let planted = "%22%3E%3Cimg%20src%3Dx%20onerror%3Dhacked%3D1%3E";
    visitor
        .go(&format!(
            "/organizations/{id}/members?q={planted}&status={planted}&role=//evil.example&sort={planted}&two_step=javascript:alert(1)"
        ))
        .await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("members.title")).await?;
    visitor.sees("\"><img src=x onerror=hacked=1>").await?;
    let planted = visitor
        .run(
            "return [typeof hacked, document.querySelectorAll('img').length];",
            Vec::new(),
        )
        .await?;
    ensure!(planted == json!(["undefined", 0]), "{planted}");
    at_home(&visitor, "a query").await?;
    visitor.button(visitor.say("format.clear_search")).await.ok();
    visitor.close().await
}

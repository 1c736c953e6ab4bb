//! Name, logo, colour and help of whoever runs the page, from `config.json`.

use anyhow::{Result, ensure};
use portal_e2e::world::SERVICE;
use portal_e2e::{Language, Role, Visitor, World, has};
use serde_json::{Value, json};

use crate::ways::{open_clients, sign_in};

const NAME: &str = "Nordljus Kundportal";
const HELP: &str = "https://help.nordljus.example/portal";
/// A square, as SVG that would also like to run something.
const LOGO: &str = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIzMiIgaGVpZ2h0PSIzMiI+PHJlY3Qgd2lkdGg9IjMyIiBoZWlnaHQ9IjMyIiBmaWxsPSIjYjMwMDVlIi8+PHNjcmlwdD5wYXJlbnQuZG9jdW1lbnQudGl0bGU9J3Rha2VuJzwvc2NyaXB0Pjwvc3ZnPg==";

async fn world_with(branding: Value) -> Result<World> {
    let config = json!({ "branding": branding }).to_string();
    World::with(|world| world.page_config = Some(config)).await
}

/// The ground of the primary button.
async fn button_colour(visitor: &Visitor) -> Result<Value> {
    let script = "return getComputedStyle(document.querySelector('button[data-rank=primary]')).backgroundColor;";
    visitor.run(script, Vec::new()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_providers_name_logo_colour_and_help_stand_in_the_products_place() -> Result<()> {
    let branding = json!({ "name": NAME, "logo": LOGO, "accent": "#b3005e", "support": HELP });
    let world = world_with(branding).await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    visitor.sees(NAME).await?;
    ensure!(visitor.tab().await? == format!("{} – {NAME}", visitor.say("sign_in.title")));
    ensure!(
        !visitor.reads(&visitor.say("common.product")).await?,
        "the product's own name is there as well"
    );
    let logo = visitor
        .run(
            "const one = document.querySelector('img.logo'); return [one.naturalWidth, one.alt];",
            Vec::new(),
        )
        .await?;
    ensure!(logo == json!([32, ""]), "{logo}");
    let help = visitor.find(Role::Link, visitor.say("common.help")).await?;
    ensure!(help.attr("href").await?.as_deref() == Some(HELP));
    ensure!(help.attr("rel").await?.as_deref() == Some("noopener noreferrer"));
    let own = button_colour(&visitor).await?;
    visitor.check_everywhere("branded-sign-in").await?;

    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.find(Role::Link, NAME).await?;
    ensure!(visitor.tab().await?.ends_with(NAME), "{}", visitor.tab().await?);
    visitor.check_everywhere("branded-clients").await?;
    visitor.button(visitor.say("shell.account")).await?;
    let help = visitor.find(Role::MenuItem, visitor.say("common.help")).await?;
    ensure!(help.attr("href").await?.as_deref() == Some(HELP));
    ensure!(help.attr("target").await?.as_deref() == Some("_blank"));
    visitor.check_everywhere("branded-menu").await?;
    visitor.close().await?;

    let plain = World::start().await?;
    let visitor = plain.visit(Language::English).await?;
    visitor.go("/").await?;
    visitor.sees(&visitor.say("common.product")).await?;
    ensure!(button_colour(&visitor).await? != own, "the colour is the product's own");
    ensure!(visitor.count(Role::Link, visitor.say("common.help")).await? == 0);
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_most_awkward_colours_and_the_longest_name_can_be_read() -> Result<()> {
    for accent in ["#ffff00", "#ffffff", "#000000", "#00ffff"] {
        let world = world_with(json!({ "name": "W".repeat(40), "accent": accent })).await?;
        let visitor = world.visit(Language::Swedish).await?;
        visitor.go("/").await?;
        visitor.find(Role::TextBox, visitor.say("sign_in.email")).await?;
        visitor.check_everywhere(&format!("accent-{}", &accent[1..])).await?;
        if accent == "#ffff00" {
            open_clients(&visitor, SERVICE).await?;
            visitor.check_everywhere("accent-clients").await?;
        }
        visitor.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logo_that_is_not_there_leaves_the_name() -> Result<()> {
    let world = world_with(json!({ "name": NAME, "logo": "/branding/none.png" })).await?;
    let visitor = world.visit(Language::English).await?;
    visitor.go("/").await?;
    visitor.sees(NAME).await?;
    visitor.check_everywhere("logo-missing").await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn branding_that_cannot_be_used_is_explained_and_nothing_of_it_is_shown() -> Result<()> {
    for (branding, words) in [
        (json!({ "name": NAME, "accent": "red;}" }), "sign_in.config_accent"),
        (
            json!({ "name": NAME, "logo": "https://elsewhere.example/logo.png" }),
            "sign_in.config_logo",
        ),
        (
            json!({ "name": NAME, "support": "javascript:alert(1)" }),
            "sign_in.config_support",
        ),
        (json!({ "name": "\u{202e}x" }), "sign_in.config_name"),
        (json!(["name"]), "sign_in.config_branding"),
    ] {
        let world = world_with(branding).await?;
        let visitor = world.visit(Language::Swedish).await?;
        visitor.go("/").await?;
        visitor.title_is(&visitor.say("sign_in.config_title")).await?;
        visitor.sees(&visitor.say(words)).await?;
        ensure!(!visitor.reads(NAME).await?, "a part of it is shown");
        visitor.find(Role::Button, has(visitor.say("shell.reload"))).await?;
        visitor.check_everywhere(words).await?;
        visitor.close().await?;
    }
    Ok(())
}

//! A browser that lacks what the page needs: it is told so, with the versions that have it, and nothing starts.

use anyhow::{Result, ensure};
use portal_e2e::{Language, Role, World};
use serde_json::json;

use crate::embed::{heard, hosted, visit};

/// Browsers of other years, made from this one before any script of a page runs.
const OLD: [&str; 3] = [
    "delete HTMLElement.prototype.popover;",
    "delete globalThis.WebAssembly;",
    "const supports = CSS.supports.bind(CSS);
     CSS.supports = (...call) => !`${call}`.includes('light-dark') && supports(...call);",
];

#[tokio::test(flavor = "multi_thread")]
async fn an_older_browser_is_told_which_ones_will_do_in_both_languages() -> Result<()> {
    let world = World::start().await?;
    for old in OLD {
        let visitor = world.visit(Language::Swedish).await?;
        visitor
            .devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": old }))
            .await?;
        visitor.go("/").await?;
        for said in [
            "This browser is too old for the Provider Portal",
            "Webbläsaren är för gammal för Leverantörsportalen",
            "Chrome or Edge 123, Firefox 125 or Safari 17.5",
        ] {
            visitor.sees(said).await?;
        }
        let fields = visitor.count(Role::TextBox, visitor.say("sign_in.email")).await?;
        ensure!(fields == 0, "the page has started without {old}");
        let asked = world.journal()?.iter().any(|entry| entry.path.starts_with("/api"));
        ensure!(!asked, "something was asked without {old}");
        visitor.check("outdated").await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_in_an_older_browser_says_so_and_the_hosts_page_goes_on() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::Swedish).await?;
    visitor
        .devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": OLD[1] }))
        .await?;
    visitor.go("/passwords/").await?;
    visitor.sees(&visitor.say("embed.outdated_title")).await?;
    heard(&visitor, "failed").await?;
    visitor.check("outdated-element").await?;
    Ok(())
}

#[test]
fn every_place_names_the_same_least_versions() -> Result<()> {
    let root = portal_e2e::tools::root();
    for place in [
        "index.html",
        "src/needs.js",
        "locales/en/embed.json",
        "locales/sv/embed.json",
    ] {
        let text = std::fs::read_to_string(root.join(place))?;
        for version in ["Edge", "123", "Firefox", "125", "Safari", "17.5"] {
            ensure!(text.contains(version), "{place} doesn't name {version}");
        }
    }
    Ok(())
}

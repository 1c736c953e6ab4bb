//! The page on paper: every row, whose it is and when, and nothing that is pressed.

use anyhow::{Context, Result, ensure};
use portal_crypto::encoding::from_base64;
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, has, tools};
use serde_json::json;

use crate::ways::open_clients;

/// Prints and keeps the file beside the pictures; tells how many pages it has, and what was on them when they were taken.
async fn print(visitor: &Visitor, name: &str) -> Result<(usize, serde_json::Value)> {
    // After the page's own listener, which draws what is only on paper.
    let look = "addEventListener('beforeprint', () => { globalThis.onPaper = {
          rows: document.querySelectorAll('tbody [aria-rowindex]').length,
          spacers: document.querySelectorAll('.table-spacer').length,
          head: document.querySelector('.paper-head')?.textContent ?? '',
        }; }, { once: true });";
    visitor.run(look, Vec::new()).await?;
    let answer = visitor
        .devtools("Page.printToPDF", json!({ "paperWidth": 8.27, "paperHeight": 11.69 }))
        .await?;
    let data = answer["data"].as_str().context("no file")?;
    let file = from_base64(data)?;
    std::fs::write(tools::pictures()?.join(format!("print-{name}.pdf")), &file)?;
    let text = String::from_utf8_lossy(&file);
    let pages = text.matches("/Type /Page\n").count();
    let seen = visitor.run("return globalThis.onPaper ?? null;", Vec::new()).await?;
    Ok((pages, seen))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_printed_whole_with_client_and_date() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has("@")).await?;
    let total = "return Number(document.querySelector('table').getAttribute('aria-rowcount')) - 1;";
    let total = visitor.run(total, Vec::new()).await?;
    let (pages, seen) = print(&visitor, "members").await?;
    ensure!(
        seen["rows"] == total && seen["spacers"] == json!(0),
        "{seen} of {total}"
    );
    let head = seen["head"].as_str().unwrap_or_default();
    ensure!(head.contains(CLIENT) && head.contains("20"), "{head}");
    ensure!(pages >= 1, "{pages} pages for {total} rows");
    visitor
        .until("the page stays as on paper", || async {
            let gone = visitor
                .run("return !document.querySelector('.paper-head');", Vec::new())
                .await?;
            Ok((gone == json!(true)).then_some(()))
        })
        .await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_prints_in_black_on_white_without_what_is_pressed() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor
        .run("document.documentElement.dataset.theme = 'dark';", Vec::new())
        .await?;
    visitor.find(Role::Link, CLIENT).await?;
    on_paper(&visitor, "clients").await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.find(Role::Link, visitor.say("organization.owners")).await?;
    on_paper(&visitor, "overview").await?;
    for page in ["members", "groups", "collections"] {
        visitor.link(visitor.say(&format!("shell.{page}"))).await?;
        visitor.title_is(&visitor.say(&format!("{page}.title"))).await?;
        on_paper(&visitor, page).await?;
    }
    visitor.close().await
}

async fn on_paper(visitor: &Visitor, name: &str) -> Result<()> {
    let (pages, seen) = print(visitor, &format!("sv-{name}")).await?;
    ensure!(
        pages >= 1 && seen["head"].as_str().is_some_and(|head| !head.is_empty()),
        "{name}: {seen}"
    );
    visitor
        .devtools("Emulation.setEmulatedMedia", json!({ "media": "print" }))
        .await?;
    let look = "const shown = (one) => one.checkVisibility();
        const colour = (what) => getComputedStyle(document.body)[what];
        return {
          pressed: [...document.querySelectorAll('main button, nav, header.app-bar')].filter(shown).map((one) => one.textContent)
            .filter((text) => text && !document.querySelector('.table-head')?.textContent.includes(text.trim())),
          ground: colour('backgroundColor'), text: colour('color'),
        };";
    let seen = visitor.run(look, Vec::new()).await?;
    visitor
        .devtools("Emulation.setEmulatedMedia", json!({ "media": "" }))
        .await?;
    ensure!(
        seen["ground"] == json!("rgb(255, 255, 255)") && seen["text"] == json!("rgb(0, 0, 0)"),
        "{name}: {seen}"
    );
    let names = seen["pressed"].as_array().map_or(0, Vec::len);
    // What opens a row is its name.
    let rows = visitor
        .run("return document.querySelectorAll('.row-open').length;", Vec::new())
        .await?;
    ensure!(names as u64 <= rows.as_u64().unwrap_or(0), "{name}: {seen}");
    Ok(())
}

//! The page on paper: every row, whose it is and when, and nothing that is pressed.

use anyhow::{Context, Result, ensure};
use portal_crypto::encoding::from_base64;
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Language, Role, Visitor, World, crowd, has, tools};
use serde_json::json;

use crate::ways::open_clients;

/// Prints and keeps the file beside the pictures; the number of its pages.
async fn print(visitor: &Visitor, name: &str) -> Result<usize> {
    let answer = visitor
        .devtools("Page.printToPDF", json!({ "paperWidth": 8.27, "paperHeight": 11.69 }))
        .await?;
    let data = answer["data"].as_str().context("no file")?;
    let file = from_base64(data)?;
    std::fs::write(tools::pictures()?.join(format!("print-{name}.pdf")), &file)?;
    Ok(String::from_utf8_lossy(&file).matches("/Type /Page\n").count())
}

/// What is on the paper.
struct Paper {
    /// The line over it: whose it is, and when.
    head: String,
    heading: String,
    /// The names of the rows.
    rows: Vec<String>,
}

/// Looks at the page as it is while it is put on paper.
async fn on_paper(visitor: &Visitor) -> Result<Paper> {
    let media = |media: &str| visitor.devtools("Emulation.setEmulatedMedia", json!({ "media": media }));
    media("print").await?;
    visitor
        .run("dispatchEvent(new Event('beforeprint'));", Vec::new())
        .await?;
    visitor.settled().await?;
    let look = "
        const shown = (one) => one.checkVisibility();
        const all = (what) => [...document.querySelectorAll(what)].filter(shown);
        const said = (one) => `${one.tagName} ${one.ariaLabel ?? one.innerText}`;
        const colours = getComputedStyle(document.body);
        return {
          head: document.querySelector('.paper-head')?.innerText ?? '',
          heading: all('h1').map((one) => one.innerText).join('|'),
          rows: all('tbody th[scope=row]').map((one) => one.innerText.trim()),
          pressed: all('nav, nav a, button, input, select, textarea, [role=menu], [role=toolbar]')
            .filter((one) => !one.matches('.row-open, .table-sort')).map(said),
          cut: all('main, main *').filter((one) => one.contains(document.querySelector('table')) && one.scrollHeight > one.clientHeight + 1
            && getComputedStyle(one).overflowY !== 'visible').map(said),
          colours: [colours.backgroundColor, colours.color],
        };";
    let seen = visitor.run(look, Vec::new()).await?;
    visitor
        .run("dispatchEvent(new Event('afterprint'));", Vec::new())
        .await?;
    media("").await?;
    // Rows' names and columns' heads are read here, though they are pressed on the screen.
    ensure!(
        seen["pressed"] == json!([]),
        "nothing is pressed on paper: {}",
        seen["pressed"]
    );
    ensure!(seen["cut"] == json!([]), "a part is cut off: {}", seen["cut"]);
    ensure!(
        seen["colours"] == json!(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]),
        "not black on white: {}",
        seen["colours"]
    );
    let text = |name: &str| seen[name].as_str().unwrap_or_default().to_owned();
    Ok(Paper {
        head: text("head"),
        heading: text("heading"),
        rows: serde_json::from_value(seen["rows"].clone())?,
    })
}

/// So many rows need more than one page, and more than a screen draws of a long list.
const GUESTS: u32 = 150;
/// More than that many rows have no room on one page.
const ROWS_OF_A_PAGE: usize = 60;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_printed_whole_with_client_and_date() -> Result<()> {
    let world = World::start().await?;
    let id = world.organization(CLIENT)?;
    crowd::members(&world, &id, GUESTS)?;
    let visitor = world.visit(Language::English).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor.link(visitor.say("shell.members")).await?;
    visitor.find(Role::Row, has("@")).await?;
    let drawn = "return document.querySelectorAll('tbody [aria-rowindex]').length;";
    let on_screen = visitor.run(drawn, Vec::new()).await?;
    // The revoked are on a list of their own.
    let sql = "SELECT coalesce(u.name, m.email, u.email) FROM members m LEFT JOIN users u ON u.id = m.user_id
        WHERE m.organization_id = ?1 AND m.status <> -1";
    let names = world.texts(sql, &id)?;
    let many = names.len() as u64;
    ensure!(
        on_screen.as_u64() < Some(many),
        "the list isn't long enough: {on_screen}"
    );

    let paper = on_paper(&visitor).await?;
    ensure!(paper.heading == visitor.say("members.title"), "{}", paper.heading);
    let today = "return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format();";
    let today = visitor.run(today, Vec::new()).await?;
    let today = visitor
        .words
        .with("palette.printed", &[("date", today.as_str().unwrap_or_default())]);
    ensure!(
        paper.head.contains(CLIENT) && paper.head.contains(&today),
        "not “{today}”: {}",
        paper.head
    );
    ensure!(paper.rows.len() == names.len(), "{} rows of {many}", paper.rows.len());
    for name in &names {
        let row = paper.rows.iter().find(|row| row.contains(name));
        ensure!(row.is_some(), "{name} is not on the paper");
    }

    let pages = print(&visitor, "members").await?;
    ensure!(
        pages * ROWS_OF_A_PAGE >= paper.rows.len(),
        "{} rows on {pages} pages",
        paper.rows.len()
    );
    visitor
        .until("the page stays as on paper", || async {
            let gone = visitor
                .run("return !document.querySelector('.paper-head');", Vec::new())
                .await?;
            let fewer = visitor.run(drawn, Vec::new()).await?.as_u64() < Some(many);
            Ok((gone == json!(true) && fewer).then_some(()))
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
    prints(&visitor, "clients", "clients.title", true).await?;
    visitor.link(CLIENT).await?;
    visitor.title_is(&visitor.say("organization.overview")).await?;
    visitor.find(Role::Link, visitor.say("organization.owners")).await?;
    prints(&visitor, "overview", "organization.overview", false).await?;
    for page in ["members", "groups", "collections"] {
        visitor.link(visitor.say(&format!("shell.{page}"))).await?;
        let title = format!("{page}.title");
        visitor.title_is(&visitor.say(&title)).await?;
        visitor.find(Role::Row, has("")).await?;
        prints(&visitor, page, &title, true).await?;
    }
    visitor.close().await
}

async fn prints(visitor: &Visitor, name: &str, title: &str, is_list: bool) -> Result<()> {
    let paper = on_paper(visitor).await?;
    ensure!(paper.heading == visitor.say(title), "{name}: {}", paper.heading);
    let product = visitor.say("common.product");
    ensure!(paper.head.contains(&product), "{name}: {}", paper.head);
    if is_list {
        let total = "return Number(document.querySelector('table').getAttribute('aria-rowcount')) - 1;";
        let total = visitor.run(total, Vec::new()).await?;
        ensure!(
            total.as_u64() == Some(paper.rows.len() as u64) && !paper.rows.iter().any(String::is_empty),
            "{name}: {total} rows are wanted: {:#?}",
            paper.rows
        );
    }
    let pages = print(visitor, &format!("sv-{name}")).await?;
    ensure!(pages > 0, "{name}: no page");
    Ok(())
}

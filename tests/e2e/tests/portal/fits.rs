//! Where things stand: a list's tools in as few lines as there is room for, what opens from the bar inside the window however far
//! the page is scrolled, words whole in a narrow window.

use anyhow::{Result, ensure};
use portal_e2e::visitor::WIDE;
use portal_e2e::world::{CLIENT, SERVICE};
use portal_e2e::{Key, Language, Role, Visitor, World, has};
use serde_json::json;

use crate::ways::{open_clients, open_palette};

/// Whether the count and the refresh button share a line with another tool, and whether all tools share one.
const TOOLS: &str = "
  const box = (one) => one.getBoundingClientRect();
  const end = box(document.querySelector('.toolbar-end'));
  const others = [...document.querySelectorAll('.toolbar :is(.input, .segmented)')].map(box);
  const beside = (one) => one.top < end.bottom && one.bottom > end.top;
  return [others.some(beside), others.every(beside)];";

#[tokio::test(flavor = "multi_thread")]
async fn the_count_and_the_refresh_button_have_no_line_of_their_own_at_a_desk() -> Result<()> {
    let world = World::start().await?;
    for language in [Language::English, Language::Swedish] {
        let visitor = world.visit(language).await?;
        visitor.size(WIDE).await?;
        open_clients(&visitor, SERVICE).await?;
        visitor.find(Role::Link, CLIENT).await?;
        let clients = visitor.run(TOOLS, Vec::new()).await?;
        ensure!(clients == json!([true, true]), "{language:?}, clients: {clients}");
        visitor.picture(&format!("clients-{language:?}")).await?;
        visitor.link(CLIENT).await?;
        visitor.link(visitor.say("shell.members")).await?;
        visitor.find(Role::Row, has("@")).await?;
        let members = visitor.run(TOOLS, Vec::new()).await?;
        ensure!(members[0] == json!(true), "{language:?}, members: {members}");
        visitor.picture(&format!("members-{language:?}")).await?;
        visitor.close().await?;
    }
    Ok(())
}

/// Waits until what is open stands inside the window, right below the bar.
async fn is_inside(visitor: &Visitor, what: &str) -> Result<()> {
    let script = "
      const shown = document.querySelector(arguments[0]);
      const { left, top, right, bottom } = shown.getBoundingClientRect();
      const bar = document.querySelector('.app-bar').getBoundingClientRect().bottom;
      const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && Math.abs(top - bar) < 16;
      return inside && shown.checkVisibility({ visibilityProperty: true }) || [left, top, right, bottom, bar];";
    visitor
        .until(&format!("{what} is not inside the window"), || async {
            let seen = visitor.run(script, vec![json!(what)]).await?;
            Ok((seen == json!(true)).then_some(()))
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_opens_from_the_bar_stands_below_it_however_far_the_page_is_scrolled() -> Result<()> {
    let world = World::start().await?;
    let visitor = world.visit(Language::Swedish).await?;
    open_clients(&visitor, SERVICE).await?;
    visitor.link(CLIENT).await?;
    visitor
        .find(Role::Heading, visitor.say("organization.by_status"))
        .await?;
    for size in [WIDE, (400, 860), (320, 700)] {
        visitor.size(size).await?;
        for scrolled in [0, 5_000] {
            visitor
                .run(
                    &format!("scrollTo({{ top: {scrolled}, behavior: 'instant' }});"),
                    Vec::new(),
                )
                .await?;
            visitor.button(visitor.say("shell.account")).await?;
            is_inside(&visitor, ".app-bar .menu-popup").await?;
            visitor.keys(Key::Escape).await?;
            visitor.button(has(visitor.say("shell.switch_product"))).await?;
            is_inside(&visitor, ".switcher-panel").await?;
            visitor.keys(Key::Escape).await?;
        }
    }
    // Every entry of one line is as high as every other.
    visitor.size(WIDE).await?;
    visitor.button(visitor.say("shell.account")).await?;
    is_inside(&visitor, ".app-bar .menu-popup").await?;
    let heights =
        "return [...new Set([...document.querySelectorAll('.app-bar .menu-item')].map((one) => one.offsetHeight))];";
    let heights = visitor.run(heights, Vec::new()).await?;
    ensure!(heights.as_array().is_some_and(|all| all.len() == 1), "{heights}");
    // A narrower window takes the open menu along.
    visitor.size((700, 860)).await?;
    is_inside(&visitor, ".app-bar .menu-popup").await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_narrow_window_the_palette_breaks_no_word() -> Result<()> {
    let world = World::start().await?;
    for language in [Language::English, Language::Swedish] {
        let visitor = world.visit(language).await?;
        open_clients(&visitor, SERVICE).await?;
        visitor.link(CLIENT).await?;
        visitor
            .find(Role::Heading, visitor.say("organization.by_status"))
            .await?;
        visitor.size((320, 700)).await?;
        open_palette(&visitor).await?;
        visitor.find(Role::Option, has(visitor.say("shell.members"))).await?;
        let broken = r"
          const broken = [];
          for (const one of document.querySelectorAll('.combobox-label, .combobox-note')) {
            const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
            while (walk.nextNode())
              for (const { 0: word, index } of walk.currentNode.data.matchAll(/[^\s\u00ad-]+/g)) {
                const range = document.createRange();
                range.setStart(walk.currentNode, index);
                range.setEnd(walk.currentNode, index + word.length);
                if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(word);
              }
          }
          return [document.querySelectorAll('.combobox-label').length > 3, broken];";
        let seen = visitor.run(broken, Vec::new()).await?;
        ensure!(seen == json!([true, []]), "{language:?}: {seen}");
        visitor.picture(&format!("palette-{language:?}")).await?;
        ensure!(!visitor.overflows().await?, "{language:?}: the page scrolls sideways");
        visitor.close().await?;
    }
    Ok(())
}

//! How much room there is: low and narrow elements, frames as high as their content, and a host's page that scrolls below a dialog.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_e2e::world::{CLIENT, FULL, SERVICE, SUSPENDED};
use portal_e2e::{Key, Language, Role, Visitor, has};
use serde_json::{Value, json};

use super::{heard, hosted, visit};
use crate::ways::sign_in;

/// What scrolls in what is open, and where that is: `[scrollers, top, bottom]`.
const OPEN: &str = "
    const root = document.querySelector('provider-portal')?.shadowRoot ?? document;
    const open = root.querySelector('dialog[open], :popover-open');
    if (!open) return [-1, 0, 0];
    const scrolls = (one) => /auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight + 1;
    const { top, bottom } = open.getBoundingClientRect();
    return [[open, ...open.querySelectorAll('*')].filter(scrolls).length, Math.round(top), Math.round(bottom)];";

struct Open {
    scrollers: i64,
    top: i64,
    bottom: i64,
}

async fn open(visitor: &Visitor) -> Result<Open> {
    visitor.settled().await?;
    let found = visitor.run(OPEN, Vec::new()).await?;
    let number = |at: usize| found[at].as_i64().context("nothing was measured");
    let open = Open {
        scrollers: number(0)?,
        top: number(1)?,
        bottom: number(2)?,
    };
    ensure!(open.scrollers >= 0, "nothing is open");
    Ok(open)
}

/// Whatever is open now is whole inside a window of this height, and at most one thing in it scrolls.
async fn stands_well(visitor: &Visitor, state: &str, height: i64) -> Result<Open> {
    let now = open(visitor).await?;
    visitor.picture(state).await?;
    let Open { scrollers, top, bottom } = now;
    ensure!(scrollers <= 1, "{state}: {scrollers} scroll bars");
    ensure!(
        top >= 0 && bottom <= height,
        "{state}: from {top} to {bottom} of {height}"
    );
    Ok(now)
}

/// The element of a host that gives it little height, with somebody signed in.
async fn low_element(visitor: &Visitor) -> Result<()> {
    visitor.go("/passwords/").await?;
    let low = "document.querySelector('provider-portal').style.setProperty('--portal-view', '16rem');";
    visitor.run(low, Vec::new()).await?;
    sign_in(visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.find(Role::Link, CLIENT).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_opens_over_a_low_element_has_the_whole_window_and_one_scroll_bar() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    low_element(&visitor).await?;
    for height in [900_u32, 600, 450, 380, 256] {
        visitor.size((1280, height)).await?;
        visitor.run("scrollTo(0, 150);", Vec::new()).await?;
        let room = i64::from(height);
        visitor.hold(Key::Control, "k").await?;
        visitor.focus_is(Role::TextBox, visitor.say("palette.label")).await?;
        let palette = stands_well(&visitor, &format!("palette-{height}"), room).await?;
        ensure!(
            palette.bottom - palette.top >= 500.min(room - 40),
            "{height}: the palette is {} high",
            palette.bottom - palette.top
        );
        visitor.keys(Key::Escape).await?;
        visitor.keys("?").await?;
        visitor.find(Role::CheckBox, visitor.say("palette.single")).await?;
        stands_well(&visitor, &format!("shortcuts-{height}"), room).await?;
        visitor.keys(Key::Escape).await?;
        visitor.gone(Role::CheckBox, visitor.say("palette.single")).await?;
        visitor.button(visitor.say("shell.account")).await?;
        visitor.find(Role::MenuItem, visitor.say("common.log_out")).await?;
        stands_well(&visitor, &format!("menu-{height}"), room).await?;
        visitor.keys(Key::Escape).await?;
        visitor.gone(Role::MenuItem, visitor.say("common.log_out")).await?;
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switcher_of_an_element_is_whole_inside_the_window_wherever_its_button_is() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    low_element(&visitor).await?;
    // Clients opened lately are offered.
    for client in [CLIENT, FULL, SUSPENDED] {
        visitor.link(client).await?;
        visitor.title_is(&visitor.say("organization.overview")).await?;
        visitor.back().await?;
        visitor.title_is(&visitor.say("clients.title")).await?;
    }
    let press = "document.querySelector('provider-portal').shadowRoot.querySelector('.switcher-button').click();";
    for height in [900_u32, 450, 256] {
        visitor.size((1280, height)).await?;
        visitor.run("scrollTo(0, 0);", Vec::new()).await?;
        visitor.run(press, Vec::new()).await?;
        visitor.find(Role::Link, has(SUSPENDED)).await?;
        stands_well(&visitor, &format!("switcher-{height}"), i64::from(height)).await?;
        visitor.keys(Key::Escape).await?;
    }
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_of_an_element_gives_the_focus_back_to_its_button() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    low_element(&visitor).await?;
    let account = visitor.say("shell.account");
    visitor.button(&account).await?;
    visitor.focus_is(Role::MenuItem, visitor.say("common.english")).await?;
    visitor.keys(Key::End + "").await?;
    visitor.focus_is(Role::MenuItem, visitor.say("common.log_out")).await?;
    visitor.keys(Key::Escape).await?;
    visitor.gone(Role::MenuItem, visitor.say("common.log_out")).await?;
    visitor.focus_is(Role::Button, &account).await?;
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_opens_in_a_frame_as_high_as_its_content_is_no_higher_than_the_hosts_window() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    visitor.size((1280, 420)).await?;
    visitor.go("/frame.html").await?;
    visitor.into_frame().await?;
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.out_of_frame().await?;
    visitor.button("As high as it needs").await?;
    heard(&visitor, "size").await?;
    visitor.into_frame().await?;
    let whole = "const { scrollHeight, clientHeight, clientWidth } = document.documentElement;
        return scrollHeight <= clientHeight && clientWidth === innerWidth;";
    visitor
        .until("the frame has a scroll bar of its own", || async {
            Ok((visitor.run(whole, Vec::new()).await? == true).then_some(()))
        })
        .await?;
    visitor.press(Role::TextBox, visitor.say("clients.search")).await?;
    visitor.hold(Key::Control, "k").await?;
    visitor.focus_is(Role::TextBox, visitor.say("palette.label")).await?;
    let Open { scrollers, top, bottom } = open(&visitor).await?;
    visitor.picture("palette").await?;
    ensure!(scrollers == 1, "{scrollers} scroll bars");
    ensure!(
        visitor.run(whole, Vec::new()).await? == true,
        "the page has moved aside"
    );
    ensure!(
        (340..=388).contains(&(bottom - top)),
        "the palette is {} high",
        bottom - top
    );
    visitor.close().await
}

/// Turns the wheel over a point of the window, and waits until that has had its effect.
async fn wheel(visitor: &Visitor, (x, y): (i64, i64)) -> Result<()> {
    let turn = json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": 240 });
    visitor.devtools("Input.dispatchMouseEvent", turn).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    Ok(())
}

async fn scrolled(visitor: &Visitor) -> Result<Value> {
    visitor.run("return Math.round(scrollY);", Vec::new()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialog_stays_in_view_and_neither_wheel_nor_keys_scroll_the_hosts_page_below_it() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::English).await?;
    low_element(&visitor).await?;
    // The host's page is long, whatever the portal shows.
    let long = "document.querySelector('main').style.paddingBottom = '2000px'; scrollTo(0, 0);
        return document.documentElement.getAttribute('style');";
    let style = visitor.run(long, Vec::new()).await?;
    wheel(&visitor, (640, 60)).await?;
    ensure!(scrolled(&visitor).await? != 0, "the wheel does nothing at all");
    visitor.run("scrollTo(0, 0);", Vec::new()).await?;

    // One that scrolls, and one that has nothing to scroll.
    for (height, state) in [(420_u32, "low"), (900, "high")] {
        visitor.size((1280, height)).await?;
        visitor.run("scrollTo(0, 0);", Vec::new()).await?;
        visitor.press(Role::TextBox, visitor.say("clients.search")).await?;
        visitor.keys(Key::F6 + "").await?;
        visitor.keys("?").await?;
        let checkbox = visitor.say("palette.single");
        visitor.focus_is(Role::CheckBox, &checkbox).await?;
        let before = scrolled(&visitor).await?;
        let middle = i64::from(height) / 2;
        for _ in 0..6 {
            wheel(&visitor, (640, middle)).await?;
        }
        wheel(&visitor, (60, middle)).await?;
        visitor.keys(Key::End + Key::PageDown + Key::PageDown).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        ensure!(
            scrolled(&visitor).await? == before,
            "{state}: the host's page has scrolled"
        );
        // What the host's own script does is the host's; the dialog stays where it is.
        let at = open(&visitor).await?;
        visitor.run("scrollTo(0, 700);", Vec::new()).await?;
        let after = stands_well(&visitor, &format!("dialog-{state}"), i64::from(height)).await?;
        ensure!(
            (at.top, at.bottom) == (after.top, after.bottom),
            "{state}: the dialog has moved"
        );
        visitor.button(visitor.say("common.close")).await?;
        visitor.gone(Role::CheckBox, &checkbox).await?;
    }
    let now = visitor
        .run("return document.documentElement.getAttribute('style');", Vec::new())
        .await?;
    ensure!(now == style, "the host's own styles were changed");
    visitor.run("scrollTo(0, 0);", Vec::new()).await?;
    wheel(&visitor, (640, 60)).await?;
    ensure!(
        scrolled(&visitor).await? != 0,
        "the host's page is held after the dialog"
    );
    visitor.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_narrow_element_in_a_wide_window_has_the_narrow_sign_in() -> Result<()> {
    let (_world, host) = hosted().await?;
    let visitor = visit(&host, Language::Swedish).await?;
    visitor.go("/passwords/").await?;
    let email = visitor.say("sign_in.email");
    visitor.find(Role::TextBox, &email).await?;
    let card = "const portal = document.querySelector('provider-portal');
        if (arguments[0]) portal.style.width = arguments[0];
        const card = portal.shadowRoot.querySelector('.gate-card');
        return [getComputedStyle(card).borderTopWidth, portal.scrollWidth <= portal.clientWidth];";
    ensure!(visitor.run(card, vec![Value::Null]).await? == json!(["1px", true]));
    let narrow = visitor.run(card, vec!["360px".into()]).await?;
    visitor.check("sign-in-360").await?;
    ensure!(narrow == json!(["0px", true]), "{narrow}");
    sign_in(&visitor, SERVICE).await?;
    visitor.title_is(&visitor.say("clients.title")).await?;
    visitor.check("clients-360").await?;
    visitor.close().await
}

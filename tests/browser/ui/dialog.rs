//! Where the focus goes when a dialog opens and closes, and who decides that it closes.

use std::time::Duration;

use leptos::prelude::*;
use provider_portal::ui::{Announcer, Button, ButtonRank, Dialog, Field, TextInput, use_announcer};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlDialogElement;

use crate::stage::{Stage, fire, focused, focused_text, settle, wait};

fn form(open: RwSignal<bool>) -> AnyView {
    let value = RwSignal::new(String::new());
    view! {
        <button id="opener" on:click=move |_| open.set(true)>"Invite"</button>
        <Dialog
            open=open
            title="Invite members"
            on_close=move |()| open.set(false)
            footer=move || view! { <Button label="Cancel" on_pressed=move |()| open.set(false) /> }
        >
            <Field label="Email addresses"><TextInput value=value /></Field>
        </Dialog>
    }
    .into_any()
}

fn question(open: RwSignal<bool>) -> AnyView {
    let footer = move || {
        view! {
            <Button label="Remove" rank=ButtonRank::Danger />
            <Button label="Keep" on_pressed=move |()| open.set(false) />
        }
    };
    view! {
        <button id="opener" on:click=move |_| open.set(true)>"Remove"</button>
        <Dialog open=open alert=true title="Remove the member?" on_close=move |()| open.set(false) footer=footer>
            <p>"This cannot be undone."</p>
        </Dialog>
    }
    .into_any()
}

async fn open(stage: &Stage) {
    let opener = stage.find("#opener");
    opener.focus().unwrap();
    opener.click();
    settle().await;
}

#[wasm_bindgen_test]
async fn a_form_dialog_is_modal_and_puts_the_focus_into_its_first_field() {
    let stage = Stage::with(|| form(RwSignal::new(false))).await;
    assert!(stage.maybe("dialog").is_none());
    open(&stage).await;
    assert!(stage.find("dialog").matches(":modal").unwrap());
    assert_eq!(focused(), *stage.input(".dialog-body input"));
    let title = stage.attribute("dialog", "aria-labelledby").unwrap();
    assert_eq!(stage.text(&format!("#{title}")), "Invite members");
}

#[wasm_bindgen_test]
async fn an_alert_dialog_reads_its_message_and_puts_the_focus_on_the_safest_button() {
    let stage = Stage::with(|| question(RwSignal::new(false))).await;
    open(&stage).await;
    assert_eq!(stage.attribute("dialog", "role").as_deref(), Some("alertdialog"));
    let message = stage.attribute("dialog", "aria-describedby").unwrap();
    assert_eq!(stage.text(&format!("#{message}")), "This cannot be undone.");
    assert_eq!(focused_text(), "Keep");
}

#[wasm_bindgen_test]
async fn escape_closes_the_dialog_and_the_focus_returns_to_what_opened_it() {
    let stage = Stage::with(|| form(RwSignal::new(false))).await;
    open(&stage).await;
    fire(&stage.find("dialog"), "cancel");
    settle().await;
    assert!(stage.maybe("dialog").is_none());
    assert_eq!(focused(), stage.find("#opener"));
}

#[wasm_bindgen_test]
async fn the_close_button_and_the_pages_own_buttons_close_it_too() {
    let stage = Stage::with(|| form(RwSignal::new(false))).await;
    for selector in ["[aria-label=Close]", ".dialog-foot button"] {
        open(&stage).await;
        stage.find(selector).click();
        settle().await;
        assert!(stage.maybe("dialog").is_none());
        assert_eq!(focused(), stage.find("#opener"));
    }
}

#[wasm_bindgen_test]
async fn a_dialog_that_the_page_will_not_close_stays_although_the_browser_closed_it() {
    let asked = RwSignal::new(0);
    let shown = RwSignal::new(true);
    let stage = Stage::with(move || {
        view! { <Dialog open=shown title="Unsaved" on_close=move |()| asked.update(|n| *n += 1)><p>"Text"</p></Dialog> }
            .into_any()
    })
    .await;
    stage.find("dialog").unchecked_into::<HtmlDialogElement>().close();
    settle().await;
    assert_eq!(asked.get_untracked(), 1);
    assert!(stage.find("dialog").matches(":modal").unwrap());
}

#[wasm_bindgen_test]
async fn a_dialog_whose_opener_is_gone_gives_the_focus_to_the_pages_heading() {
    let open = RwSignal::new(false);
    let row = RwSignal::new(true);
    let stage = Stage::with(move || {
        view! {
            <main id="content"><h1 tabindex="-1">"Members"</h1></main>
            <Show when=move || row.get()><button id="opener" on:click=move |_| open.set(true)>"Remove"</button></Show>
            <Dialog open=open title="Remove?" on_close=move |()| open.set(false)><p>"Text"</p></Dialog>
        }
        .into_any()
    })
    .await;
    self::open(&stage).await;
    row.set(false);
    settle().await;
    open.set(false);
    settle().await;
    assert_eq!(focused_text(), "Members");
}

#[wasm_bindgen_test]
async fn what_is_announced_while_a_dialog_is_open_is_told_inside_it() {
    let announcer = StoredValue::new(None::<Announcer>);
    let open = RwSignal::new(false);
    let stage = Stage::with(move || {
        announcer.set_value(Some(use_announcer()));
        form(open)
    })
    .await;
    let announcer = announcer.get_value().expect("the stage provides an announcer");
    announcer.announce("Said before");
    wait(Duration::from_millis(100)).await;
    self::open(&stage).await;
    assert_eq!(stage.text("dialog [role=status]"), "");
    announcer.announce("3 matches");
    wait(Duration::from_millis(100)).await;
    assert_eq!(stage.text("dialog [role=status]"), "3 matches");
}

#[wasm_bindgen_test]
async fn a_dialog_higher_than_the_window_is_scrolled_by_keyboard_whatever_it_holds() {
    for (height, reached) in [("20px", false), ("200vh", true)] {
        let stage = Stage::with(move || {
            view! { <Dialog open=true title="Servers" on_close=|()| ()><p style:block-size=height>"Text"</p></Dialog> }
                .into_any()
        })
        .await;
        wait(Duration::from_millis(100)).await;
        let body = stage.find(".dialog-body");
        assert_eq!(body.tab_index() == 0, reached, "{height}");
        assert_eq!(body.get_attribute("role").is_some(), reached, "{height}");
        let name = stage.attribute(".dialog-body", "aria-labelledby");
        assert_eq!(name.is_some(), reached, "a name without a role is none: {height}");
        body.focus().unwrap();
        assert_eq!(focused() == body, reached, "{height}");
    }
}

//! What a press does, and when it does nothing.

use leptos::prelude::*;
use provider_portal::ui::Button;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, focused_text, settle};

#[wasm_bindgen_test]
async fn a_busy_button_keeps_the_focus_and_ignores_presses() {
    let presses = RwSignal::new(0);
    let busy = RwSignal::new(false);
    let stage = Stage::with(move || {
        view! { <Button label="Save" busy=busy busy_label="Saving…" on_pressed=move || presses.update(|n| *n += 1) /> }
            .into_any()
    })
    .await;
    let button = stage.find("button");
    button.focus().unwrap();
    button.click();
    busy.set(true);
    settle().await;
    button.click();
    assert_eq!(presses.get_untracked(), 1);
    assert_eq!(focused_text(), "Saving…");
    assert_eq!(stage.attribute("button", "aria-busy").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn a_busy_submit_button_keeps_its_form_from_being_sent_again() {
    let sent = RwSignal::new(0);
    let busy = RwSignal::new(false);
    let stage = Stage::with(move || {
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            sent.update(|n| *n += 1);
        };
        view! { <form on:submit=submit><Button label="Log in" submit=true busy=busy /></form> }.into_any()
    })
    .await;
    stage.find("button").click();
    busy.set(true);
    settle().await;
    stage.find("button").click();
    assert_eq!(sent.get_untracked(), 1);
}

#[wasm_bindgen_test]
async fn an_unusable_button_stays_reachable_and_says_why() {
    let presses = RwSignal::new(0);
    let reason = Signal::stored(Some("Every seat is in use".to_owned()));
    let stage = Stage::with(move || {
        view! { <Button label="Invite" unusable=reason on_pressed=move || presses.update(|n| *n += 1) /> }.into_any()
    })
    .await;
    stage.find("button").focus().unwrap();
    stage.find("button").click();
    assert_eq!(focused_text(), "Invite");
    assert_eq!(presses.get_untracked(), 0);
    assert_eq!(stage.attribute("button", "aria-disabled").as_deref(), Some("true"));
    assert_eq!(
        stage.attribute("button", "aria-description").as_deref(),
        Some("Every seat is in use")
    );
}

//! Where messages appear, and how long they stay.

use std::time::Duration;

use leptos::prelude::*;
use provider_portal::ui::{ToastArea, Toasts, Tone, use_toasts};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, focused, point, settle, wait};

async fn area() -> (Stage, Toasts) {
    let handle = StoredValue::new(None::<Toasts>);
    let stage = Stage::with(move || {
        handle.set_value(Some(use_toasts()));
        view! { <button id="before">"Save"</button> <ToastArea /> }.into_any()
    })
    .await;
    (stage, handle.get_value().expect("the stage provides toasts"))
}

#[wasm_bindgen_test]
async fn both_live_regions_are_there_before_anything_is_said() {
    let (stage, _) = area().await;
    assert_eq!(stage.text("[role=status]"), "");
    assert_eq!(stage.text("[role=alert]"), "");
}

#[wasm_bindgen_test]
async fn success_is_polite_an_error_is_an_alert_and_the_same_text_stands_once() {
    let (stage, toasts) = area().await;
    toasts.success("Saved");
    toasts.error("The server cannot be reached");
    toasts.error("The server cannot be reached");
    settle().await;
    assert_eq!(stage.text("[role=status] .toast-text"), "Success: Saved");
    assert_eq!(
        stage.text("[role=alert] .toast-text"),
        "Error: The server cannot be reached"
    );
    assert_eq!(stage.count(".toast"), 2);
    stage.find("[role=alert] [aria-label=Dismiss]").click();
    settle().await;
    assert_eq!(stage.count("[role=alert] .toast"), 0);
    assert_eq!(toasts.recent().get_untracked().len(), 3);
}

#[wasm_bindgen_test]
async fn a_success_goes_after_six_seconds_unless_pointed_at_and_an_error_stays() {
    let (stage, toasts) = area().await;
    toasts.success("Gone soon");
    toasts.success("Being read");
    toasts.error("Stays");
    settle().await;
    let read = stage.find("[role=status] .toast:last-child");
    point(&read, "mouseenter");
    wait(Duration::from_millis(6_300)).await;
    assert_eq!(stage.count("[role=status] .toast"), 1);
    assert_eq!(stage.text("[role=status] .toast-text"), "Success: Being read");
    assert_eq!(stage.count("[role=alert] .toast"), 1);
    point(&read, "mouseleave");
    wait(Duration::from_millis(6_300)).await;
    assert_eq!(stage.count("[role=status] .toast"), 0);
}

#[wasm_bindgen_test]
async fn a_message_dismissed_gives_the_focus_back_to_where_it_came_from() {
    let (stage, toasts) = area().await;
    toasts.error("First");
    toasts.error("Second");
    settle().await;
    stage.find("#before").focus().unwrap();
    for text in ["First", "Second"] {
        let dismiss = stage.find("[role=alert] [aria-label=Dismiss]");
        dismiss.focus().unwrap();
        dismiss.click();
        settle().await;
        assert_eq!(focused(), stage.find("#before"), "{text}");
    }
}

#[wasm_bindgen_test]
async fn an_action_whose_page_is_gone_does_nothing() {
    let (stage, toasts) = area().await;
    let page = Owner::new();
    let undo = page.with(|| Callback::new(|()| unreachable!("the page is gone")));
    toasts.with_action(Tone::Success, "Moved", "Undo", undo);
    settle().await;
    page.cleanup();
    stage.find("[role=status] .button").click();
    settle().await;
    assert_eq!(stage.count("[role=status] .toast"), 0);
}

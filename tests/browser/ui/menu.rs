//! How a menu answers the keyboard.

use leptos::prelude::*;
use provider_portal::ui::{Menu, MenuEntry};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, focused, focused_text, press, settle, wait};

async fn menu(chosen: RwSignal<String>) -> Stage {
    let pick = move |name: &'static str| MenuEntry::action(name, move || chosen.set(name.to_owned()));
    let stage = Stage::with(move || {
        let entries = move |()| {
            vec![
                MenuEntry::link("Open", "#open", false),
                pick("Edit"),
                pick("Export").unusable("Nothing to export"),
                MenuEntry::separator(),
                pick("Remove").danger(),
            ]
        };
        view! { <Menu label="Options for Berg" entries=entries /> }.into_any()
    })
    .await;
    stage.find(".menu > button").focus().unwrap();
    stage
}

fn is_open(stage: &Stage) -> bool {
    stage.find(".menu-popup").matches(":popover-open").unwrap()
}

#[wasm_bindgen_test]
async fn down_opens_the_menu_on_its_first_entry_and_up_on_its_last() {
    let stage = menu(RwSignal::new(String::new())).await;
    assert_eq!(
        stage.attribute(".menu > button", "aria-expanded").as_deref(),
        Some("false")
    );
    for (key, entry) in [("ArrowDown", "Open"), ("ArrowUp", "Remove")] {
        press(key);
        settle().await;
        assert!(is_open(&stage));
        assert_eq!(
            stage.attribute(".menu > button", "aria-expanded").as_deref(),
            Some("true")
        );
        assert_eq!(focused_text(), entry);
        press("Tab");
        settle().await;
        assert!(!is_open(&stage), "Tab closes the menu");
        assert_eq!(focused(), stage.find(".menu > button"));
    }
}

#[wasm_bindgen_test]
async fn arrows_wrap_and_home_and_end_jump() {
    let stage = menu(RwSignal::new(String::new())).await;
    press("ArrowDown");
    settle().await;
    for (key, entry) in [
        ("ArrowUp", "Remove"),
        ("ArrowDown", "Open"),
        ("ArrowDown", "Edit"),
        ("End", "Remove"),
        ("Home", "Open"),
    ] {
        assert!(!press(key));
        assert_eq!(focused_text(), entry);
    }
    drop(stage);
}

#[wasm_bindgen_test]
async fn typed_letters_find_the_next_entry_that_begins_with_them() {
    let stage = menu(RwSignal::new(String::new())).await;
    press("ArrowDown");
    settle().await;
    press("e");
    assert_eq!(focused_text(), "Edit");
    press("e");
    assert!(focused_text().starts_with("Export"));
    wait(std::time::Duration::from_millis(600)).await;
    press("r");
    assert_eq!(focused_text(), "Remove");
    drop(stage);
}

#[wasm_bindgen_test]
async fn choosing_closes_the_menu_first_and_gives_the_focus_back() {
    let chosen = RwSignal::new(String::new());
    let stage = menu(chosen).await;
    press("ArrowDown");
    settle().await;
    press("ArrowDown");
    press(" ");
    settle().await;
    assert_eq!(chosen.get_untracked(), "Edit");
    assert!(!is_open(&stage));
    assert_eq!(focused(), stage.find(".menu > button"));
}

#[wasm_bindgen_test]
async fn an_unusable_entry_can_be_reached_and_read_but_does_nothing() {
    let chosen = RwSignal::new(String::new());
    let stage = menu(chosen).await;
    press("ArrowDown");
    settle().await;
    press("ArrowDown");
    press("ArrowDown");
    assert_eq!(focused().get_attribute("aria-disabled").as_deref(), Some("true"));
    assert_eq!(
        focused().get_attribute("aria-description").as_deref(),
        Some("Nothing to export")
    );
    press(" ");
    settle().await;
    assert_eq!(chosen.get_untracked(), "");
    assert!(is_open(&stage));
}

//! How a search is written and cleared.

use leptos::prelude::*;
use provider_portal::ui::SearchField;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, focused, press, settle, type_into};

#[wasm_bindgen_test]
async fn the_first_escape_clears_the_search_and_the_next_one_is_left_to_the_page() {
    let value = RwSignal::new(String::new());
    let stage = Stage::with(move || {
        view! { <SearchField label="Search clients" value=value on_changed=move |text| value.set(text) /> }.into_any()
    })
    .await;
    let input = stage.input("input");
    input.focus().unwrap();
    type_into(&input, "berg");
    settle().await;
    assert_eq!(value.get_untracked(), "berg");

    assert!(!press("Escape"), "the widget answers the first Escape");
    settle().await;
    assert_eq!(value.get_untracked(), "");
    assert_eq!(input.value(), "");
    assert_eq!(focused(), *input);
    assert!(press("Escape"), "the second Escape is not the widget's");
}

#[wasm_bindgen_test]
async fn the_clear_button_is_there_only_while_there_is_something_to_clear() {
    let value = RwSignal::new(String::new());
    let stage = Stage::with(move || {
        view! { <SearchField label="Search" value=value on_changed=move |text| value.set(text) /> }.into_any()
    })
    .await;
    assert!(stage.find("button").hidden());
    value.set("berg".to_owned());
    settle().await;
    assert!(!stage.find("button").hidden());
    stage.find("button").click();
    settle().await;
    assert_eq!(value.get_untracked(), "");
    assert_eq!(focused().tag_name(), "INPUT");
}

#[wasm_bindgen_test]
async fn a_list_s_search_tells_its_key_while_single_keys_are_on() {
    let on = RwSignal::new(true);
    let stage = Stage::with(move || {
        view! {
            <SearchField label="Search" value="" on_changed=|_| () shortcut=on />
            <SearchField label="In a menu" value="" on_changed=|_| () />
        }
        .into_any()
    })
    .await;
    let keys = || stage.input("input").get_attribute("aria-keyshortcuts");
    assert_eq!(keys().as_deref(), Some("/"));
    assert_eq!(stage.count("[data-search]"), 1);
    on.set(false);
    settle().await;
    assert_eq!(keys(), None);
}

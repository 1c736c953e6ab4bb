//! How one of many is found: arrows, Enter, and what is said of the active option.

use leptos::prelude::*;
use provider_portal::ui::{ComboGroup, ComboOption, Combobox};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, focused, press, settle, type_into};

fn group(label: &str, names: &[&str]) -> ComboGroup {
    let option = |name: &&str| ComboOption {
        label: (*name).to_owned(),
        note: "Berg & Co".to_owned(),
        icon: icondata_lu::LuUsers,
        keys: "g m".to_owned(),
    };
    ComboGroup {
        label: label.to_owned(),
        options: names.iter().map(option).collect(),
    }
}

async fn combobox(chosen: RwSignal<Option<u32>>) -> Stage {
    let stage = Stage::with(move || {
        let typed = RwSignal::new(String::new());
        let groups = Signal::derive(move || match typed.get().as_str() {
            "none" => Vec::new(),
            "two" => vec![group("Go to", &["Second"])],
            _ => vec![group("Recent", &["First", "Second"]), group("Actions", &["Third"])],
        });
        view! {
            <Combobox
                label="Find"
                value=typed
                groups=groups
                none="No match"
                on_chosen=move |number: u32| chosen.set(Some(number))
            />
        }
        .into_any()
    })
    .await;
    stage.find("input").focus().unwrap();
    stage
}

fn active(stage: &Stage) -> String {
    let id = stage
        .attribute("input", "aria-activedescendant")
        .expect("an active option");
    stage.text(&format!("#{id} .combobox-label"))
}

#[wasm_bindgen_test]
async fn the_first_option_is_active_at_once_and_arrows_wrap_through_all_groups() {
    let stage = combobox(RwSignal::new(None)).await;
    assert_eq!(active(&stage), "First");
    for (key, name) in [
        ("ArrowDown", "Second"),
        ("ArrowDown", "Third"),
        ("ArrowDown", "First"),
        ("ArrowUp", "Third"),
    ] {
        assert!(!press(key), "{key} belongs to the list");
        settle().await;
        assert_eq!(active(&stage), name);
        assert_eq!(stage.count("[aria-selected=true]"), 1);
    }
    assert!(press("Home"), "Home belongs to the text");
    assert_eq!(focused(), stage.find("input"), "the focus stays in the field");
}

#[wasm_bindgen_test]
async fn enter_and_a_click_choose_by_number_through_all_groups() {
    let chosen = RwSignal::new(None);
    let stage = combobox(chosen).await;
    press("ArrowUp");
    settle().await;
    press("Enter");
    assert_eq!(chosen.get_untracked(), Some(2));
    stage.find("[role=option]").click();
    assert_eq!(chosen.get_untracked(), Some(0));
}

#[wasm_bindgen_test]
async fn typing_begins_again_at_the_first_option() {
    let chosen = RwSignal::new(None);
    let stage = combobox(chosen).await;
    press("ArrowDown");
    settle().await;
    type_into(&stage.input("input"), "two");
    settle().await;
    assert_eq!(active(&stage), "Second");
    press("Enter");
    assert_eq!(chosen.get_untracked(), Some(0));
}

#[wasm_bindgen_test]
async fn nothing_found_is_said_in_the_lists_place_and_enter_does_nothing() {
    let chosen = RwSignal::new(None);
    let stage = combobox(chosen).await;
    type_into(&stage.input("input"), "none");
    settle().await;
    assert_eq!(stage.text(".combobox-none"), "No match");
    assert_eq!(stage.attribute("input", "aria-expanded").as_deref(), Some("false"));
    assert_eq!(stage.attribute("input", "aria-activedescendant"), None);
    press("Enter");
    assert_eq!(chosen.get_untracked(), None);
}

#[wasm_bindgen_test]
async fn groups_and_options_have_names_without_their_shortcuts() {
    let stage = combobox(RwSignal::new(None)).await;
    assert_eq!(stage.attribute("[role=group]", "aria-label").as_deref(), Some("Recent"));
    assert_eq!(
        stage.attribute(".combobox-keys", "aria-hidden").as_deref(),
        Some("true")
    );
    assert_eq!(stage.attribute("[role=listbox]", "aria-label").as_deref(), Some("Find"));
}

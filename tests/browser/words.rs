//! How the page gets its words: from the boot script at its start, and from it again when the language changes.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Object, Promise, Reflect};
use leptos::prelude::*;
use provider_portal::browser::{boot, intl};
use provider_portal::pages::context::{Choices, provide_choices};
use provider_portal::text::Locale;
use provider_portal::ui::ToastArea;
use provider_portal::{say, tr};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, settle};

const ENGLISH: &str = include_str!(concat!(env!("OUT_DIR"), "/words-en.txt"));
const SWEDISH: &str = include_str!(concat!(env!("OUT_DIR"), "/words-sv.txt"));

/// What `boot.js` hands over, with English words; Swedish ones come only while `reachable`.
fn hold(reachable: &Rc<Cell<bool>>) {
    let held = Object::new();
    let reachable = Rc::clone(reachable);
    let fetch = Closure::<dyn Fn(JsValue) -> Promise>::new(move |_| {
        if reachable.get() {
            Promise::resolve(&JsValue::from_str(SWEDISH))
        } else {
            Promise::reject(&"no answer".into())
        }
    });
    let properties = [
        ("language", "en".into()),
        ("words", ENGLISH.into()),
        ("fetchWords", fetch.into_js_value()),
    ];
    for (name, value) in properties {
        Reflect::set(&held, &name.into(), &value).expect("an object takes any property");
    }
    boot::hold(held.into());
}

#[wasm_bindgen_test]
async fn the_language_changes_once_its_words_are_here_and_stays_with_a_reason_if_they_are_not() {
    let reachable = Rc::new(Cell::new(false));
    hold(&reachable);
    let given = StoredValue::new(None::<Choices>);
    let stage = Stage::with(move || {
        given.set_value(Some(provide_choices()));
        view! {
            <p class="close">{tr!(common.close)}</p>
            <p class="one">{tr!(members.sub, count = 1_u32, n = "1", client = "Elm")}</p>
            <p class="more">{move || say!(members.sub, client = "Elm", n = "2", count = 2_u32)}</p>
            <ToastArea />
        }
        .into_any()
    })
    .await;
    let choices = given.get_value().expect("the view was drawn");
    let said = || [".close", ".one", ".more"].map(|class| stage.text(class));
    let english = ["Close", "1 member in Elm", "2 members in Elm"];
    assert_eq!(said(), english);

    choices.choose_language(Locale::Sv);
    settle().await;
    assert_eq!(said(), english);
    assert!(stage.text("[role=alert] .toast-text").contains("Svenska"));
    assert!(choices.wanted_language() == Locale::En);

    reachable.set(true);
    choices.choose_language(Locale::Sv);
    settle().await;
    let swedish = ["Stäng", "1 medlem i Elm", "2 medlemmar i Elm"];
    assert_eq!(said(), swedish);
    choices.choose_language(Locale::En);
    assert!(choices.language() == Locale::En);

    // Once here, words need no fetching.
    reachable.set(false);
    choices.choose_language(Locale::Sv);
    settle().await;
    assert_eq!(said(), swedish);
    boot::hold(JsValue::UNDEFINED);
}

#[wasm_bindgen_test]
fn what_is_searched_is_found_however_it_is_written() {
    for (text, typed) in [
        ("Straße", "STRASSE"),
        ("STRAẞE", "straße"),
        ("Ångström", "angstrom"),
        ("\u{fb01}n \u{ff21}", "fin a"),
        ("İstanbul", "istanbul"),
        ("ΟΔΟΣ", "οδός"),
    ] {
        assert_eq!(intl::fold(text), intl::fold(typed), "{text}");
    }
}

#[wasm_bindgen_test]
fn numbers_and_dates_are_written_as_each_language_does_also_when_asked_again() {
    // The browser of these tests asks for American English.
    let noon = 1_772_452_800_000.0;
    for _ in 0..2 {
        assert_eq!(intl::number("en", 10_000.0), "10,000");
        assert_eq!(intl::number("sv", 10_000.0), "10\u{a0}000");
        assert_eq!(intl::instant("en", noon, false), "Mar 2, 2026");
        assert_eq!(intl::instant("sv", noon, false), "2 mars 2026");
        assert!(intl::instant("en", noon, true).starts_with("Mar 2, 2026, "));
    }
}

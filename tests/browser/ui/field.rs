//! How a control is named, described and marked as wrong.

use leptos::prelude::*;
use provider_portal::ui::{CodeInput, Field, TextInput};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, settle, type_into};

#[wasm_bindgen_test]
async fn an_error_is_linked_to_its_input_and_marks_it_only_while_it_stands() {
    let error = RwSignal::new(None::<String>);
    let stage = Stage::with(move || {
        let value = RwSignal::new(String::new());
        view! { <Field label="Email address" hint="As in the invitation" error=error required=true><TextInput value=value /></Field> }
            .into_any()
    })
    .await;
    let hint = stage.attribute(".field-hint", "id");
    assert_eq!(stage.attribute("label", "for"), stage.attribute("input", "id"));
    assert_eq!(stage.attribute("input", "aria-describedby"), hint);
    assert_eq!(stage.attribute("input", "aria-invalid"), None);
    assert_eq!(stage.text("label"), "Email address (required)");

    error.set(Some("Write an address".to_owned()));
    settle().await;
    let described = stage.attribute("input", "aria-describedby").unwrap();
    let first = described.split(' ').next().unwrap();
    assert_eq!(stage.text(&format!("#{first}")), "Write an address");
    assert_eq!(stage.attribute("input", "aria-invalid").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn a_pasted_code_loses_its_spaces_in_the_field_too() {
    let value = RwSignal::new(String::new());
    let stage = Stage::with(move || view! { <Field label="Code"><CodeInput value=value /></Field> }.into_any()).await;
    type_into(&stage.input("input"), "123 456");
    settle().await;
    assert_eq!(value.get_untracked(), "123456");
    assert_eq!(stage.input("input").value(), "123456");
}

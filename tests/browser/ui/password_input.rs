//! How a password is shown and hidden.

use leptos::prelude::*;
use provider_portal::ui::{Field, PasswordInput};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, settle, type_into};

#[wasm_bindgen_test]
async fn the_toggle_shows_and_hides_the_password_and_keeps_its_name() {
    let value = RwSignal::new(String::new());
    let stage =
        Stage::with(move || view! { <Field label="Master password"><PasswordInput value=value /></Field> }.into_any())
            .await;
    type_into(&stage.input("input"), "correct horse");
    for (kind, pressed) in [("password", "false"), ("text", "true"), ("password", "false")] {
        assert_eq!(stage.attribute("input", "type").as_deref(), Some(kind));
        assert_eq!(stage.attribute("button", "aria-pressed").as_deref(), Some(pressed));
        assert_eq!(
            stage.attribute("button", "aria-label").as_deref(),
            Some("Show password")
        );
        stage.find("button").click();
        settle().await;
    }
    assert_eq!(stage.input("input").value(), "correct horse");
    assert_eq!(value.get_untracked(), "correct horse");
}

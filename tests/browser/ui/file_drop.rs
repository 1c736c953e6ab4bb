//! How a file is chosen and taken back.

use leptos::prelude::*;
use provider_portal::ui::{Field, FileDrop};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, focused, settle};

#[wasm_bindgen_test]
async fn a_chosen_file_is_named_and_removing_it_goes_back_to_the_input() {
    let chosen = RwSignal::new(Some("export.json".to_owned()));
    let stage = Stage::with(move || {
        view! {
            <Field label="Vault file">
                <FileDrop accept=".json" chosen=chosen on_chosen=|_| () on_removed=move |()| chosen.set(None) />
            </Field>
        }
        .into_any()
    })
    .await;
    assert_eq!(stage.text(".file-drop-name"), "export.json");
    assert_eq!(stage.attribute("input[type=file]", "accept").as_deref(), Some(".json"));
    stage.find("[aria-label='Remove file']").click();
    settle().await;
    assert!(stage.maybe(".file-drop-name").is_none());
    assert_eq!(focused().get_attribute("type").as_deref(), Some("file"));
}

//! What a bar says of a share.

use leptos::prelude::*;
use provider_portal::ui::Progress;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

#[wasm_bindgen_test]
async fn a_bar_is_full_only_when_all_is_done() {
    for (share, said) in [(0.006, "0"), (0.996, "99"), (1.0, "100")] {
        let stage =
            Stage::with(move || view! { <Progress label="Sending" value=Some(share) text="Bytes" /> }.into_any()).await;
        assert_eq!(
            stage.attribute("[role=progressbar]", "aria-valuenow").as_deref(),
            Some(said)
        );
    }
}

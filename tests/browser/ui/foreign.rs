//! How a text of somebody else stands among ours.

use leptos::prelude::*;
use provider_portal::ui::foreign;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

#[wasm_bindgen_test]
async fn what_turns_is_isolated_and_everything_else_is_plain_text() {
    let stage = Stage::with(|| {
        view! {
            <p class="plain">{foreign("Elm & Co")}</p>
            <p class="turning">{foreign("a\u{2069}\u{202e}b")}" 12"</p>
        }
        .into_any()
    })
    .await;
    // Without the framework's own marks.
    let inside = |class: &str| stage.find(class).inner_html().replace("<!---->", "");
    assert_eq!(inside(".plain"), "Elm &amp; Co");
    assert_eq!(inside(".turning"), "<bdi>\u{2068}a\u{2069}\u{202e}b</bdi> 12");
}

//! How does a keyboard user get past the navigation? By the first link of the page.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::focus::{find_near, focus};
use super::words::use_words;

/// "Skip to content": moves the focus to the main part (which has `id="content"` and `tabindex="-1"`) without touching
/// the address.
#[component]
pub fn SkipLink() -> impl IntoView {
    let words = use_words();
    let skip = |event: web_sys::MouseEvent| {
        event.prevent_default();
        let link = event
            .current_target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(main) = link.and_then(|link| find_near(&link, "#content")) {
            focus(&main);
        }
    };
    view! { <a class="skip-link" href="#content" on:click=skip>{words.skip_to_content}</a> }
}

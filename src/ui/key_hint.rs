//! How is a key shown? As a small key cap.

use leptos::prelude::*;

/// A key's name in a cap, such as "Esc".
#[component]
pub fn KeyHint(#[prop(into)] name: Signal<String>) -> impl IntoView {
    view! { <kbd class="key">{name}</kbd> }
}

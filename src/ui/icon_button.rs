//! How does a button without visible words keep its name? The name is required and shown on hover.

use super::live::live;
use leptos::prelude::*;

use super::icon::{Icon, IconShape};

/// A square button showing only an icon. `pressed` makes it a toggle (`aria-pressed`) whose name stays the same in both states.
#[component]
pub fn IconButton(
    #[prop(into)] name: Signal<String>,
    shape: IconShape,
    #[prop(into)] on_pressed: Callback<()>,
    #[prop(optional, into)] pressed: Option<Signal<bool>>,
    /// `aria-expanded`, for a button that opens a region.
    #[prop(optional, into)]
    expanded: Option<Signal<bool>>,
    #[prop(optional)] node_ref: NodeRef<leptos::html::Button>,
) -> impl IntoView {
    view! {
        <button
            class="icon-button"
            type="button"
            node_ref=node_ref
            aria-label=name
            title=name
            aria-pressed=live(move || pressed.map(|on| on.get().to_string()))
            aria-expanded=live(move || expanded.map(|on| on.get().to_string()))
            on:click=move |_| on_pressed.run(())
        >
            <Icon shape />
        </button>
    }
}

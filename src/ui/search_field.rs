//! How is a list searched? A search input that Escape clears; the page owns the words and the `/` key.

use super::live::live;
use leptos::{html, prelude::*};

use super::icon::Icon;
use super::words::use_words;

/// A search input. `label` is its name and is shown as the placeholder too. With `shortcut` it is the one that a page's `/` finds, by its
/// `data-search`; the signal is whether that key is on.
#[component]
pub fn SearchField(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_changed: Callback<String>,
    #[prop(optional, into)] shortcut: Option<Signal<bool>>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let words = use_words();
    let empty = move || value.with(String::is_empty);
    let clear = move || {
        on_changed.run(String::new());
        if let Some(input) = node_ref.get_untracked() {
            super::focus::focus(&input);
        }
    };
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !value.with_untracked(String::is_empty) {
            // The first Escape belongs to the words; only the next one may close what is around.
            event.prevent_default();
            event.stop_propagation();
            clear();
        }
    };
    view! {
        <div class="search-field">
            <Icon shape=icondata_lu::LuSearch />
            <input
                class="input"
                type="search"
                aria-label=label
                aria-keyshortcuts=live(move || shortcut.is_some_and(|on| on.get()).then_some("/"))
                placeholder=label
                autocomplete="off"
                spellcheck="false"
                data-search=shortcut.map(|_| "")
                node_ref=node_ref
                prop:value=value
                on:input=move |event| on_changed.run(event_target_value(&event))
                on:keydown=key
            />
            <button
                class="icon-button"
                type="button"
                aria-label=words.clear_search
                title=words.clear_search
                hidden=live(empty)
                on:click=move |_| clear()
            >
                <Icon shape=icondata_lu::LuX />
            </button>
        </div>
    }
}

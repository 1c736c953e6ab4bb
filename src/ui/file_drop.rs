//! How is a file handed over? By a real file button; dropping it on the zone is an extra.

use super::live::{drawn, live};
use leptos::{html, prelude::*};
use web_sys::File;

use super::field::use_field;
use super::foreign::foreign;
use super::icon::Icon;
use super::words::use_words;

/// A file input with a drop zone, inside a [`Field`](super::Field). The chosen file's name is shown and can be removed.
#[component]
pub fn FileDrop(
    /// File endings and types the dialog offers, such as `.json,.csv`.
    #[prop(optional, into)]
    accept: Option<String>,
    /// Name of the file now chosen.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    #[prop(into)] on_chosen: Callback<File>,
    #[prop(into)] on_removed: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let field = use_field();
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let picked = move |_| {
        if let Some(file) = input
            .get_untracked()
            .and_then(|input| input.files())
            .and_then(|files| files.get(0))
        {
            on_chosen.run(file);
        }
    };
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        let file = event
            .data_transfer()
            .and_then(|data| data.files())
            .and_then(|files| files.get(0));
        if let Some(file) = file {
            on_chosen.run(file);
        }
    };
    let remove = move |_| {
        if let Some(input) = input.get_untracked() {
            // The same file chosen again must count as a change.
            input.set_value("");
            super::focus::focus(&input);
        }
        on_removed.run(());
    };
    let name = move || {
        chosen.get().map(|name| {
            view! {
                <p class="file-drop-chosen">
                    <Icon shape=icondata_lu::LuFileText />
                    <span class="file-drop-name">{foreign(name)}</span>
                    <button
                        class="icon-button"
                        type="button"
                        aria-label=words.remove_file
                        title=words.remove_file
                        on:click=remove
                    >
                        <Icon shape=icondata_lu::LuX />
                    </button>
                </p>
            }
        })
    };
    view! {
        <div
            class="file-drop"
            data-state=live(move || if over.get() { "over" } else { "idle" })
            on:dragover=move |event: web_sys::DragEvent| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <Icon shape=icondata_lu::LuFileUp />
            <p class="file-drop-words">
                <input
                    class="file-drop-input"
                    id=field.control_id()
                    type="file"
                    accept=accept
                    aria-invalid=live(move || field.invalid())
                    aria-describedby=live(move || field.described_by())
                    node_ref=input
                    on:change=picked
                />
                <label class="button" data-rank="secondary" for=field.control_id()>
                    <span class="button-label">{words.choose_file}</span>
                </label>
                " "
                <span class="file-drop-hint">{words.drop_here}</span>
            </p>
            {drawn(name)}
        </div>
    }
}

//! How is a line of text entered? A native input bound to a signal.

use super::live::live;
use leptos::{html, prelude::*};

use super::field::use_field;

/// A single line of text inside a [`Field`](super::Field).
#[component]
pub fn TextInput(
    value: RwSignal<String>,
    /// The input's `type`: `text`, `email`, `url`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The `autocomplete` token, such as `username`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] name: Option<&'static str>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional, into)] readonly: Signal<bool>,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] on_left: Option<Callback<()>>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let field = use_field();
    view! {
        <input
            class="input"
            id=field.control_id()
            type=kind
            name=name
            autocomplete=autocomplete
            inputmode=inputmode
            maxlength=maxlength
            autocapitalize="off"
            spellcheck="false"
            readonly=readonly
            autofocus=autofocus
            required=field.required
            aria-invalid=live(move || field.invalid())
            aria-describedby=live(move || field.described_by())
            node_ref=node_ref
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
            on:blur=move |_| {
                if let Some(callback) = on_left {
                    callback.run(());
                }
            }
        />
    }
}

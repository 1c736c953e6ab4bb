//! How is a longer text written? In a native text area that tells every change.

use super::live::live;
use leptos::{html, prelude::*};

use super::field::use_field;

/// Several lines of text inside a [`Field`](super::Field). The caller decides what becomes of what is typed.
#[component]
pub fn TextArea(
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_changed: Callback<String>,
    maxlength: u32,
    #[prop(default = 6)] rows: u32,
    #[prop(optional, into)] on_left: Option<Callback<()>>,
    #[prop(optional)] node_ref: NodeRef<html::Textarea>,
) -> impl IntoView {
    let field = use_field();
    view! {
        <textarea
            class="input text-area"
            id=field.control_id()
            rows=rows.to_string()
            maxlength=maxlength.to_string()
            autocomplete="off"
            aria-invalid=live(move || field.invalid())
            aria-describedby=live(move || field.described_by())
            node_ref=node_ref
            prop:value=value
            on:input=move |event| on_changed.run(event_target_value(&event))
            on:blur=move |_| {
                if let Some(callback) = on_left {
                    callback.run(());
                }
            }
        ></textarea>
    }
}

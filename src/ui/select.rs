//! How is one of a few things chosen? With the platform's own select.

use super::live::{drawn, live};
use leptos::prelude::*;

use super::field::use_field;

/// One choice of a [`Select`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What is stored.
    pub value: String,
    /// What is read.
    pub label: String,
}

/// A native select inside a [`Field`](super::Field). Outside of one, `name` gives it its accessible name.
#[component]
pub fn Select(
    #[prop(into)] value: Signal<String>,
    #[prop(into)] options: Signal<Vec<SelectOption>>,
    #[prop(into)] on_chosen: Callback<String>,
    #[prop(optional, into)] name: Option<Signal<String>>,
) -> impl IntoView {
    let field = use_field();
    let options = move || {
        let chosen = value.get();
        options
            .get()
            .into_iter()
            .map(|option| {
                let selected = option.value == chosen;
                view! { <option value=option.value prop:selected=selected>{option.label}</option> }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <select
            class="input select"
            id=field.control_id()
            aria-label=name
            required=field.required
            aria-invalid=live(move || field.invalid())
            aria-describedby=live(move || field.described_by())
            on:change=move |event| on_chosen.run(event_target_value(&event))
        >
            {drawn(options)}
        </select>
    }
}

//! How is one of a few things chosen? With the platform's own select.

use super::field::use_field;
use super::growing::portions_in_frames;
use super::live::{drawn, keyed, live};
use crate::ui::memo::Memo;
use leptos::prelude::*;

/// Choices per frame: hundreds of them at once hold up what is drawn beside them.
const PER_FRAME: usize = 50;

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
    let options = Memo::new(move |_| options.get());
    let portions = portions_in_frames(move || options.with(Vec::len).div_ceil(PER_FRAME));
    let numbers = move || (0..portions.get() as u32).collect();
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
            {keyed(numbers, move |number| draw_portion(options, number as usize, value))}
        </select>
    }
}

fn draw_portion(options: Memo<Vec<SelectOption>>, number: usize, value: Signal<String>) -> AnyView {
    let draw = move || {
        let chosen = value.get();
        let draw = |option: &SelectOption| {
            let SelectOption { value, label } = option.clone();
            let selected = value == chosen;
            view! { <option value=value prop:selected=selected>{label}</option> }
        };
        options.with(|options| {
            let portion = options.chunks(PER_FRAME).nth(number).unwrap_or_default();
            portion.iter().map(draw).collect::<Vec<_>>()
        })
    };
    drawn(draw).into_any()
}

//! How is a list narrowed by kind? A radio group that looks like joined buttons, each with its count.

use super::live::{drawn, live};
use crate::ui::memo::Memo;
use leptos::prelude::*;

use super::id::fresh_id;

/// One choice of a [`SegmentedFilter`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What is stored, for example in the address.
    pub value: String,
    /// What is read.
    pub label: String,
    /// How many rows it would leave, already written in the reader's way.
    pub count: Option<String>,
}

/// One tab stop; the arrow keys move and choose. The count belongs to the name: "Invited, 4".
#[component]
pub fn SegmentedFilter(
    /// Name of the whole group, for example "Status". Hidden, but read.
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] segments: Signal<Vec<Segment>>,
    #[prop(into)] on_chosen: Callback<String>,
) -> impl IntoView {
    let group = StoredValue::new(fresh_id("filter"));
    let values = Memo::new(move |_| segments.with(|all| all.iter().map(|one| one.value.clone()).collect::<Vec<_>>()));
    // Drawn anew when the values change only, so that a new count does not rebuild the input that holds the focus.
    let draw = move |own: String| {
        let kept = StoredValue::new(own.clone());
        let find =
            move || segments.with(|all| kept.with_value(|own| all.iter().find(|one| &one.value == own).cloned()));
        let count = move || {
            let count = find().and_then(|one| one.count)?;
            Some(view! { <span class="hidden-text">", "</span><span class="segment-count">{count}</span> })
        };
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name=group.get_value()
                    value=own
                    prop:checked=live(move || kept.with_value(|own| value.with(|value| value == own)))
                    on:change=move |_| on_chosen.run(kept.get_value())
                />
                <span class="segment-face">{drawn(move || find().map(|one| one.label))}{drawn(count)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segmented">
            <legend class="hidden-text">{label}</legend>
            {drawn(move || values.get().into_iter().map(draw).collect::<Vec<_>>())}
        </fieldset>
    }
}

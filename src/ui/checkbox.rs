//! How is a yes or no given? A native check box with its label beside it.

use leptos::prelude::*;

use super::id::fresh_id;

/// A check box with label and optional hint.
#[component]
pub fn Checkbox(
    checked: RwSignal<bool>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: Option<Signal<String>>,
) -> impl IntoView {
    let id = fresh_id("check");
    let hint_id = format!("{id}-hint");
    let described_by = hint.is_some().then(|| hint_id.clone());
    let hint = hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> });
    view! {
        <div class="checkbox">
            <input
                id=id.clone()
                type="checkbox"
                aria-describedby=described_by
                prop:checked=checked
                on:change=move |event| checked.set(event_target_checked(&event))
            />
            <label for=id>{label}</label>
            {hint}
        </div>
    }
}

//! How does a form control get its label, hint and error? The field holds them; the control inside reads them from context.

use super::live::{drawn, live};
use leptos::context::Provider;
use leptos::prelude::*;

use super::id::fresh_id;
use super::words::use_words;

/// What a control inside a [`Field`] needs to know about it.
#[derive(Clone, Copy)]
pub struct FieldParts {
    id: StoredValue<String>,
    has_hint: bool,
    error: Signal<Option<String>>,
    /// The control must be filled in.
    pub required: bool,
}

impl FieldParts {
    /// Id for the control, which the label points at.
    pub fn control_id(self) -> String {
        self.id.get_value()
    }

    fn part_id(self, part: &str) -> String {
        self.id.with_value(|id| format!("{id}-{part}"))
    }

    /// Value of `aria-describedby`: the error first, then the hint.
    pub fn described_by(self) -> Option<String> {
        let mut ids = Vec::new();
        if self.error.with(Option::is_some) {
            ids.push(self.part_id("error"));
        }
        if self.has_hint {
            ids.push(self.part_id("hint"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// Value of `aria-invalid`: present only when there is an error.
    pub fn invalid(self) -> Option<&'static str> {
        self.error.with(Option::is_some).then_some("true")
    }
}

/// The field around a control. A control outside any field names itself by other means and gets parts of its own.
pub(super) fn use_field() -> FieldParts {
    use_context::<FieldParts>().unwrap_or_else(|| FieldParts {
        id: StoredValue::new(fresh_id("control")),
        has_hint: false,
        error: Signal::stored(None),
        required: false,
    })
}

/// Label above, the control, then hint and error linked by `aria-describedby`.
#[component]
pub fn Field(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: Option<Signal<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    /// One control: [`TextInput`](super::TextInput), [`PasswordInput`](super::PasswordInput), [`Select`](super::Select) …
    children: Children,
) -> impl IntoView {
    let words = use_words();
    let parts = FieldParts {
        id: StoredValue::new(fresh_id("field")),
        has_hint: hint.is_some(),
        error,
        required,
    };
    let hint = hint.map(|hint| view! { <p class="field-hint" id=parts.part_id("hint")>{hint}</p> });
    let mark = required.then(|| view! { <span class="field-required">" "{words.required}</span> });
    view! {
        <div class="field" data-invalid=live(move || parts.invalid())>
            <label class="field-label" for=parts.control_id()>{label}{mark}</label>
            // A provider of its own: what is provided plainly outlives the field, and controls drawn later would find it.
            <Provider value=parts>{children()}</Provider>
            <p class="field-error" id=parts.part_id("error") hidden=live(move || error.with(Option::is_none))>
                {drawn(move || error.get())}
            </p>
            {hint}
        </div>
    }
}

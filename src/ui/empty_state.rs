//! What stands in the place of content that is not there? The reason and the next step.

use leptos::prelude::*;

use super::icon::{IconShape, icon_or_nothing};

/// A title, a sentence and the next steps, in place of a list or page that is empty, unmatched or failed.
#[component]
pub fn EmptyState(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] text: Option<Signal<String>>,
    #[prop(optional)] icon: Option<IconShape>,
    /// Buttons or links for the next step.
    #[prop(optional, into)]
    actions: ViewFn,
) -> impl IntoView {
    let text = text.map(|text| view! { <p class="empty-text">{text}</p> });
    view! {
        <div class="empty">
            {icon_or_nothing(icon)}
            <p class="empty-title">{title}</p>
            {text}
            <div class="empty-actions">{actions.run()}</div>
        </div>
    }
}

//! How is one figure shown? Its name, the figure, and what it means. Stands in a `dl.stat-grid`.

use leptos::prelude::*;

/// One figure of an overview. Put several into `<dl class="stat-grid">`.
#[component]
pub fn Stat(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(optional, into)] hint: Option<Signal<String>>,
) -> impl IntoView {
    let hint = hint.map(|hint| view! { <dd class="stat-hint">{hint}</dd> });
    view! {
        <div class="stat">
            <dt class="stat-label">{label}</dt>
            <dd class="stat-value">{value}</dd>
            {hint}
        </div>
    }
}

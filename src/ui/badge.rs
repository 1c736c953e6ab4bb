//! How is a state shown in a row? A word on a tinted ground; the word carries the meaning, the tint only helps.

use leptos::prelude::*;

use super::tone::Tone;

/// A short state word such as "Revoked".
#[component]
pub fn Badge(#[prop(into)] label: Signal<String>, #[prop(optional)] tone: Tone) -> impl IntoView {
    view! { <span class="badge" data-tone=tone.name()>{label}</span> }
}

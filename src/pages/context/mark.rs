//! The product's mark.

use leptos::prelude::*;

/// The mark in the colour of its surroundings; decoration beside the product's name.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="8" fill="currentColor" />
            <path
                d="M10 24V9h7.5a5 5 0 0 1 0 10H10"
                fill="none"
                stroke-width="3.5"
                stroke-linecap="round"
                stroke-linejoin="round"
            />
        </svg>
    }
}

//! Who the page says it is: the product's mark and name, or those of whoever runs it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::model::branding::Branding;
use crate::say;
use crate::ui::foreign;
use crate::ui::live::drawn;

/// What `config.json` says of it; provided by the app at its root.
fn branding() -> Arc<Branding> {
    use_context().unwrap_or_default()
}

/// The product's name, tracked, or the one that stands in its place.
pub fn brand_name() -> String {
    branding().name.clone().unwrap_or_else(|| say!(common.product))
}

/// Where help is to be had, if anybody has said.
pub fn help_address() -> Option<String> {
    branding().support.clone()
}

/// Mark and name.
#[component]
pub fn Brand() -> impl IntoView {
    let mark = match branding().logo.clone() {
        // Decoration beside the name; the browser runs nothing of a picture.
        Some(address) => view! { <img class="logo" src=address alt="" /> }.into_any(),
        None => draw_mark(),
    };
    view! { {mark} <span>{drawn(|| foreign(brand_name()))}</span> }
}

/// The mark in the colour of its surroundings.
fn draw_mark() -> AnyView {
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
    .into_any()
}

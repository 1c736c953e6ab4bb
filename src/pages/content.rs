//! The main part of what is shown, with the page's heading.

use leptos::html::custom;
use leptos::prelude::*;

use super::context::brand_name;
use crate::browser::document;
use crate::text::isolated;
use crate::ui::live::live;

/// The main part. A host's page has one of its own: there ours is a region with the product's name.
#[component]
pub fn Content(class: &'static str, children: Children) -> impl IntoView {
    let embedded = document::is_embedded();
    let tag = if embedded { "section" } else { "main" };
    let label = live(move || embedded.then(|| isolated(&brand_name())));
    custom(tag)
        .id("content")
        .class(class)
        .aria_label(label)
        .child(children())
}

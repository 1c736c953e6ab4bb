//! What is seen while content is on its way? Quiet bars in its place, hidden from assistive technology.

use leptos::prelude::*;

/// Grey bars in the place of text: `lines` of them, of uneven length. The region around it carries `aria-busy`.
#[component]
pub fn Skeleton(#[prop(default = 3)] lines: usize) -> impl IntoView {
    let bars = (0..lines)
        .map(|_| view! { <span class="skeleton-bar"></span> })
        .collect::<Vec<_>>();
    view! { <div class="skeleton" aria-hidden="true">{bars}</div> }
}

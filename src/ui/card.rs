//! How is a part of a page set apart? A bordered block with a heading.

use leptos::prelude::*;

use super::id::fresh_id;

/// A section with an `h2` and optional buttons beside it.
#[component]
pub fn Card(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] actions: ViewFn,
    children: Children,
) -> impl IntoView {
    let id = fresh_id("card");
    view! {
        <section class="card" aria-labelledby=id.clone()>
            <header class="card-head">
                <h2 class="card-title" id=id.clone()>{title}</h2>
                <div class="card-actions">{actions.run()}</div>
            </header>
            <div class="card-body">{children()}</div>
        </section>
    }
}

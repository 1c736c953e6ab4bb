//! Where in the product is this page? The trail of pages above it.

use super::live::drawn;
use leptos::prelude::*;

use super::foreign::foreign;
use super::words::use_words;

/// One step of the trail; the last has no address, being the page itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What is read.
    pub label: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// The trail as a list in a named `nav`; the step without address is the current page.
#[component]
pub fn Breadcrumb(#[prop(into)] crumbs: Signal<Vec<Crumb>>) -> impl IntoView {
    let words = use_words();
    let step = |crumb: Crumb| {
        let inner = match crumb.href {
            Some(href) => view! { <a href=href>{foreign(crumb.label)}</a> }.into_any(),
            None => view! { <span aria-current="page">{foreign(crumb.label)}</span> }.into_any(),
        };
        view! { <li>{inner}</li> }
    };
    view! {
        <nav class="breadcrumb" aria-label=words.breadcrumb>
            <ol>{drawn(move || crumbs.get().into_iter().map(step).collect::<Vec<_>>())}</ol>
        </nav>
    }
}

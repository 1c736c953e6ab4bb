//! What does a link that stands among buttons look like? Like a button, but it is a link and behaves as one.

use leptos::prelude::*;

use super::button::ButtonRank;
use super::icon::{IconShape, icon_or_nothing};

/// A link dressed as a button; `download` makes the browser save the target under that name.
#[component]
pub fn LinkButton(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] rank: ButtonRank,
    #[prop(optional)] icon: Option<IconShape>,
    #[prop(optional, into)] download: Option<String>,
) -> impl IntoView {
    view! {
        <a class="button" data-rank=rank.name() href=href download=download>
            {icon_or_nothing(icon)}
            <span class="button-label">{label}</span>
        </a>
    }
}

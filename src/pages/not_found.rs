//! An address where nothing is, said inside the frame.

use crate::ui::live::drawn;
use leptos::prelude::*;

use crate::pages::context::CurrentClient;
use crate::place::{ConsolePage, Place};
use crate::tr;
use crate::ui::{ButtonRank, Icon, LinkButton};

/// Says so and leads back: to the client's overview inside a client, else to the start.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let client = use_context::<CurrentClient>();
    let back = move || match client {
        Some(client) => {
            let overview = client
                .0
                .with(|client| Place::Console(client.id.clone(), ConsolePage::Overview));
            view! { <LinkButton label=tr!(shell.overview) href=overview.href() rank=ButtonRank::Primary /> }.into_any()
        }
        None => view! { <LinkButton label=tr!(shell.go_home) href=Place::Home.href() rank=ButtonRank::Primary /> }
            .into_any(),
    };
    view! {
        <div class="page">
            <article class="notice">
                <span class="notice-sign"><Icon shape=icondata_lu::LuCompass /></span>
                <h1 class="page-title" tabindex="-1">{tr!(shell.not_found_title)}</h1>
                <p class="muted">{tr!(shell.not_found_text)}</p>
                <div class="form-actions">{drawn(back)}</div>
            </article>
        </div>
    }
}

//! What stands over a printed page: of whom it is, and when it was printed.

use leptos::prelude::*;

use super::page::Whereabouts;
use crate::browser::print::printing;
use crate::browser::{clock, intl};
use crate::say;
use crate::text::{locale, tag};
use crate::ui::live::drawn;
use crate::ui::{Memo, foreign};

/// The client or provider, the product and the date; drawn while the page is being printed.
#[component]
pub(super) fn PaperHead(here: Memo<Whereabouts>) -> impl IntoView {
    let printing = printing();
    drawn(move || {
        let now = printing.get().then(clock::now_ms)?;
        let whose = match here.get() {
            Whereabouts::Client(client, _) => Some(client.name),
            Whereabouts::Provider(provider) => Some(provider.name),
            Whereabouts::Home | Whereabouts::Elsewhere => None,
        };
        let date = intl::instant(tag(locale()), now, true);
        Some(view! {
            <div class="paper-head">
                <p>{whose.map(|name| view! { <strong>{foreign(name)}</strong>" · " })}{say!(common.product)}</p>
                <p>{say!(palette.printed, date = date)}</p>
            </div>
        })
    })
}

//! The messages over a step: what went wrong, and what stands in the way.

use crate::ui::live::drawn;
use leptos::prelude::*;

use super::state::ImportState;
use super::trouble::Trouble;
use super::words;
use crate::tr;
use crate::ui::{Banner, Disclosure, Tone, foreign};

/// Why the last file wasn't taken.
pub fn draw_refused_file(state: ImportState) -> impl IntoView {
    drawn(move || {
        state.trouble.get().map(|trouble| {
            let client = state.client.with(|client| client.name.clone());
            let (title, text) = words::trouble(&trouble, &client);
            let tone = match trouble {
                Trouble::Unusable(_) => Tone::Warning,
                _ => Tone::Danger,
            };
            let details = draw_details(&trouble);
            view! {
                <Banner title=title tone=tone live=true>
                    <p>{text}</p>
                    <p>{tr!(import.known_nothing_sent)}</p>
                    {details}
                </Banner>
            }
        })
    })
}

/// The server's own words, folded away.
pub fn draw_details(trouble: &Trouble) -> impl IntoView + use<> {
    words::technical(trouble).map(|said| {
        view! { <Disclosure label=tr!(common.details)><pre class="import-said">{foreign(said)}</pre></Disclosure> }
    })
}

/// A suspended client, from the start.
pub fn draw_suspended(state: ImportState) -> impl IntoView {
    drawn(move || {
        let suspended = state.client.with(|client| !client.enabled);
        suspended.then(|| view! { <Banner title=tr!(import.suspended_title) tone=Tone::Warning>{tr!(import.suspended_text)}</Banner> })
    })
}

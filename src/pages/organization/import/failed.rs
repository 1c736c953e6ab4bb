//! The way that ended early: what happened, what is known of the outcome, what to do before trying again.

use std::sync::Arc;

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use super::banners::draw_details;
use super::state::ImportState;
use super::trouble::{Known, Trouble};
use super::words;
use crate::place::{ConsolePage, Place};
use crate::tr;
use crate::ui::{Banner, Button, ButtonRank, LinkButton, Tone, growing};

/// Rows drawn per frame.
const FEW: usize = 20;

#[component]
pub fn FailedStep(state: ImportState, trouble: Arc<Trouble>) -> impl IntoView {
    let sending = state.sending();
    let tone = if matches!(trouble.known(sending), Known::Unclear | Known::Part) {
        Tone::Warning
    } else {
        Tone::Danger
    };
    let client = move || state.client.with(|client| client.name.clone());
    let happened = {
        let trouble = Arc::clone(&trouble);
        move || {
            let (title, text) = words::trouble(&trouble, &client());
            let details = draw_details(&trouble);
            view! { <Banner title=title tone=Tone::Danger><p>{text}</p>{details}</Banner> }
        }
    };
    let outcome = {
        let trouble = Arc::clone(&trouble);
        move || {
            let (title, text) = words::known(&trouble, sending, &client());
            view! { <Banner title=title tone=tone><p>{text}</p></Banner> }
        }
    };
    let collections = move || {
        state
            .client
            .with(|client| Place::Console(client.id.clone(), ConsolePage::Collections).href())
    };
    view! {
        <section class="stack import-narrow">
            <h2 class="import-heading" id="import-step" tabindex="-1">{tr!(import.failed_title)}</h2>
            {drawn(happened)}
            {draw_rows(&trouble)}
            {drawn(outcome)}
            <div class="form-actions">
                <Button label=tr!(import.start_over) rank=ButtonRank::Primary on_pressed=move |()| state.start_over() />
                <LinkButton label=tr!(import.to_collections) href=derived(collections) />
            </div>
        </section>
    }
}

/// The rows of the file that the server named.
fn draw_rows(trouble: &Arc<Trouble>) -> impl IntoView + use<> {
    let trouble = Arc::clone(trouble);
    drawn(move || {
        let Trouble::Refused { rows, .. } = &*trouble else {
            return None;
        };
        let rows = rows.clone();
        (!rows.is_empty()).then(|| {
            let listed = growing(rows.len(), FEW, move |at| {
                let (row, part) = rows[at as usize];
                view! { <li>{format!("{} – {}", words::row(row), words::part(part))}</li> }.into_any()
            });
            view! { <ul class="import-problems" tabindex="0" aria-label=tr!(import.problems_rows)>{listed}</ul> }
        })
    })
}

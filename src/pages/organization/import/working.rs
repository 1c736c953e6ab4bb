//! Step 3: encrypting and sending, with progress, and a way to stop.

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use super::state::{ImportState, Phase};
use crate::text::format::{bytes, number, percent};
use crate::ui::{Button, Progress, use_announcer};
use crate::{say, tr};

#[component]
pub fn WorkingStep(state: ImportState) -> impl IntoView {
    announce(state);
    let phase = state.phase;
    let label = move || match phase.get() {
        Phase::Encrypting { .. } => say!(import.encrypting),
        Phase::Sending { .. } => say!(import.sending),
        Phase::Waiting => say!(import.waiting),
    };
    let text = move || match phase.get() {
        Phase::Encrypting { done, total } => say!(import.encrypting_text, done = number(done), n = number(total)),
        Phase::Sending { sent, total } => say!(import.sending_text, done = bytes(sent), n = bytes(total)),
        Phase::Waiting => say!(import.waiting_text),
    };
    let text = move || match state.left() {
        Some(left) => format!("{}. {}", text(), time_left(left)),
        None => text(),
    };
    let title = move || {
        state
            .client
            .with(|client| say!(import.working_title, client = &client.name))
    };
    view! {
        <section class="stack import-narrow">
            <h2 class="import-heading" id="import-step" tabindex="-1">{drawn(title)}</h2>
            <p class="muted">{tr!(import.working_text)}</p>
            <Progress
                label=derived(label)
                value=derived(move || phase.get().share())
                text=derived(text)
            />
            <div class="form-actions"><Button label=tr!(import.stop) on_pressed=move |()| state.cancel() /></div>
        </section>
    }
}

fn time_left(milliseconds: f64) -> String {
    // Rounded up: nobody minds when it is over sooner.
    #[allow(clippy::cast_possible_truncation)]
    match (milliseconds / 60_000.0).ceil() as i64 {
        ..=1 => say!(import.left_short),
        minutes => say!(import.left_minutes, minutes = number(minutes)),
    }
}

/// Tells those who can't see the bar: each tenth of a phase, and that the server works.
fn announce(state: ImportState) {
    let announcer = use_announcer();
    Effect::new(move |before: Option<(u8, u64)>| {
        let phase = state.phase.get();
        let step = match phase {
            Phase::Encrypting { .. } => 0,
            Phase::Sending { .. } => 1,
            Phase::Waiting => 2,
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let tenth = phase.share().map_or(0, |share| (share * 10.0).floor() as u64);
        let now = (step, tenth);
        if before.is_some_and(|before| before != now) {
            announcer.announce(match phase {
                Phase::Encrypting { .. } => say!(import.encrypting_share, share = tenths(tenth)),
                Phase::Sending { .. } => say!(import.sending_share, share = tenths(tenth)),
                Phase::Waiting => say!(import.waiting),
            });
        }
        now
    });
}

#[allow(clippy::cast_precision_loss)]
fn tenths(tenth: u64) -> String {
    percent(tenth as f64 / 10.0)
}

//! While one waits: reading, checking, encrypting and sending, with progress, and a way to stop.

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use super::phase::Phase;
use super::state::ImportState;
use crate::text::format::{bytes, number, percent};
use crate::ui::{Button, Progress, use_announcer};
use crate::{say, tr};

/// Step 2, until the file is known.
#[component]
pub fn ReadingStep(state: ImportState) -> impl IntoView {
    view! {
        <section class="stack import-narrow">
            <h2 class="import-heading" id="import-step" tabindex="-1">{tr!(import.reading_title)}</h2>
            {draw_progress(state)}
            <div class="form-actions"><Button label=tr!(common.cancel) on_pressed=move |()| state.cancel() /></div>
        </section>
    }
}

/// Step 3.
#[component]
pub fn WorkingStep(state: ImportState) -> impl IntoView {
    let title = move || {
        state
            .client
            .with(|client| say!(import.working_title, client = &client.name))
    };
    view! {
        <section class="stack import-narrow">
            <h2 class="import-heading" id="import-step" tabindex="-1">{drawn(title)}</h2>
            <p class="muted">{tr!(import.working_text)}</p>
            {draw_progress(state)}
            <div class="form-actions"><Button label=tr!(import.stop) on_pressed=move |()| state.cancel() /></div>
        </section>
    }
}

fn draw_progress(state: ImportState) -> impl IntoView {
    announce(state);
    let phase = state.phase;
    let file = move || state.file.get().unwrap_or_default();
    let label = move || match phase.get() {
        Phase::Reading => say!(import.reading, file = file().name),
        Phase::Checking { .. } => say!(import.checking, file = file().name),
        Phase::Encrypting { .. } => say!(import.encrypting),
        Phase::Sending { .. } => say!(import.sending),
        Phase::Waiting => say!(import.waiting),
    };
    let text = move || match phase.get() {
        Phase::Encrypting { done, total } => say!(import.encrypting_text, done = number(done), n = number(total)),
        Phase::Sending { sent, total } => say!(import.sending_text, done = bytes(sent), n = bytes(total)),
        Phase::Waiting => say!(import.waiting_text),
        reading => {
            let size = bytes(file().size);
            match reading.share() {
                Some(share) => say!(import.checking_text, share = percent(share), size = size),
                None => size,
            }
        }
    };
    let text = move || match state.left() {
        Some(left) => format!("{}. {}", text(), time_left(left)),
        None => text(),
    };
    view! {
        <Progress
            label=derived(label)
            value=derived(move || phase.get().share())
            text=derived(text)
        />
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
            // Said by the step's heading, which has the focus.
            Phase::Reading => return (0, 0),
            Phase::Checking { .. } => 1,
            Phase::Encrypting { .. } => 2,
            Phase::Sending { .. } => 3,
            Phase::Waiting => 4,
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let tenth = phase.share().map_or(0, |share| (share * 10.0).floor() as u64);
        let now = (step, tenth);
        if before.is_some_and(|before| before != now) {
            announcer.announce(match phase {
                Phase::Reading | Phase::Checking { .. } => say!(import.checking_share, share = tenths(tenth)),
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

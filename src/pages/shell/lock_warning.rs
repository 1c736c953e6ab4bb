//! Is somebody there? Asked a minute before the session locks by itself; only an answer keeps it open.

use crate::ui::live::drawn;
use leptos::prelude::*;

use crate::browser::clock::{self, Interval};
use crate::session::use_session;
use crate::ui::{Button, ButtonRank, Dialog, DialogSize};
use crate::{say, tr};

const TICK_MS: i32 = 500;

/// The question, for as long as it is drawn.
#[component]
pub fn LockWarning() -> impl IntoView {
    let session = use_session();
    let left = move || clock::seconds_until(session.locks_at().unwrap_or_default());
    let seconds = RwSignal::new(untrack(left));
    StoredValue::new_local(Interval::every(TICK_MS, move || {
        seconds.try_set(untrack(left));
    }));
    let footer = move || {
        view! {
            <Button
                label=tr!(lock.stay)
                rank=ButtonRank::Primary
                autofocus=true
                on_pressed=move |()| session.stay()
            />
            <Button label=tr!(shell.lock_now) on_pressed=move |()| session.lock() />
        }
    };
    view! {
        <Dialog
            open=Signal::stored(true)
            title=tr!(lock.title)
            alert=true
            size=DialogSize::Small
            on_close=move |()| session.stay()
            footer=footer
        >
            <p>{drawn(move || say!(lock.text, seconds = seconds.get()))}</p>
        </Dialog>
    }
}

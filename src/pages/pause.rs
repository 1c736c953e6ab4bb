//! Says that requests wait, because the server asks for it or to stay under its limits, and for how long (ui/copy.md 8).

use crate::ui::live::drawn;
use leptos::prelude::*;

use crate::api::pace::Kind;
use crate::browser::clock::{self, Interval};
use crate::session::{Session, use_session};
use crate::ui::{Banner, Button, Memo, Tone, use_announcer};
use crate::{say, tr};

const TICK_MS: i32 = 500;

/// The bar; nothing while requests go their way. Its seconds run, and are said once.
#[component]
pub fn PauseBar() -> impl IntoView {
    let session = use_session();
    let announcer = use_announcer();
    let shown = Memo::new(move |_| session.paused().is_some());
    drawn(move || {
        shown.get().then(|| {
            let now = move || untrack(|| clock::seconds_until(session.paused().unwrap_or_default()));
            let left = RwSignal::new(now());
            let tick = move || {
                left.try_set(now());
            };
            // Ends with this bar.
            StoredValue::new_local(Interval::every(TICK_MS, tick));
            announcer.announce(untrack(|| words(session, left.get())));
            let saving = session.api().pause().is_some_and(|pause| pause.kind == Kind::Write);
            let cancel = move || {
                saving.then(|| {
                    let pressed = move |()| session.api().give_up_writes();
                    view! { <Button label=tr!(common.cancel) on_pressed=pressed /> }
                })
            };
            view! {
                <div class="pause">
                    <Banner title=tr!(pause.title) tone=Tone::Info actions=cancel>
                        <p>{drawn(move || words(session, left.get()))}</p>
                    </Banner>
                </div>
            }
        })
    })
}

fn words(session: Session, seconds: u64) -> String {
    let pause = session.api().pause();
    let (kind, asked) = pause.map_or((Kind::Read, true), |pause| (pause.kind, pause.asked));
    match (kind, asked) {
        (Kind::Read, true) => say!(pause.reading, seconds = seconds),
        (Kind::Read, false) => say!(pause.reading_own, seconds = seconds),
        (Kind::Write, true) => say!(pause.saving, seconds = seconds),
        (Kind::Write, false) => say!(pause.saving_own, seconds = seconds),
    }
}

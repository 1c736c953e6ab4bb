//! What failed, beside the field it concerns or above the form; and the wait that a busy server asks for.

use crate::ui::live::drawn;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::ApiError;
use crate::browser::clock;
use crate::session::Failure;
use crate::text::explain::explain;
use crate::ui::{Announcer, Banner, Disclosure, Tone, foreign, use_announcer};
use crate::{say, tr};

/// Waited where the server names no time, in seconds.
const USUAL_WAIT: u64 = 60;

/// The last failure of a form, and how long to wait.
#[derive(Clone, Copy)]
pub struct Trouble {
    failure: RwSignal<Option<Failure>>,
    /// Seconds left until the form may be sent again.
    wait: RwSignal<u64>,
    announcer: Announcer,
}

impl Trouble {
    pub fn new() -> Self {
        Self {
            failure: RwSignal::new(None),
            wait: RwSignal::new(0),
            announcer: use_announcer(),
        }
    }

    /// Nothing to complain of any more. A wait goes on.
    pub fn clear(self) {
        if !self.must_wait() {
            self.failure.try_set(None);
        }
    }

    pub fn must_wait(self) -> bool {
        self.wait.try_get_untracked().is_some_and(|left| left > 0)
    }

    /// Takes a failure in, says it, and counts down where the server asked for patience.
    pub fn tell(self, failure: Failure) {
        if let Failure::Api(ApiError::TooMany { retry_after }) = &failure {
            self.count_down(retry_after.unwrap_or(USUAL_WAIT).max(1));
        } else if beside_field(&failure) {
            self.announcer.announce(explain(&failure).title);
        }
        self.failure.try_set(Some(failure));
    }

    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn count_down(self, seconds: u64) {
        let until = clock::now_ms() + seconds as f64 * 1000.0;
        self.wait.try_set(seconds);
        // The shown number changes every second; it is said once.
        self.announcer.announce(format!(
            "{}. {}",
            say!(sign_in.wait_title),
            say!(sign_in.wait_text, seconds = seconds)
        ));
        spawn_local(async move {
            loop {
                clock::sleep(1000).await;
                // By the clock, not by counting: a hidden tab is woken less often.
                let left = ((until - clock::now_ms()) / 1000.0).ceil().max(0.0) as u64;
                // A page that is gone hands the value back.
                if self.wait.try_set(left).is_some() {
                    return;
                }
                if left == 0 {
                    self.failure.try_set(None);
                    self.announcer.announce(say!(sign_in.wait_over));
                    return;
                }
            }
        });
    }

    /// The failure where it concerns what was typed into the field: tracked.
    pub fn of_field(self) -> Option<Failure> {
        self.failure.get().filter(beside_field)
    }

    /// Why the form can't be sent now, for its button: tracked.
    pub fn reason(self) -> Option<String> {
        let left = self.wait.get();
        (left > 0).then(|| say!(sign_in.wait_text, seconds = left))
    }
}

/// Whether the failure is about what was typed and belongs beside the field.
fn beside_field(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::WrongPassword | Failure::WrongCode | Failure::WrongDeviceCode
    )
}

/// What failed, above the form; nothing where the field itself says it.
#[component]
pub fn TroubleBanner(trouble: Trouble) -> impl IntoView {
    // Drawn anew for another failure, not for every second of a wait.
    drawn(move || {
        let failure = trouble.failure.get().filter(|failure| !beside_field(failure))?;
        if matches!(failure, Failure::Api(ApiError::TooMany { .. })) {
            let left = move || say!(sign_in.wait_text, seconds = trouble.wait.get());
            return Some(
                view! {
                    <Banner title=tr!(sign_in.wait_title) tone=Tone::Warning>
                        <p>{drawn(left)}</p>
                    </Banner>
                }
                .into_any(),
            );
        }
        let explained = explain(&failure);
        let technical = explained.technical.clone().map(|technical| {
            view! {
                <Disclosure label=tr!(common.details)>
                    <p class="technical">{foreign(technical)}</p>
                </Disclosure>
            }
        });
        let title = explained.title.clone();
        let text = explained.text();
        Some(
            view! {
                <Banner title=Signal::stored(title) tone=Tone::Danger live=true>
                    <p>{text}</p>
                    {technical}
                </Banner>
            }
            .into_any(),
        )
    })
}

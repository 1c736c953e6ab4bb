//! How is the outcome of an action told without taking the focus? Short messages in two live regions at the end of the page.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement};

use super::focus::{after_drawing, give_back};
use super::live::keyed;

use super::icon::Icon;
use super::tone::Tone;
use super::words::use_words;

const SHORT: Duration = Duration::from_secs(6);
const WITH_ACTION: Duration = Duration::from_secs(20);
const KEPT: usize = 20;

#[derive(Clone)]
struct Toast {
    number: u32,
    tone: Tone,
    text: String,
    action: Option<(String, Callback<()>)>,
}

impl Toast {
    /// How long it stays; an error stays until it is closed.
    fn stay(&self) -> Option<Duration> {
        match (self.tone, &self.action) {
            (Tone::Danger, _) => None,
            (_, Some(_)) => Some(WITH_ACTION),
            (_, None) => Some(SHORT),
        }
    }
}

/// Shows toasts. Get it with [`use_toasts`].
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    recent: RwSignal<Vec<String>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// It went well. Gone after 6 s unless pointed at or focused.
    pub fn success(self, text: impl Into<String>) {
        self.push(Tone::Success, text.into(), None);
    }

    /// Worth knowing. Gone after 6 s.
    pub fn info(self, text: impl Into<String>) {
        self.push(Tone::Info, text.into(), None);
    }

    /// An action failed. Stays until closed; the same text is also shown at its place.
    pub fn error(self, text: impl Into<String>) {
        self.push(Tone::Danger, text.into(), None);
    }

    /// With a button such as Undo or Retry, which must also exist elsewhere. Stays at least 20 s.
    pub fn with_action(
        self,
        tone: Tone,
        text: impl Into<String>,
        label: impl Into<String>,
        run: impl Into<Callback<()>>,
    ) {
        self.push(tone, text.into(), Some((label.into(), run.into())));
    }

    /// The latest messages, newest last, for those who missed one.
    pub fn recent(self) -> Signal<Vec<String>> {
        self.recent.into()
    }

    fn push(self, tone: Tone, text: String, action: Option<(String, Callback<()>)>) {
        let Some(number) = self.next.try_with_value(|next| *next) else {
            return;
        };
        self.next.set_value(number.wrapping_add(1));
        self.recent.update(|recent| {
            recent.push(text.clone());
            if recent.len() > KEPT {
                recent.remove(0);
            }
        });
        // The same message twice is one message, moved to the end.
        self.shown.update(|shown| {
            shown.retain(|old| old.text != text);
            shown.push(Toast {
                number,
                tone,
                text,
                action,
            });
        });
    }

    fn drop_number(self, number: u32) {
        self.shown
            .try_update(|shown| shown.retain(|toast| toast.number != number));
    }
}

/// Makes the toasts for everything below; called once by the app, which also draws [`ToastArea`].
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts {
        shown: RwSignal::new(Vec::new()),
        recent: RwSignal::new(Vec::new()),
        next: StoredValue::new(0),
    };
    provide_context(toasts);
    toasts
}

/// The page's toasts.
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().expect("the app provides the toasts before it draws a page")
}

/// The two live regions, one polite, one assertive: drawn once at the end of the app, present from the start.
#[component]
pub fn ToastArea() -> impl IntoView {
    let words = use_words();
    let toasts = use_toasts();
    // Where the focus was before it came here; it goes back there with the message that had it.
    let before = StoredValue::new_local(None::<HtmlElement>);
    let came = move |event: FocusEvent| {
        let from = event
            .related_target()
            .and_then(|from| from.dyn_into::<HtmlElement>().ok());
        if let Some(from) = from.filter(|from| matches!(from.closest(".toasts"), Ok(None))) {
            before.set_value(Some(from));
        }
    };
    let close = Callback::new(move |number| {
        toasts.drop_number(number);
        after_drawing(move || give_back(before.try_get_value().flatten()));
    });
    let list = move |alert: bool| {
        let of_kind = move |toast: &&Toast| (toast.tone == Tone::Danger) == alert;
        let numbers = move || {
            toasts
                .shown
                .with(|shown| shown.iter().filter(of_kind).map(|toast| toast.number).collect())
        };
        let card = move |number| {
            let find = |shown: &Vec<Toast>| shown.iter().find(|toast| toast.number == number).cloned();
            let toast = toasts.shown.with_untracked(find);
            toast.map(|toast| view! { <ToastCard toasts toast close /> }).into_any()
        };
        keyed(numbers, card)
    };
    view! {
        <section class="toasts" aria-label=words.notifications tabindex="-1" on:focusin=came>
            <div class="toast-list" role="alert" aria-atomic="false">
                {list(true)}
            </div>
            <div class="toast-list" role="status" aria-live="polite" aria-atomic="false">
                {list(false)}
            </div>
        </section>
    }
}

#[component]
fn ToastCard(toasts: Toasts, toast: Toast, close: Callback<u32>) -> impl IntoView {
    let words = use_words();
    let number = toast.number;
    let stay = toast.stay();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let pause = move || {
        if let Some(handle) = timer.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    let run = move || {
        pause();
        if let Some(stay) = stay {
            // Without a timer (never in a browser) the toast stays until closed.
            timer.set_value(set_timeout_with_handle(move || toasts.drop_number(number), stay).ok());
        }
    };
    run();
    on_cleanup(pause);
    let action = toast.action.map(|(label, callback)| {
        view! {
            <button
                class="button"
                type="button"
                data-rank="quiet"
                on:click=move |_| {
                    // The page that offered it may be gone.
                    callback.try_run(());
                    close.run(number);
                }
            >
                <span class="button-label">{label}</span>
            </button>
        }
    });
    view! {
        <div
            class="toast"
            data-tone=toast.tone.name()
            on:mouseenter=move |_| pause()
            on:mouseleave=move |_| run()
            on:focusin=move |_| pause()
            on:focusout=move |_| run()
        >
            <Icon shape=toast.tone.shape() />
            <p class="toast-text"><span class="hidden-text">{toast.tone.word(words)}": "</span>{toast.text}</p>
            {action}
            <button
                class="icon-button"
                type="button"
                aria-label=words.dismiss
                title=words.dismiss
                on:click=move |_| close.run(number)
            >
                <Icon shape=icondata_lu::LuX />
            </button>
        </div>
    }
}

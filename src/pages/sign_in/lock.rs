//! A locked session: the keys are gone from memory, the sign-in is not. The master password brings them back.

use crate::ui::live::derived;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use zeroize::{Zeroize, Zeroizing};

use crate::browser::address::use_current_address;
use crate::pages::pause::PauseBar;
use crate::place::Place;
use crate::session::{Locked, Session, State, use_session};
use crate::ui::{Avatar, Button, ButtonRank, Field, PasswordInput, foreign};
use crate::{say, tr};

use super::gate::Gate;
use super::page::{focus_now, focus_when_drawn};
use super::trouble::{Trouble, TroubleBanner};

/// Asks for the password of whoever is locked, and leads back to where he was.
#[component]
pub fn LockPage() -> impl IntoView {
    let session = use_session();
    let (name, email, why) = match untrack(|| session.state()) {
        State::Locked(stored, why) => (stored.name.clone(), stored.email.clone(), why),
        State::Open(_) | State::SignedOut(_) => (None, String::new(), Locked::Here),
    };
    let shown = name.clone().unwrap_or_else(|| email.clone());
    let second_line = name.map(|_| view! { <span class="muted">{foreign(email.clone())}</span> });
    let trouble = Trouble::new();
    let address = use_current_address();
    let log_out = move || {
        address.leave_at(&Place::Home.href());
        session.sign_out();
    };
    view! {
        <Gate title=tr!(sign_in.lock_title)>
            {reason(why).map(|reason| view! { <p class="gate-lead">{reason}</p> })}
            <p class="gate-lead">{tr!(sign_in.lock_text)}</p>
            <div class="gate-person">
                <Avatar name=shown.clone() />
                <p class="gate-person-words"><strong>{foreign(shown)}</strong>{second_line}</p>
            </div>
            <PauseBar />
            <TroubleBanner trouble />
            <UnlockForm session trouble email=email.clone() on_log_out=move |()| log_out() />
        </Gate>
    }
}

/// Why it is locked, where the person didn't do it here himself.
fn reason(why: Locked) -> Option<Signal<String>> {
    match why {
        Locked::Here => None,
        Locked::Elsewhere => Some(tr!(sign_in.locked_elsewhere)),
        Locked::Idle(minutes @ 60..) => Some(tr!(sign_in.locked_idle_hours, count = minutes / 60)),
        Locked::Idle(minutes) => Some(tr!(sign_in.locked_idle, count = minutes)),
    }
}

#[component]
fn UnlockForm(
    session: Session,
    trouble: Trouble,
    email: String,
    #[prop(into)] on_log_out: Callback<()>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let password = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let busy = RwSignal::new(false);
    focus_when_drawn(input);
    on_cleanup(move || {
        password.try_update(Zeroize::zeroize);
    });
    Effect::new(move |_| {
        if trouble.of_field().is_some() {
            focus_now(input);
        }
    });
    let problem = move || {
        if missing.get() {
            return Some(say!(sign_in.password_missing));
        }
        trouble.of_field().map(|_| say!(sign_in.unlock_wrong))
    };
    let another = move || {
        trouble
            .of_field()
            .map(|_| view! { <Button label=tr!(sign_in.unlock_anew) on_pressed=move |()| session.sign_in_anew() /> })
    };
    let submitted = move || {
        let empty = password.with_untracked(String::is_empty);
        missing.set(empty);
        if empty {
            focus_now(input);
            return;
        }
        if busy.get_untracked() || trouble.must_wait() {
            return;
        }
        trouble.clear();
        busy.set(true);
        let typed = Zeroizing::new(password.get_untracked());
        spawn_local(async move {
            let outcome = session.unlock(typed).await;
            // After success this page is gone.
            busy.try_set(false);
            if let Err(failure) = outcome {
                trouble.tell(failure);
            }
        });
    };
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submitted();
            }
        >
            <input
                class="hidden-text"
                type="email"
                name="email"
                autocomplete="username"
                tabindex="-1"
                aria-hidden="true"
                readonly
                value=email
            />
            <Field label=tr!(sign_in.password) error=derived(problem)>
                <PasswordInput value=password node_ref=input />
            </Field>
            <div class="form-actions gate-actions">
                <Button
                    label=tr!(sign_in.unlock)
                    rank=ButtonRank::Primary
                    submit=true
                    busy=busy
                    busy_label=tr!(sign_in.unlocking)
                    unusable=derived(move || trouble.reason())
                />
                {another}
                <Button label=tr!(common.log_out) on_pressed=on_log_out />
            </div>
        </form>
    }
}

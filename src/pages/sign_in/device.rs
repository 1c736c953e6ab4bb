//! A code by e-mail that confirms a browser the account was never used from.

use crate::ui::live::derived;
use leptos::html;
use leptos::prelude::*;

use crate::text::explain::explain;
use crate::ui::{Button, ButtonRank, CodeInput, Field, use_announcer};
use crate::{say, tr};

use super::page::{focus_now, focus_when_drawn};
use super::second_step::SendAgain;
use super::state::{SignIn, Work};

/// Codes may be longer than the six digits of today (contract/identity.md 2.2 names no length).
const LONGEST: u32 = 12;

#[component]
pub(super) fn DeviceStep(sign_in: SignIn) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let missing = RwSignal::new(false);
    let announcer = use_announcer();
    focus_when_drawn(input);
    Effect::new(move |_| {
        if sign_in.trouble.of_field().is_some() {
            focus_now(input);
        }
    });
    let problem = move || {
        if missing.get() {
            return Some(say!(sign_in.code_missing));
        }
        sign_in
            .trouble
            .of_field()
            .map(|failure| explain(&failure).in_one_line())
    };
    let submitted = move || {
        let empty = sign_in.code.with_untracked(String::is_empty);
        missing.set(empty);
        if empty {
            focus_now(input);
        } else {
            sign_in.submit_device_code();
        }
    };
    let hint = derived(move || say!(sign_in.device_hint, email = sign_in.email.get()));
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submitted();
            }
        >
            <p class="gate-lead">{tr!(sign_in.device_text)}</p>
            <Field label=tr!(sign_in.authenticator_label) hint=hint error=derived(problem)>
                <CodeInput value=sign_in.code length=LONGEST node_ref=input />
            </Field>
            <div class="form-actions gate-actions">
                <Button
                    label=tr!(sign_in.continue_login)
                    rank=ButtonRank::Primary
                    submit=true
                    busy=derived(move || sign_in.work.get() == Some(Work::SigningIn))
                    busy_label=tr!(sign_in.signing_in)
                    unusable=derived(move || sign_in.trouble.reason())
                />
                <SendAgain
                    sign_in
                    label=tr!(sign_in.send_again)
                    on_pressed=move |()| sign_in.send_code(move || announcer.announce(say!(sign_in.sent)))
                />
                <Button label=tr!(common.back) on_pressed=move |()| sign_in.back() />
            </div>
        </form>
    }
}

//! The second step: the master password.

use crate::ui::live::{derived, drawn};
use leptos::html;
use leptos::prelude::*;

use crate::text::explain::explain;
use crate::ui::{Button, ButtonRank, Field, PasswordInput};
use crate::{say, tr};

use super::page::{focus_now, focus_when_drawn};
use super::state::{SignIn, Work};

#[component]
pub(super) fn PasswordStep(sign_in: SignIn) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let missing = RwSignal::new(false);
    focus_when_drawn(input);
    let problem = move || {
        if missing.get() {
            return Some(say!(sign_in.password_missing));
        }
        sign_in
            .trouble
            .of_field()
            .map(|failure| explain(&failure).in_one_line())
    };
    Effect::new(move |_| {
        if sign_in.trouble.of_field().is_some() {
            focus_now(input);
        }
    });
    let busy_label = derived(move || match sign_in.work.get() {
        Some(Work::Deriving) => say!(sign_in.deriving),
        _ => say!(sign_in.signing_in),
    });
    let submitted = move || {
        let empty = sign_in.password.with_untracked(String::is_empty);
        missing.set(empty);
        if empty {
            focus_now(input);
        } else {
            sign_in.submit_password();
        }
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
            <p class="gate-who">
                <span>{drawn(move || say!(sign_in.logging_in_as, email = sign_in.email.get()))}</span>
            </p>
            // Tells password managers whose password this is.
            <input
                class="hidden-text"
                type="email"
                name="email"
                autocomplete="username"
                tabindex="-1"
                aria-hidden="true"
                readonly
                prop:value=sign_in.email
            />
            <Field label=tr!(sign_in.password) error=derived(problem)>
                <PasswordInput value=sign_in.password node_ref=input />
            </Field>
            <div class="form-actions gate-actions">
                <Button
                    label=tr!(sign_in.log_in)
                    rank=ButtonRank::Primary
                    submit=true
                    busy=derived(move || sign_in.busy())
                    busy_label=busy_label
                    unusable=derived(move || sign_in.trouble.reason())
                />
                <Button label=tr!(common.back) on_pressed=move |()| sign_in.back() />
            </div>
        </form>
    }
}

//! The second step of two-step login: a code from an authenticator or by e-mail, or a recovery code.

use crate::ui::live::{derived, drawn};
use leptos::html;
use leptos::prelude::*;

use crate::api::identity::Challenge;
use crate::browser::document;
use crate::text::explain::explain;
use crate::ui::{Banner, Button, ButtonRank, CodeInput, Field, Tone, use_announcer};
use crate::{say, tr};

use super::page::{focus_now, focus_when_drawn};
use super::state::{Mailed, Method, SignIn, Work};

/// Digits of a code, and characters of a recovery code (contract/identity.md 3).
const CODE: u32 = 6;
const RECOVERY_CODE: u32 = 32;

/// The account's methods that can be used here, in the order they are offered. A recovery code always can.
fn usable(challenge: &Challenge) -> Vec<Method> {
    [Method::Authenticator, Method::Email]
        .into_iter()
        .filter(|method| challenge.providers.contains(&method.number()))
        .chain([Method::Recovery])
        .collect()
}

/// The names of the account's methods that only official apps can use; `None` where there are none.
fn unusable(challenge: &Challenge) -> Option<String> {
    let mut names: Vec<String> = challenge
        .providers
        .iter()
        .filter_map(|number| match number {
            0 | 1 | 5 | 8 => None,
            2 => Some(say!(sign_in.duo)),
            3 => Some(say!(sign_in.yubikey)),
            6 => Some(say!(sign_in.organization_duo)),
            7 => Some(say!(sign_in.passkey)),
            _ => Some(say!(sign_in.other_method)),
        })
        .collect();
    names.dedup();
    let last = names.pop()?;
    if names.is_empty() {
        return Some(last);
    }
    Some(say!(sign_in.and, first = names.join(", "), last = last))
}

#[component]
pub(super) fn SecondStepForm(sign_in: SignIn, challenge: Challenge) -> impl IntoView {
    let methods = usable(&challenge);
    let only_recovery = methods == [Method::Recovery];
    let first = if only_recovery { None } else { methods.first().copied() };
    let method = RwSignal::new(first);
    let announcer = use_announcer();
    let sent = move || announcer.announce(say!(sign_in.sent));
    let mail = move || sign_in.send_code(sent);
    if first == Some(Method::Email) {
        let only = challenge.providers == [Method::Email.number()];
        sign_in.send_first_code(only, sent);
    }
    let choose = move |chosen: Method| {
        sign_in.trouble.clear();
        sign_in.code.set(String::new());
        method.set(Some(chosen));
        if chosen == Method::Email && sign_in.mailed.get_untracked() != Mailed::Sent {
            mail();
        }
    };
    if first.is_none() {
        // No field to go to: the heading, from which the reading goes on to the reason.
        request_animation_frame(|| {
            document::focus_in_place(document::HEADING);
        });
    }
    let challenge = StoredValue::new(challenge);
    let form = move || {
        method.get().map(|method| {
            let address = challenge.with_value(|challenge| challenge.email.clone());
            view! { <CodeForm sign_in method address on_send=move |()| mail() /> }
        })
    };
    let back = move || {
        method.get().is_none().then(|| {
            view! {
                <div class="form-actions">
                    <Button label=tr!(common.back) on_pressed=move |()| sign_in.back() />
                </div>
            }
        })
    };
    let others = move || {
        let label = |method| match method {
            Method::Authenticator => tr!(sign_in.use_authenticator),
            Method::Email => tr!(sign_in.use_email),
            Method::Recovery => tr!(sign_in.use_recovery),
        };
        methods
            .iter()
            .copied()
            .filter(|other| Some(*other) != method.get())
            .map(|other| {
                view! { <li><Button label=label(other) rank=ButtonRank::Quiet on_pressed=move |()| choose(other) /></li> }
            })
            .collect::<Vec<_>>()
    };
    let unusable_words = move || challenge.with_value(unusable);
    let unusable_note = move || {
        let methods = unusable_words()?;
        Some(if only_recovery {
            view! {
                <Banner title=tr!(sign_in.unusable_title) tone=Tone::Warning>
                    <p>{say!(sign_in.unusable_text, methods = methods)}</p>
                </Banner>
            }
            .into_any()
        } else {
            view! { <p class="gate-note">{say!(sign_in.unusable_besides, methods = capitalised(&methods))}</p> }
                .into_any()
        })
    };
    view! {
        <div class="form">
            {drawn(move || only_recovery.then(unusable_note))}
            {drawn(form)}
            {drawn(back)}
            <section class="gate-others" aria-labelledby="other-methods">
                <h2 id="other-methods">{tr!(sign_in.other_methods)}</h2>
                <ul class="gate-methods">{drawn(others)}</ul>
                {drawn(move || (!only_recovery).then(unusable_note))}
            </section>
        </div>
    }
}

/// With a capital letter, where a list of names begins a sentence.
fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The field for one method's code.
#[component]
fn CodeForm(
    sign_in: SignIn,
    method: Method,
    address: Option<String>,
    #[prop(into)] on_send: Callback<()>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let missing = RwSignal::new(false);
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
            sign_in.submit_second_step(method);
        }
    };
    let recovery = method == Method::Recovery;
    let label = if recovery {
        tr!(sign_in.recovery_label)
    } else {
        tr!(sign_in.authenticator_label)
    };
    let hint = derived(move || match (method, &address) {
        (Method::Authenticator, _) => say!(sign_in.authenticator_hint),
        (Method::Recovery, _) => say!(sign_in.recovery_hint),
        (Method::Email, address) => match (sign_in.mailed.get(), address) {
            (Mailed::Asked, _) => say!(sign_in.email_code_asked),
            (Mailed::Unsent, _) => say!(sign_in.email_code_unsent),
            (Mailed::Sent, Some(address)) => say!(sign_in.email_code_hint, email = address.clone()),
            (Mailed::Sent, None) => say!(sign_in.email_code_hint_plain),
        },
    });
    let consequence = recovery.then(|| {
        view! {
            <Banner title=tr!(sign_in.recovery_title) tone=Tone::Warning>
                <p>{tr!(sign_in.recovery_text)}</p>
            </Banner>
        }
    });
    let send_again = (method == Method::Email).then(|| {
        let label = derived(move || match sign_in.mailed.get() {
            Mailed::Sent => say!(sign_in.send_again),
            Mailed::Asked | Mailed::Unsent => say!(sign_in.send_code),
        });
        view! { <SendAgain sign_in label on_pressed=on_send /> }
    });
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submitted();
            }
        >
            {consequence}
            <Field label=label hint=hint error=derived(problem)>
                <CodeInput
                    value=sign_in.code
                    length=if recovery { RECOVERY_CODE } else { CODE }
                    digits=!recovery
                    node_ref=input
                />
            </Field>
            <div class="form-actions gate-actions">
                <Button
                    label=if recovery { tr!(sign_in.recovery_submit) } else { tr!(sign_in.continue_login) }
                    rank=if recovery { ButtonRank::Danger } else { ButtonRank::Primary }
                    submit=true
                    busy=derived(move || sign_in.work.get() == Some(Work::SigningIn))
                    busy_label=tr!(sign_in.signing_in)
                    unusable=derived(move || sign_in.trouble.reason())
                />
                {send_again}
                <Button label=tr!(common.back) on_pressed=move |()| sign_in.back() />
            </div>
        </form>
    }
}

/// "Send code again", or the first one.
#[component]
pub(super) fn SendAgain(
    sign_in: SignIn,
    label: Signal<String>,
    #[prop(into)] on_pressed: Callback<()>,
) -> impl IntoView {
    view! {
        <Button
            label=label
            busy=derived(move || sign_in.work.get() == Some(Work::SendingCode))
            busy_label=tr!(sign_in.sending)
            unusable=derived(move || sign_in.trouble.reason())
            on_pressed=on_pressed
        />
    }
}

#[cfg(test)]
mod tests {
    use super::{Challenge, Method, unusable, usable};

    fn challenge(providers: &[i64]) -> Challenge {
        Challenge {
            providers: providers.to_vec(),
            email: None,
        }
    }

    #[test]
    fn the_authenticator_comes_first_and_the_recovery_code_last() {
        assert_eq!(
            usable(&challenge(&[1, 0, 7])),
            [Method::Authenticator, Method::Email, Method::Recovery]
        );
        assert_eq!(usable(&challenge(&[2, 3])), [Method::Recovery]);
    }

    #[test]
    fn methods_that_only_official_apps_can_use_are_named() {
        assert_eq!(unusable(&challenge(&[0, 1])), None);
        assert_eq!(unusable(&challenge(&[2, 3])).as_deref(), Some("Duo and YubiKey"));
        assert_eq!(unusable(&challenge(&[0, 3])).as_deref(), Some("YubiKey"));
    }
}

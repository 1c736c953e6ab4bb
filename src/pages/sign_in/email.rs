//! The first step: whose account?

use crate::ui::live::derived;
use leptos::html;
use leptos::prelude::*;

use crate::ui::{Button, ButtonRank, Field, TextInput};
use crate::{say, tr};

use super::page::{focus_now, focus_when_drawn};
use super::state::SignIn;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Problem {
    Missing,
    Malformed,
}

/// As strict as it has to be: the server knows which addresses exist.
fn problem_of(email: &str) -> Option<Problem> {
    let email = email.trim();
    if email.is_empty() {
        return Some(Problem::Missing);
    }
    let well_formed = email
        .rsplit_once('@')
        .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty() && !email.contains(char::is_whitespace));
    (!well_formed).then_some(Problem::Malformed)
}

#[component]
pub(super) fn EmailStep(sign_in: SignIn) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<Problem>);
    focus_when_drawn(input);
    let words = move || {
        problem.get().map(|problem| match problem {
            Problem::Missing => say!(sign_in.email_missing),
            Problem::Malformed => say!(sign_in.email_malformed),
        })
    };
    let submitted = move || {
        let found = sign_in.email.with_untracked(|email| problem_of(email));
        problem.set(found);
        if found.is_some() {
            focus_now(input);
        } else {
            sign_in.email.update(|email| *email = email.trim().to_owned());
            sign_in.to_password();
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
            <Field label=tr!(sign_in.email) error=derived(words)>
                <TextInput
                    value=sign_in.email
                    kind="email"
                    name="email"
                    autocomplete="username"
                    inputmode="email"
                    node_ref=input
                />
            </Field>
            <div class="form-actions">
                <Button label=tr!(sign_in.continue_) rank=ButtonRank::Primary submit=true />
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::problem_of;

    #[test]
    fn an_address_needs_a_name_and_a_domain_and_nothing_else() {
        for good in ["a@b", " service@northlight.example ", "å@b.example"] {
            assert!(problem_of(good).is_none(), "{good}");
        }
        for bad in ["", "  ", "a", "@b", "a@", "a b@c.example"] {
            assert!(problem_of(bad).is_some(), "{bad}");
        }
    }
}

//! Sign-in, step by step: e-mail address, master password, and whatever the server asks for besides.

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;
use zeroize::Zeroizing;

use crate::browser::document::focus_unasked;
use crate::pages::pause::PauseBar;
use crate::session::{Ended, Failure, use_session};
use crate::text::explain::explain;
use crate::tr;
use crate::ui::{Banner, Tone};

use super::device::DeviceStep;
use super::email::EmailStep;
use super::gate::Gate;
use super::password::PasswordStep;
use super::second_step::SecondStepForm;
use super::state::{SignIn, Step};
use super::trouble::TroubleBanner;

/// The way in. `email` is offered again after the server ended a session.
#[component]
pub fn SignInPage(ended: Ended, email: String) -> impl IntoView {
    let sign_in = SignIn::new(use_session(), email);
    let title = derived(move || {
        let title = match sign_in.step.get() {
            Step::Email | Step::Password => tr!(sign_in.title),
            Step::Second(_) => tr!(sign_in.second_title),
            Step::Device => tr!(sign_in.device_title),
        };
        title.get()
    });
    let notice = match ended {
        Ended::Quietly => None,
        Ended::ByServer => Some((tr!(sign_in.ended_title), tr!(sign_in.ended_text), Tone::Info)),
        Ended::OtherAccount => {
            let text = derived(|| explain(&Failure::OtherAccount).text());
            Some((tr!(explain.other_title), text, Tone::Danger))
        }
    };
    let notice = notice.map(|(title, text, tone)| view! { <Banner title tone><p>{text}</p></Banner> });
    let step = move || match sign_in.step.get() {
        Step::Email => view! { <EmailStep sign_in /> }.into_any(),
        Step::Password => view! { <PasswordStep sign_in /> }.into_any(),
        Step::Second(challenge) => view! { <SecondStepForm sign_in challenge /> }.into_any(),
        Step::Device => view! { <DeviceStep sign_in /> }.into_any(),
    };
    view! {
        <Gate title>
            {notice}
            <PauseBar />
            <TroubleBanner trouble=sign_in.trouble />
            {drawn(step)}
        </Gate>
    }
}

/// Puts the focus into a control once it is drawn, and marks what is in it, so that typing replaces it; not what has been typed
/// meanwhile.
pub(super) fn focus_when_drawn(input: NodeRef<leptos::html::Input>) {
    Effect::new(move |_| {
        if input.get().is_some() {
            focus_now(input);
        }
    });
}

/// The same, now: after an error beside the control.
pub(super) fn focus_now(input: NodeRef<leptos::html::Input>) {
    // It may be a password.
    let value = move || {
        input
            .try_get_untracked()
            .flatten()
            .map(|input| Zeroizing::new(input.value()))
    };
    let before = value();
    request_animation_frame(move || {
        if let Some(input) = input.try_get_untracked().flatten()
            && focus_unasked(&input, false)
            && (before.is_none() || before == value())
        {
            input.select();
        }
    });
}

//! ImportPage: title, the four steps, and the step of now.

use crate::ui::live::{drawn, live};
use leptos::prelude::*;

use super::banners::draw_suspended;
use super::choose::ChooseStep;
use super::failed::FailedStep;
use super::preview::PreviewStep;
use super::receipt::ReceiptStep;
use super::state::{ImportState, Step};
use super::working::{ReadingStep, WorkingStep};
use crate::model::directory::Via;
use crate::session::{Failure, use_session};
use crate::text::explain::explain;
use crate::ui::{EmptyState, Memo};
use crate::{say, tr};

#[component]
pub fn ImportPage() -> impl IntoView {
    let state = ImportState::new();
    let session = use_session();
    let keyless = Memo::new(move |_| {
        let id = state.client.with(|client| client.id.clone());
        session.open().and_then(|open| open.organization_key(&id).err())
    });
    let title = move || state.client.with(|client| say!(import.title, client = &client.name));
    let intro = move || {
        state.client.with(|client| {
            if opens_no_items(&client.via) {
                say!(import.intro, client = &client.name)
            } else {
                say!(import.intro_own, client = &client.name)
            }
        })
    };
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <h1 class="page-title" id="page-title" tabindex="-1">{drawn(title)}</h1>
                    <p class="page-sub">{drawn(intro)}</p>
                </div>
            </header>
            {draw_suspended(state)}
            {drawn(move || match keyless.get() {
                Some(failure) => draw_keyless(&failure),
                None => view! { <Steps state /> {draw_step(state)} }.into_any(),
            })}
        </div>
    }
}

/// Whether the person can't open what they import: as a provider's user alone they reach no item of the client.
fn opens_no_items(via: &Via) -> bool {
    matches!(via, Via::Provider { member: false, .. })
}

fn draw_keyless(failure: &Failure) -> AnyView {
    let explained = explain(failure);
    let text = explained.text();
    view! {
        <EmptyState icon=icondata_lu::LuKeyRound title=Signal::stored(explained.title) text=Signal::stored(text) />
    }
    .into_any()
}

fn draw_step(state: ImportState) -> impl IntoView {
    drawn(move || match state.step.get() {
        Step::Choose => view! { <ChooseStep state /> }.into_any(),
        Step::Reading => view! { <ReadingStep state /> }.into_any(),
        Step::Preview(preview) => view! { <PreviewStep state preview /> }.into_any(),
        Step::Working => view! { <WorkingStep state /> }.into_any(),
        Step::Done(receipt) => view! { <ReceiptStep state receipt /> }.into_any(),
        Step::Failed(trouble) => view! { <FailedStep state trouble /> }.into_any(),
    })
}

/// Where one is on the way.
#[component]
fn Steps(state: ImportState) -> impl IntoView {
    let now = Memo::new(move |_| {
        state.step.with(|step| match step {
            Step::Choose => 0,
            Step::Reading | Step::Preview(_) => 1,
            Step::Working | Step::Failed(_) => 2,
            Step::Done(_) => 3,
        })
    });
    let names = [
        tr!(import.step_choose),
        tr!(import.step_check),
        tr!(import.step_import),
        tr!(import.step_receipt),
    ];
    let steps: Vec<_> = names
        .into_iter()
        .enumerate()
        .map(|(index, label)| {
            let current = move || (now.get() == index).then_some("step");
            let place = move || if now.get() > index { "done" } else { "open" };
            view! { <li aria-current=live(current) data-state=live(place)><span>{label}</span></li> }
        })
        .collect();
    view! { <ol class="import-steps" aria-label=tr!(import.steps)>{steps}</ol> }
}

#[cfg(test)]
mod tests {
    use super::{Via, opens_no_items};
    use crate::api::ids::ProviderId;

    #[test]
    fn only_a_providers_users_who_are_no_members_cannot_open_what_they_import() {
        let id = ProviderId::parse("11111111-1111-1111-1111-111111111111").unwrap();
        let through = |member| Via::Provider {
            id: id.clone(),
            name: "Northlight".to_owned(),
            member,
        };
        assert!(opens_no_items(&through(false)));
        assert!(!opens_no_items(&through(true)));
        assert!(!opens_no_items(&Via::Membership));
    }
}

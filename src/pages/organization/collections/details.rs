//! One collection: that its contents are hidden, and who has access, asked for only when a person opens it.

use std::sync::Arc;

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use super::row::CollectionRow;
use super::state::CollectionsState;
use crate::api::collections::CollectionAccessRecord;
use crate::model::directory::Via;
use crate::pages::access::{count, draw_access};
use crate::pages::list::draw_failure;
use crate::place::{ConsolePage, Place};
use crate::session::Failure;
use crate::text::{format, isolated};
use crate::ui::{Button, Dialog, LinkButton, Load, Loader, Memo, Skeleton};
use crate::{say, tr};

/// The dialog, drawn while a collection is open.
#[component]
pub fn CollectionDialog(state: CollectionsState) -> impl IntoView {
    let open = Memo::new(move |_| state.open.with(Option::is_some));
    let title = move || {
        let name = state.open.with(|row| {
            let row = row.as_ref()?;
            Some(if row.place.is_ok() {
                row.name.clone()
            } else {
                say!(collections.unreadable)
            })
        });
        let name = name.unwrap_or_default();
        match state.client.with(|client| client.via.clone()) {
            Via::Provider { .. } => say!(collections.opened, collection = name),
            Via::Membership => isolated(&name),
        }
    };
    let close = move |()| state.open.set(None);
    let owners = move || {
        let members = state
            .client
            .with(|client| Place::Console(client.id.clone(), ConsolePage::Members).href());
        format!("{members}?role=owner")
    };
    let inside = move || state.open.get_untracked().map(|row| view! { <Details state row /> });
    view! {
        <Dialog
            open=open
            title=derived(title)
            on_close=close
            footer=move || {
                view! {
                    <Button label=tr!(common.close) on_pressed=close />
                    <LinkButton label=tr!(collections.see_owners) href=derived(owners) />
                }
            }
        >
            {inside()}
        </Dialog>
    }
}

#[component]
fn Details(state: CollectionsState, row: Arc<CollectionRow>) -> impl IntoView {
    let id = row.id.clone();
    let access: Loader<CollectionAccessRecord, Failure> = Loader::new(move || state.access_of(id.clone()));
    let inside = move || match access.state().get() {
        Load::Ready(access) => draw_ready(state, &access),
        Load::Failed(failure) => draw_failure(
            &failure,
            tr!(collections.members),
            Callback::new(move |()| access.reload()),
        ),
        Load::Loading | Load::Slow => view! { <div aria-busy="true"><Skeleton lines=5 /></div> }.into_any(),
    };
    view! { <div class="stack">{drawn(inside)}</div> }
}

fn draw_ready(state: CollectionsState, access: &CollectionAccessRecord) -> AnyView {
    let (people, groups) = (state.people(access), state.groups(access));
    let (person_count, group_count) = (count(&people), count(&groups));
    let sentence = say!(
        collections.have_access,
        people = say!(format.people, count = person_count, n = format::number(person_count)),
        groups = say!(format.groups, count = group_count, n = format::number(group_count))
    );
    let admins = state
        .client
        .with(|client| client.admins_manage_all)
        .then(|| view! { <p class="muted">{say!(collections.admins_too, client = state.client_name())}</p> });
    let rule = state.client.with(|client| match &client.via {
        Via::Provider { .. } => say!(collections.rule, client = client.name.clone()),
        Via::Membership => say!(collections.own_rule),
    });
    let group_list = (state.client.with(|client| client.use_groups) || !groups.is_empty())
        .then(|| draw_access(say!(collections.groups_title), groups, say!(collections.nobody)));
    view! {
        <p>{sentence}</p>
        {admins}
        <p class="muted">{rule}</p>
        {draw_access(say!(collections.people_title), people, say!(collections.nobody))}
        {group_list}
    }
    .into_any()
}

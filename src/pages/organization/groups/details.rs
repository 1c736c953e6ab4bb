//! One group: its members, fetched when it is opened, and the collections it reaches.

use std::sync::Arc;

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use super::row::GroupRow;
use super::state::GroupsState;
use crate::pages::access::{Access, AccessLine, draw_access};
use crate::pages::list::draw_failure;
use crate::session::Failure;
use crate::text::isolated;
use crate::ui::{Button, Dialog, Load, Loader, Memo, Skeleton};
use crate::{say, tr};

/// The dialog, drawn while a group is open.
#[component]
pub fn GroupDialog(state: GroupsState) -> impl IntoView {
    let open = Memo::new(move |_| state.open.with(Option::is_some));
    let title = move || {
        state
            .open
            .with(|row| row.as_ref().map(|row| isolated(&row.name)))
            .unwrap_or_default()
    };
    let close = move |()| state.address.clear(&["open"]);
    let inside = move || state.open.get_untracked().map(|row| view! { <Details state row /> });
    view! {
        <Dialog
            open=open
            title=derived(title)
            on_close=close
            footer=move || view! { <Button label=tr!(common.close) on_pressed=close /> }
        >
            {inside()}
        </Dialog>
    }
}

#[component]
fn Details(state: GroupsState, row: Arc<GroupRow>) -> impl IntoView {
    let id = row.id.clone();
    let members: Loader<Vec<AccessLine>, Failure> = Loader::new(move || state.members_of(id.clone()));
    let people = move || match members.state().get() {
        Load::Ready(lines) => draw_access(say!(groups.members), lines, say!(groups.nobody)),
        Load::Failed(failure) => draw_failure(&failure, tr!(groups.members), Callback::new(move |()| members.reload())),
        Load::Loading | Load::Slow => view! { <div aria-busy="true"><Skeleton lines=4 /></div> }.into_any(),
    };
    let collections = move || {
        // The names may arrive after the dialog was opened from a shared link.
        let row = state.open.get()?;
        if row.everything {
            return Some(view! { <p>{say!(groups.everything)}</p> }.into_any());
        }
        let lines = row.collections.iter();
        let lines = lines.map(|(name, level)| AccessLine::of(name.clone(), Some(Access::Level(*level))));
        Some(draw_access(
            say!(groups.collections),
            lines.collect(),
            say!(groups.no_collections),
        ))
    };
    let external = (!row.external_id.is_empty()).then(|| {
        let id = row.external_id.clone();
        view! { <p class="muted">{tr!(groups.external, id = id.clone())}</p> }
    });
    view! { <div class="stack">{external}{drawn(people)}{drawn(collections)}</div> }
}

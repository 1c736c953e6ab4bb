//! GroupsPage: header, search kept in the address, the table and its states; an explanation where the plan has no groups.

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use super::details::GroupDialog;
use super::row;
use super::state::{GroupsState, use_groups};
use super::table::columns;
use crate::pages::context::use_client;
use crate::pages::list;
use crate::pages::view::use_view;
use crate::pages::words;
use crate::place::{ConsolePage, Place};
use crate::text::format;
use crate::ui::{EmptyState, LinkButton, Memo, Sort, Table, sorted_order};
use crate::{say, tr};

#[component]
pub fn GroupsPage() -> impl IntoView {
    let client = use_client();
    let has_groups = Memo::new(move |_| client.with(|client| client.use_groups));
    drawn(move || {
        if has_groups.get() {
            view! { <Groups /> }.into_any()
        } else {
            draw_without_groups()
        }
    })
}

fn draw_without_groups() -> AnyView {
    let client = use_client();
    let title = move || say!(groups.no_plan, client = client.with(|client| client.name.clone()));
    let href = move || client.with(|client| Place::Console(client.id.clone(), ConsolePage::Collections).href());
    view! {
        <div class="page">
            <header class="page-head">
                <div><h1 class="page-title" id="page-title" tabindex="-1">{tr!(groups.title)}</h1></div>
            </header>
            <EmptyState
                icon=icondata_lu::LuUsers
                title=derived(title)
                text=tr!(groups.no_plan_text)
                actions=move || view! { <LinkButton label=tr!(groups.to_collections) href=derived(href) /> }
            />
        </div>
    }
    .into_any()
}

#[component]
fn Groups() -> impl IntoView {
    let state = use_groups();
    let address = state.address;
    list::announce_shown(
        derived(move || state.shown.with(|rows| rows.len())),
        derived(move || state.groups.value.with(|value| value.as_ref().map(|rows| rows.len()))),
        |total| say!(groups.loaded, count = total, n = format::number(total)),
    );
    let view = use_view("groups", tr!(groups.title), address, &columns(state));
    let sort = view.sort();
    let csv = Callback::new(move |()| save(state, sort.get_untracked().as_ref()));
    view.offer(Callback::new(move |()| state.refresh()), csv);
    let caption = move || {
        let count = state.shown.with(|rows| format::number(rows.len()));
        say!(groups.caption, client = state.client_name(), n = count)
    };
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <h1 class="page-title" id="page-title" tabindex="-1">{tr!(groups.title)}</h1>
                    <p class="page-sub">{tr!(groups.sub)}</p>
                </div>
                {view.draw_actions(csv)}
            </header>
            {list::draw_stale_over(state.groups, tr!(groups.title))}
            {list::draw_part_failure(state.collections, tr!(groups.collections_failed), tr!(collections.title))}
            {list::draw_part_failure(state.counts, tr!(groups.members_failed), tr!(members.title))}
            <div class="toolbar">
                {list::draw_search(tr!(groups.search), address)}
                {list::draw_tools_end(
                derived(move || state.shown.with(|rows| rows.len())),
                derived(move || state.rows.with(|rows| rows.len())),
                state.groups.progress(),
                Callback::new(move |()| state.refresh()),
            )}
            </div>
            {drawn(move || {
                let columns = view.shown(columns(state));
                view! {
                    <Table
                        caption=derived(caption)
                        columns=columns
                        rows=state.shown
                        sort=sort
                        on_sorted=move |sort: Sort| address.set_sort(&sort)
                        loading=derived(move || state.groups.waiting())
                        message=move || draw_message(state)
                        id=|row| row.id.as_str()
                        chosen_by=state.address.chosen()
                    />
                }
            })}
            <GroupDialog state />
        </div>
    }
}

fn draw_message(state: GroupsState) -> AnyView {
    if let Some(failure) = state.groups.failure.get()
        && state.groups.value.with(Option::is_none)
    {
        return list::draw_failure(
            &failure,
            tr!(groups.title),
            Callback::new(move |()| state.groups.again()),
        );
    }
    if state.rows.with(|rows| rows.is_empty()) {
        return list::draw_empty(icondata_lu::LuUsers, say!(groups.empty), Some(say!(groups.sub)));
    }
    let typed = state.address.value("q").get();
    list::draw_no_match(
        say!(groups.no_match, q = typed),
        true,
        Callback::new(move |()| state.address.clear(&["q"])),
    )
}

/// What is shown, in the order shown.
fn save(state: GroupsState, sort: Option<&Sort>) {
    let rows = state.shown.get_untracked();
    let heading = vec![
        say!(groups.name),
        say!(groups.members),
        say!(groups.collections),
        say!(groups.external_id),
    ];
    let order = sorted_order(&rows, &columns(state), sort);
    let everything = say!(collections.everything);
    let lines = order
        .into_iter()
        .filter_map(|index| Some(row::csv_line(rows.get(index as usize)?, words::level, &everything)));
    let owner = untrack(|| state.client_name());
    list::save_csv(&owner, &say!(groups.file), std::iter::once(heading).chain(lines));
}

//! CollectionsPage: the item rule's line, search kept in the address, the tree as a table, and its states.

use crate::ui::live::{derived, drawn, live};
use leptos::prelude::*;

use super::details::CollectionDialog;
use super::row;
use super::state::{CollectionsState, use_collections};
use super::table::columns;
use crate::model::directory::Via;
use crate::pages::list;
use crate::pages::view::use_view;
use crate::place::{ConsolePage, Place};
use crate::text::format;
use crate::ui::{Disclosure, EmptyState, LinkButton, Sort, Table, sorted_order};
use crate::{say, tr};

#[component]
pub fn CollectionsPage() -> impl IntoView {
    let state = use_collections();
    let address = state.address;
    list::announce_shown(
        derived(move || state.shown.with(|rows| rows.len())),
        derived(move || {
            state
                .collections
                .value
                .with(|value| value.as_ref().map(|rows| rows.len()))
        }),
        |total| say!(collections.loaded, count = total, n = format::number(total)),
    );
    let has_groups = state.client.with_untracked(|client| client.use_groups);
    let view = use_view(
        "collections",
        tr!(collections.title),
        address,
        &columns(state, has_groups),
    );
    let sort = view.sort();
    let csv = Callback::new(move |()| save(state, has_groups, sort.get_untracked().as_ref()));
    view.offer(Callback::new(move |()| state.refresh()), csv);
    // Only in its own order does the indentation say what stands inside what.
    let tree = move || {
        sort.with(|sort| {
            sort.as_ref()
                .is_some_and(|sort| sort.column == "name" && !sort.descending)
        })
    };
    let caption = move || {
        let count = state.shown.with(|rows| format::number(rows.len()));
        say!(collections.caption, client = state.client_name(), n = count)
    };
    view! {
        <div class="page">
            <header class="page-head">
                <div><h1 class="page-title" id="page-title" tabindex="-1">{tr!(collections.title)}</h1></div>
                {view.draw_actions(csv)}
            </header>
            <Disclosure label=tr!(collections.about) open_at_first=true>{draw_rule(state)}</Disclosure>
            {list::draw_stale_over(state.collections, tr!(collections.title))}
            {list::draw_part_failure(state.holders, tr!(collections.access_failed), tr!(collections.members))}
            <div class="toolbar">
                {list::draw_search(tr!(collections.search), address)}
                {list::draw_tools_end(
                derived(move || state.shown.with(|rows| rows.len())),
                derived(move || state.rows.with(|rows| rows.len())),
                state.collections.progress(),
                Callback::new(move |()| state.refresh()),
            )}
            </div>
            <div data-tree=live(move || tree().then_some(""))>
                {drawn(move || {
                    let columns = view.shown(columns(state, has_groups));
                    view! {
                        <Table
                            caption=derived(caption)
                            columns=columns
                            rows=state.shown
                            sort=sort
                            on_sorted=move |sort: Sort| address.set_sort(&sort)
                            loading=derived(move || state.collections.waiting())
                            message=move || draw_message(state)
                            id=|row| row.id.as_str()
                            chosen_by=state.address.chosen()
                        />
                    }
                })}
            </div>
            <CollectionDialog state />
        </div>
    }
}

fn draw_rule(state: CollectionsState) -> AnyView {
    let said = move || {
        state.client.with(|client| match &client.via {
            Via::Provider { member, .. } => {
                let also = member.then(|| say!(collections.member_rule, client = client.name.clone()));
                (say!(collections.rule, client = client.name.clone()), also)
            }
            Via::Membership => (say!(collections.own_rule), None),
        })
    };
    view! {
        <div class="prose muted">
            <p>{drawn(move || said().0)}</p>
            {drawn(move || said().1.map(|also| view! { <p>{also}</p> }))}
        </div>
    }
    .into_any()
}

fn draw_message(state: CollectionsState) -> AnyView {
    if let Some(failure) = state.collections.failure.get()
        && state.collections.value.with(Option::is_none)
    {
        return list::draw_failure(
            &failure,
            tr!(collections.title),
            Callback::new(move |()| state.collections.again()),
        );
    }
    if state.rows.with(|rows| rows.is_empty()) {
        let import = state
            .client
            .with(|client| Place::Console(client.id.clone(), ConsolePage::Import).href());
        return view! {
            <EmptyState
                icon=icondata_lu::LuFolder
                title=tr!(collections.empty)
                text=tr!(collections.empty_text)
                actions=move || view! { <LinkButton label=tr!(collections.to_import) href=import.clone() /> }
            />
        }
        .into_any();
    }
    let typed = state.address.value("q").get();
    list::draw_no_match(
        say!(collections.no_match, q = typed),
        true,
        Callback::new(move |()| state.address.clear(&["q"])),
    )
}

/// What is shown, in the order shown.
fn save(state: CollectionsState, has_groups: bool, sort: Option<&Sort>) {
    let rows = state.shown.get_untracked();
    let mut heading = vec![
        say!(collections.name),
        say!(collections.members),
        say!(collections.groups),
    ];
    let alarming = !state.client.with_untracked(|client| client.admins_manage_all);
    if alarming {
        heading.push(say!(collections.unmanaged));
    }
    let (unreadable, yes, no) = (say!(collections.unreadable), say!(format.yes), say!(format.no));
    let unmanaged = alarming.then_some((yes.as_str(), no.as_str()));
    let order = sorted_order(&rows, &columns(state, has_groups), sort);
    let lines = order.into_iter().filter_map(|index| {
        let row = rows.get(index as usize)?;
        Some(row::csv_line(row, &unreadable, unmanaged))
    });
    let owner = untrack(|| state.client_name());
    list::save_csv(&owner, &say!(collections.file), std::iter::once(heading).chain(lines));
}

//! MembersPage: header, search and filters kept in the address, the table and its states.

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use super::row::{self, CsvColumns, CsvWords, MemberFilter, ROLES, STATUSES, role_param, status_param};
use super::state::{FILTERS, MembersState, use_members};
use super::table::{columns, recovery_word, two_step_word};
use crate::model::member::Status;
use crate::pages::address::Address;
use crate::pages::list;
use crate::pages::view::use_view;
use crate::pages::words;
use crate::text::{format, isolated};
use crate::ui::{Segment, SegmentedFilter, Select, SelectOption, Sort, Table, sorted_order};
use crate::{say, tr};

#[component]
pub fn MembersPage() -> impl IntoView {
    let state = use_members();
    let total = derived(move || state.members.value.with(|value| value.as_ref().map(|rows| rows.len())));
    list::announce_shown(derived(move || state.shown.with(|rows| rows.len())), total, |total| {
        say!(members.loaded, count = total, n = format::number(total))
    });
    let view = use_view("members", tr!(members.title), state.address, &columns(state));
    let sort = view.sort();
    let csv = Callback::new(move |()| save(state, sort.get_untracked().as_ref()));
    view.offer(Callback::new(move |()| state.refresh()), csv);
    let sub = move || {
        // As the filter's "All": somebody whose access is revoked is a member no more.
        let count = state.rows.with(|rows| MemberFilter::default().counts(rows)[0]);
        total.get().map(|_| {
            say!(
                members.sub,
                count = count,
                n = format::number(count),
                client = state.client_name()
            )
        })
    };
    let caption = move || {
        let count = state.shown.with(|rows| format::number(rows.len()));
        say!(members.caption, client = state.client_name(), n = count)
    };
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <h1 class="page-title" id="page-title" tabindex="-1">{tr!(members.title)}</h1>
                    <p class="page-sub">{drawn(sub)}</p>
                </div>
                {view.draw_actions(csv)}
            </header>
            {list::draw_stale_over(state.members, tr!(members.title))}
            {list::draw_part_failure(state.groups, tr!(members.group_names_failed), tr!(groups.title))}
            {draw_tools(state)}
            {drawn(move || {
                let columns = view.shown(columns(state));
                view! {
                    <Table
                        caption=derived(caption)
                        columns=columns
                        rows=state.shown
                        sort=sort
                        on_sorted=move |sort: Sort| state.address.set_sort(&sort)
                        loading=derived(move || state.members.waiting())
                        message=move || draw_message(state)
                        id=|row| row.member.record.id.as_str()
                        chosen_by=state.address.chosen()
                    />
                }
            })}
        </div>
    }
}

fn every(label: String) -> SelectOption {
    SelectOption {
        value: String::new(),
        label,
    }
}

fn draw_tools(state: MembersState) -> AnyView {
    let address = state.address;
    let segments = move || {
        let (counts, known) = (state.counts.get(), state.members.value.with(Option::is_some));
        STATUSES
            .into_iter()
            .zip(counts)
            .map(|(status, count)| Segment {
                value: status_param(status).to_owned(),
                label: filter_word(status),
                count: Some(list::count(known, count)),
            })
            .collect::<Vec<_>>()
    };
    view! {
        <div class="toolbar">
            {list::draw_search(tr!(members.search), address)}
            <SegmentedFilter
                label=tr!(members.status)
                value=address.value("status")
                segments=derived(segments)
                on_chosen=move |value: String| address.set("status", &value)
            />
            <div class="toolbar-rest">
                {draw_selects(state)}
                {list::draw_tools_end(
                    derived(move || state.shown.with(|rows| rows.len())),
                    derived(move || state.rows.with(|rows| rows.len())),
                    state.members.progress(),
                    Callback::new(move |()| state.refresh()),
                )}
            </div>
        </div>
    }
    .into_any()
}

fn draw_selects(state: MembersState) -> AnyView {
    let roles = move || {
        let roles = ROLES.into_iter().map(|role| SelectOption {
            value: role_param(role).to_owned(),
            label: words::role(role),
        });
        std::iter::once(every(say!(members.any_role)))
            .chain(roles)
            .collect::<Vec<_>>()
    };
    let two_steps = move || {
        let choice = |value: &str, label: String| SelectOption {
            value: value.to_owned(),
            label,
        };
        vec![
            every(say!(members.any_two_step)),
            choice("on", say!(members.two_step_on)),
            choice("off", say!(members.two_step_off)),
        ]
    };
    let group = state.has_groups.then(|| {
        let groups = move || {
            let order = list::order();
            let groups = state.groups.value.get().unwrap_or_default();
            let mut groups: Vec<SelectOption> = groups
                .iter()
                .map(|group| SelectOption {
                    value: group.id.to_string(),
                    label: isolated(&group.name),
                })
                .collect();
            groups.sort_by(|a, b| order.compare(&a.label, &b.label));
            groups.insert(0, every(say!(members.any_group)));
            groups
        };
        draw_select(state, "group", tr!(members.group), derived(groups))
    });
    view! {
        <div class="toolbar-selects">
            {draw_select(state, "role", tr!(members.role), derived(roles))}
            {draw_select(state, "two_step", tr!(members.two_step), derived(two_steps))}
            {group}
        </div>
    }
    .into_any()
}

fn draw_select(
    state: MembersState,
    param: &'static str,
    name: Signal<String>,
    options: Signal<Vec<SelectOption>>,
) -> AnyView {
    let address = state.address;
    view! {
        <div class="toolbar-select">
            <Select
                name=name
                value=address.value(param)
                options=options
                on_chosen=move |value: String| address.set(param, &value)
            />
        </div>
    }
    .into_any()
}

fn filter_word(status: Option<Status>) -> String {
    match status {
        Some(Status::Invited) => say!(members.invited),
        Some(Status::Accepted) => say!(members.accepted),
        Some(Status::Confirmed) => say!(members.confirmed),
        Some(Status::Revoked) => say!(members.revoked),
        None | Some(Status::Staged | Status::Other(_)) => say!(members.all),
    }
}

fn draw_message(state: MembersState) -> AnyView {
    if let Some(failure) = state.members.failure.get()
        && state.members.value.with(Option::is_none)
    {
        return list::draw_failure(
            &failure,
            tr!(members.title),
            Callback::new(move |()| state.members.again()),
        );
    }
    if state.rows.with(|rows| rows.is_empty()) {
        let text = say!(members.empty_text, client = state.client_name());
        return list::draw_empty(icondata_lu::LuUsers, say!(members.empty), Some(text));
    }
    let address = state.address;
    let filter = state.filter.get();
    if !filter.narrows_apart_from_status() {
        match filter.status {
            Some(Status::Accepted) => {
                return list::draw_empty(icondata_lu::LuUserCheck, say!(members.nobody_waiting), None);
            }
            Some(Status::Revoked) => {
                return list::draw_empty(icondata_lu::LuUserX, say!(members.nobody_revoked), None);
            }
            _ => {}
        }
    }
    let typed = address.value("q").get();
    let searches = !typed.trim().is_empty();
    // Where filters alone leave nothing, clearing them is the next step; "All" leaves revoked ones out without saying so.
    if let Some((count, status)) = row::elsewhere(filter.status, state.counts.get())
        && (filter.status.is_none() || searches)
    {
        return draw_elsewhere(address, count, status);
    }
    if !searches {
        list::draw_no_match(
            say!(format.no_match),
            false,
            Callback::new(move |()| address.clear(&FILTERS)),
        )
    } else {
        list::draw_no_match(
            say!(members.no_match, q = typed),
            true,
            Callback::new(move |()| address.clear(&["q"])),
        )
    }
}

/// So many match under this status; `None` is everybody who is not revoked.
fn draw_elsewhere(address: Address, count: usize, status: Option<Status>) -> AnyView {
    let show = Callback::new(move |()| address.set("status", status_param(status)));
    let n = format::number(count);
    if status.is_some() {
        list::draw_elsewhere(
            say!(members.only_revoked, count = count, n = n),
            Some(say!(members.only_revoked_text)),
            tr!(members.show_revoked),
            show,
        )
    } else {
        let title = say!(members.other_status, count = count, n = n);
        list::draw_elsewhere(title, None, tr!(format.show_all), show)
    }
}

/// What is shown, in the order shown.
fn save(state: MembersState, sort: Option<&Sort>) {
    let rows = state.shown.get_untracked();
    let has = CsvColumns {
        recovery: state.has_recovery,
        added: state.has_dates,
    };
    let heading = has.of(vec![
        say!(members.name),
        say!(members.email),
        say!(members.status),
        say!(members.role),
        say!(members.two_step),
        say!(members.recovery),
        say!(members.groups),
        say!(members.added),
    ]);
    let order = sorted_order(&rows, &columns(state), sort);
    let lines = order.into_iter().filter_map(|index| {
        let row = rows.get(index as usize)?;
        let words = CsvWords {
            status: words::status(row.member.status),
            role: words::role(row.member.role),
            two_step: two_step_word(row),
            recovery: recovery_word(row),
            groups: untrack(|| state.groups_of(row)),
        };
        Some(has.of(row::csv_line(row, words)))
    });
    let owner = untrack(|| state.client_name());
    list::save_csv(&owner, &say!(members.file), std::iter::once(heading).chain(lines));
}

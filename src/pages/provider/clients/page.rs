//! ClientsPage: header and sums, search and filters kept in the address, the table and its states.

use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

use super::row;
use super::state::{ClientsState, FILTERS, use_clients};
use super::table::{columns, state_word};
use super::toolbar::draw_tools;
use crate::api::ids::ProviderId;
use crate::model::directory::ProviderRole;
use crate::pages::list;
use crate::pages::words;
use crate::place::Place;
use crate::text::{format, isolated};
use crate::ui::{Banner, EmptyState, LinkButton, Memo, Sort, Stat, Table, Tone, sorted_order};
use crate::{say, tr};

/// The provider's clients.
#[component]
pub fn ClientsPage(id: ProviderId) -> impl IntoView {
    let state = use_clients(id);
    let known = Memo::new(move |_| state.provider.with(Option::is_some));
    let total = derived(move || state.kept.value.with(|value| value.as_ref().map(|rows| rows.len())));
    list::announce_shown(derived(move || state.shown.with(|rows| rows.len())), total, |total| {
        say!(clients.loaded, count = total, n = format::number(total))
    });
    drawn(move || if known.get() { draw_page(state) } else { draw_unknown() })
}

fn draw_unknown() -> AnyView {
    view! {
        <div class="page">
            <header class="page-head">
                <div><h1 class="page-title" id="page-title" tabindex="-1">{tr!(clients.title)}</h1></div>
            </header>
            <EmptyState
                icon=icondata_lu::LuBuilding2
                title=tr!(clients.unknown_title)
                text=tr!(clients.unknown_text)
                actions=move || view! { <LinkButton label=tr!(clients.to_start) href=Place::Home.href() /> }
            />
        </div>
    }
    .into_any()
}

fn provider_name(state: ClientsState) -> String {
    state
        .provider
        .with(|provider| provider.as_ref().map(|provider| provider.name.clone()))
        .unwrap_or_default()
}

fn draw_page(state: ClientsState) -> AnyView {
    let sub = move || {
        let name = provider_name(state);
        let role = state
            .provider
            .with(|provider| provider.as_ref().map(|provider| provider.role));
        match role {
            Some(ProviderRole::Admin) => say!(clients.sub, provider = name, role = say!(clients.role_admin)),
            Some(ProviderRole::ServiceUser) => say!(clients.sub, provider = name, role = say!(clients.role_service)),
            _ => isolated(&name),
        }
    };
    let suspended = Memo::new(move |_| {
        state
            .provider
            .with(|provider| provider.as_ref().is_some_and(|provider| !provider.enabled))
    });
    let banner = move || {
        suspended.get().then(|| {
            view! {
                <Banner
                    title=derived(move || say!(clients.suspended_title, provider = provider_name(state)))
                    tone=Tone::Danger
                >
                    {tr!(clients.suspended_text)}
                </Banner>
            }
        })
    };
    let sort = state.view.sort();
    let csv = Callback::new(move |()| save(state, sort.get_untracked().as_ref()));
    state.view.offer(Callback::new(move |()| state.refresh()), csv);
    let caption = move || {
        let count = state.shown.with(|rows| format::number(rows.len()));
        say!(clients.caption, provider = provider_name(state), n = count)
    };
    view! {
        <div class="page">
            <header class="page-head">
                <div>
                    <h1 class="page-title" id="page-title" tabindex="-1">{tr!(clients.title)}</h1>
                    <p class="page-sub">{drawn(sub)}</p>
                </div>
                {state.view.draw_actions(csv)}
            </header>
            {drawn(banner)}
            {list::draw_stale_over(state.kept, tr!(clients.title))}
            {draw_totals(state)}
            {draw_tools(state)}
            {drawn(move || {
                let columns = state.view.shown(columns(state.desk, state.toasts));
                view! {
                    <Table
                        caption=derived(caption)
                        columns=columns
                        rows=state.shown
                        sort=sort
                        on_sorted=move |sort: Sort| state.address.set_sort(&sort)
                        loading=derived(move || state.kept.waiting())
                        message=move || draw_message(state)
                        id=|row| row.client.id.as_str()
                        chosen_by=state.address.chosen()
                    />
                }
            })}
        </div>
    }
    .into_any()
}

fn draw_totals(state: ClientsState) -> AnyView {
    let totals = state.totals;
    let ready = move || state.kept.value.with(Option::is_some);
    let number = move |pick: fn(&row::Totals) -> i64| {
        derived(move || {
            if ready() {
                totals.with(|totals| format::number(pick(totals)))
            } else {
                list::UNKNOWN.to_owned()
            }
        })
    };
    // A line of its own even then.
    let hint = move |words: String| if ready() { words } else { "\u{a0}".to_owned() };
    let count_hint = move || {
        let (suspended, full) = totals.with(|totals| (totals.suspended, totals.full));
        hint(say!(
            clients.total_hint,
            suspended = format::number(suspended),
            full = format::number(full)
        ))
    };
    let share_hint = move || {
        let (used, assigned) = totals.with(|totals| (totals.used, totals.assigned));
        let share = row::share(used, assigned).unwrap_or(0.0);
        hint(say!(clients.seats_share, share = format::percent(share)))
    };
    let unlimited_hint = move || match totals.with(|totals| totals.unlimited) {
        0 => String::new(),
        count => say!(clients.unlimited_hint, count = count, n = format::number(count)),
    };
    view! {
        <dl class="stat-grid stat-grid-slim">
            <Stat
                label=tr!(clients.total)
                value=number(|totals| i64::try_from(totals.clients).unwrap_or(i64::MAX))
                hint=derived(count_hint)
            />
            <Stat
                label=tr!(clients.seats_assigned)
                value=number(|totals| totals.assigned)
                hint=derived(unlimited_hint)
            />
            <Stat label=tr!(clients.seats_used) value=number(|totals| totals.used) hint=derived(share_hint) />
            <Stat label=tr!(clients.seats_remaining) value=number(|totals| totals.remaining) />
        </dl>
    }
    .into_any()
}

fn draw_message(state: ClientsState) -> AnyView {
    if let Some(failure) = state.kept.failure.get()
        && state.kept.value.with(Option::is_none)
    {
        return list::draw_failure(
            &failure,
            tr!(clients.title),
            Callback::new(move |()| state.kept.again()),
        );
    }
    if state.rows.with(|rows| rows.is_empty()) {
        let admin = state.provider.with(|provider| {
            provider
                .as_ref()
                .is_some_and(|provider| provider.role == ProviderRole::Admin)
        });
        let text = if admin {
            say!(clients.empty_admin)
        } else {
            say!(clients.empty_service)
        };
        return list::draw_empty(icondata_lu::LuBuilding2, say!(clients.empty), Some(text));
    }
    let address = state.address;
    let filter = state.filter.get();
    let typed = address.value("q").get();
    let searches = !typed.trim().is_empty();
    let elsewhere = state.counts.get()[0];
    if filter.state.is_some() && searches && elsewhere > 0 {
        return list::draw_elsewhere(
            say!(clients.other_state, count = elsewhere, n = format::number(elsewhere)),
            None,
            tr!(format.show_all),
            Callback::new(move |()| address.set("state", "")),
        );
    }
    if !searches {
        list::draw_no_match(
            say!(format.no_match),
            false,
            Callback::new(move |()| address.clear(&FILTERS)),
        )
    } else {
        list::draw_no_match(
            say!(clients.no_match, q = typed),
            true,
            Callback::new(move |()| address.clear(&["q"])),
        )
    }
}

/// What is shown, in the order shown.
fn save(state: ClientsState, sort: Option<&Sort>) {
    let rows = state.shown.get_untracked();
    let heading = vec![
        say!(clients.client),
        say!(clients.assigned),
        say!(clients.used),
        say!(clients.remaining),
        say!(clients.plan),
        say!(clients.state),
    ];
    let order = sorted_order(&rows, &columns(state.desk, state.toasts), sort);
    let lines = order.into_iter().filter_map(|index| {
        let row = rows.get(index as usize)?;
        let plan = words::plan(&row.client.plan);
        Some(row::csv_line(row, plan, state_word(row.client.state)))
    });
    let owner = untrack(|| provider_name(state));
    list::save_csv(&owner, &say!(clients.file), std::iter::once(heading).chain(lines));
}

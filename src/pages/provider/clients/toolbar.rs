//! The tools over the Clients list: search, state, plan, favourites.

use leptos::prelude::*;

use super::row::{self, STATES, state_param};
use super::state::ClientsState;
use crate::model::client::ClientState;
use crate::pages::list;
use crate::pages::words;
use crate::text::isolated;
use crate::ui::live::{derived, live};
use crate::ui::{Icon, Segment, SegmentedFilter, Select, SelectOption};
use crate::{say, tr};

pub(super) fn draw_tools(state: ClientsState) -> AnyView {
    let address = state.address;
    let segments = move || {
        let (counts, known) = (state.counts.get(), state.kept.value.with(Option::is_some));
        STATES
            .into_iter()
            .zip(counts)
            .map(|(state, count)| Segment {
                value: state_param(state).to_owned(),
                label: filter_word(state),
                count: Some(list::count(known, count)),
            })
            .collect::<Vec<_>>()
    };
    let plans = move || {
        let every = SelectOption {
            value: String::new(),
            label: say!(clients.any_plan),
        };
        let plans = state.rows.with(|rows| row::plans(rows));
        let plans = plans.into_iter().map(|plan| SelectOption {
            label: isolated(&words::plan(&plan)),
            value: plan,
        });
        std::iter::once(every).chain(plans).collect::<Vec<_>>()
    };
    view! {
        <div class="toolbar">
            {list::draw_search(tr!(clients.search), address)}
            <SegmentedFilter
                label=tr!(clients.state)
                value=address.value("state")
                segments=derived(segments)
                on_chosen=move |value: String| address.set("state", &value)
            />
            <div class="toolbar-rest">
                <div class="toolbar-select">
                    <Select
                        name=tr!(clients.plan)
                        value=address.value("plan")
                        options=derived(plans)
                        on_chosen=move |value: String| address.set("plan", &value)
                    />
                </div>
                {draw_favourites(state)}
                {list::draw_tools_end(
                    derived(move || state.shown.with(|rows| rows.len())),
                    derived(move || state.rows.with(|rows| rows.len())),
                    state.kept.progress(),
                    Callback::new(move |()| state.refresh()),
                )}
            </div>
        </div>
    }
    .into_any()
}

/// Favourites alone, or all.
fn draw_favourites(state: ClientsState) -> AnyView {
    let address = state.address;
    let value = address.value("fav");
    let on = derived(move || value.with(|value| !value.is_empty()));
    let pressed = move |_| address.set("fav", if on.get_untracked() { "" } else { "1" });
    view! {
        <button
            class="button filter-button"
            type="button"
            data-rank="secondary"
            aria-pressed=live(move || on.get().to_string())
            on:click=pressed
        >
            <Icon shape=icondata_lu::LuStar />
            <span class="button-label">{tr!(desk.favourites)}</span>
        </button>
    }
    .into_any()
}

fn filter_word(state: Option<ClientState>) -> String {
    match state {
        None | Some(ClientState::NoAccess) => say!(clients.all),
        Some(ClientState::Active) => say!(clients.filter_active),
        Some(ClientState::Full) => say!(clients.filter_full),
        Some(ClientState::Suspended) => say!(clients.filter_suspended),
    }
}

//! The columns of the Clients list.

use std::sync::Arc;

use leptos::prelude::*;

use super::row::ClientRow;
use crate::model::client::ClientState;
use crate::pages::words;
use crate::place::{ConsolePage, Place};
use crate::session::Desk;
use crate::text::explain::explain;
use crate::text::{format, isolated};
use crate::ui::live::derived;
use crate::ui::{Avatar, Badge, Column, ColumnWidth, IconButton, Toasts, Tone, foreign};
use crate::{say, tr};

type Row = Arc<ClientRow>;

/// A state in words.
pub fn state_word(state: ClientState) -> String {
    match state {
        ClientState::Active => say!(clients.state_active),
        ClientState::Full => say!(clients.state_full),
        ClientState::Suspended => say!(clients.state_suspended),
        ClientState::NoAccess => say!(clients.state_no_access),
    }
}

fn state_tone(state: ClientState) -> Tone {
    match state {
        ClientState::Active => Tone::Success,
        ClientState::Full => Tone::Warning,
        ClientState::Suspended => Tone::Danger,
        ClientState::NoAccess => Tone::Neutral,
    }
}

/// A number of seats; none is no limit.
fn seats(count: Option<i64>) -> String {
    count.map_or_else(|| say!(format.unlimited), format::number)
}

pub fn columns(desk: Desk, toasts: Toasts) -> Vec<Column<Row>> {
    vec![
        Column::new("name", tr!(clients.client), move |row: &Row| {
            draw_name(row, desk, toasts)
        })
        .row_header()
        .width(ColumnWidth::Wide)
        .sort_by(|a: &Row, b: &Row| a.rank.cmp(&b.rank)),
        Column::new("assigned", tr!(clients.assigned), |row: &Row| {
            seats(row.client.assigned)
        })
        .numeric()
        .sort_by(|a: &Row, b: &Row| a.assigned().cmp(&b.assigned())),
        Column::new("used", tr!(clients.used), |row: &Row| format::number(row.client.used))
            .numeric()
            .sort_by(|a: &Row, b: &Row| a.client.used.cmp(&b.client.used)),
        Column::new("remaining", tr!(clients.remaining), draw_remaining)
            .numeric()
            .sort_by(|a: &Row, b: &Row| a.remaining().cmp(&b.remaining())),
        Column::new("plan", tr!(clients.plan), |row: &Row| {
            foreign(words::plan(&row.client.plan))
        })
        .sort_by(|a: &Row, b: &Row| a.plan_rank.cmp(&b.plan_rank)),
        Column::new("state", tr!(clients.state), |row: &Row| {
            let state = row.client.state;
            view! { <Badge label=state_word(state) tone=state_tone(state) /> }
        })
        .width(ColumnWidth::Tight)
        .sort_by(|a: &Row, b: &Row| a.client.state.cmp(&b.client.state)),
    ]
}

fn draw_name(row: &Row, desk: Desk, toasts: Toasts) -> AnyView {
    let name = row.client.name.clone();
    let words = if row.client.state == ClientState::NoAccess {
        view! {
            <span>{foreign(name.clone())}</span>
            <span class="cell-sub">{say!(clients.no_access_why)}</span>
        }
        .into_any()
    } else {
        let href = Place::Console(row.client.id.clone(), ConsolePage::Overview).href();
        view! { <a href=href title=isolated(&name)>{foreign(name.clone())}</a> }.into_any()
    };
    view! {
        <span class="cell-name">
            {draw_star(row, desk, toasts)}
            <Avatar name=name square=true />
            <span class="cell-words">{words}</span>
        </span>
    }
    .into_any()
}

fn draw_star(row: &Row, desk: Desk, toasts: Toasts) -> AnyView {
    let id = row.client.id.clone();
    let on = {
        let id = id.clone();
        derived(move || desk.with(|kept| kept.is_favourite(&id)))
    };
    let pressed = move |()| {
        if let Err(failure) = desk.change(|kept| kept.turn_favourite(&id)) {
            toasts.error(explain(&failure).in_one_line());
        }
    };
    let name = say!(desk.favourite_of, client = row.client.name.clone());
    view! { <span class="star"><IconButton name shape=icondata_lu::LuStar pressed=on on_pressed=pressed /></span> }
        .into_any()
}

fn draw_remaining(row: &Row) -> AnyView {
    let number = seats(row.client.remaining);
    let bar = row.share().map(|share| {
        let level = match row.client.remaining {
            Some(left) if left <= 0 => "full",
            _ if share >= 0.9 => "near",
            _ => "free",
        };
        view! {
            <span class="seat-bar" data-level=level aria-hidden="true" style:--share=format!("{:.0}%", share * 100.0)></span>
        }
    });
    view! { <span class="seat-cell">{number}{bar}</span> }.into_any()
}

//! The columns of the Collections list.

use std::sync::Arc;

use leptos::prelude::*;

use super::row::CollectionRow;
use super::state::CollectionsState;
use crate::model::access::Reach;
use crate::pages::list;
use crate::text::explain::explain_crypto;
use crate::text::format;
use crate::ui::{Badge, Column, ColumnWidth, Icon, Tone, foreign};
use crate::{say, tr};

type Row = Arc<CollectionRow>;

/// A number, or a dash while it isn't known.
fn count(row: &CollectionRow, pick: fn(Reach) -> usize) -> String {
    row.reach
        .map_or_else(|| list::UNKNOWN.to_owned(), |reach| format::number(pick(reach)))
}

/// With `has_groups` there is a column for them.
pub fn columns(state: CollectionsState, has_groups: bool) -> Vec<Column<Row>> {
    let mut columns = vec![
        Column::new("name", tr!(collections.name), move |row: &Row| draw_name(state, row))
            .row_header()
            .width(ColumnWidth::Wide)
            .sort_by(|a: &Row, b: &Row| a.rank.cmp(&b.rank)),
        Column::new("members", tr!(collections.members), |row: &Row| {
            count(row, |reach| reach.members)
        })
        .numeric()
        .sort_by(|a: &Row, b: &Row| {
            let members = |row: &Row| row.reach.map(|reach| reach.members);
            members(a).cmp(&members(b))
        }),
    ];
    if has_groups {
        columns.push(
            Column::new("groups", tr!(collections.groups), |row: &Row| {
                count(row, |reach| reach.groups)
            })
            .numeric()
            .sort_by(|a: &Row, b: &Row| {
                let groups = |row: &Row| row.reach.map(|reach| reach.groups);
                groups(a).cmp(&groups(b))
            }),
        );
    }
    columns
}

fn draw_name(state: CollectionsState, row: &Row) -> AnyView {
    let (depth, own, note) = match &row.place {
        Ok(place) => (place.depth, place.own.clone(), place.parent.clone()),
        Err(error) => (0, say!(collections.unreadable), explain_crypto(*error).title),
    };
    let note = (!note.is_empty()).then(|| view! { <span class="cell-sub">{foreign(note)}</span> });
    let opened = Arc::clone(row);
    let alarming = !state.client.with_untracked(|client| client.admins_manage_all);
    let unmanaged = (alarming && row.is_unmanaged()).then(|| {
        view! {
            <span title=say!(collections.unmanaged_why)>
                <Badge label=say!(collections.unmanaged) tone=Tone::Warning />
            </span>
        }
    });
    view! {
        <span class="tree-name" style:--depth=depth.to_string()>
            <Icon shape=icondata_lu::LuFolder />
            <span class="cell-words">
                <span class="member-label">
                    <button
                        class="row-open"
                        type="button"
                        aria-haspopup="dialog"
                        on:click=move |_| state.open.set(Some(Arc::clone(&opened)))
                    >
                        {foreign(own)}
                    </button>
                    {unmanaged}
                </span>
                {note}
            </span>
        </span>
    }
    .into_any()
}

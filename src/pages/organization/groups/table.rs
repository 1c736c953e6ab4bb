//! The columns of the Groups list.

use std::sync::Arc;

use leptos::prelude::*;

use super::row::GroupRow;
use super::state::GroupsState;
use crate::pages::list::{UNKNOWN, draw_names};
use crate::text::format;
use crate::ui::{Column, ColumnWidth, foreign};
use crate::{say, tr};

type Row = Arc<GroupRow>;

pub fn columns(state: GroupsState) -> Vec<Column<Row>> {
    vec![
        Column::new("name", tr!(groups.name), move |row: &Row| {
            let id = row.id.clone();
            view! {
                <button
                    class="row-open"
                    type="button"
                    aria-haspopup="dialog"
                    on:click=move |_| state.address.set("open", id.as_str())
                >
                    {foreign(row.name.clone())}
                </button>
            }
        })
        .row_header()
        .width(ColumnWidth::Wide)
        .sort_by(|a: &Row, b: &Row| a.rank.cmp(&b.rank)),
        Column::new("members", tr!(groups.members), |row: &Row| {
            row.members.map_or_else(|| UNKNOWN.to_owned(), format::number)
        })
        .numeric()
        .sort_by(|a: &Row, b: &Row| a.members.cmp(&b.members)),
        Column::new("collections", tr!(groups.collections), |row: &Row| {
            if row.everything {
                return say!(collections.everything).into_any();
            }
            let names: Vec<String> = row.collections.iter().map(|(name, _)| name.clone()).collect();
            draw_names(&names)
        })
        .sort_by(|a: &Row, b: &Row| {
            let reached = |row: &Row| (row.everything, row.collections.len());
            reached(a).cmp(&reached(b))
        }),
        Column::new("external_id", tr!(groups.external_id), |row: &Row| {
            foreign(row.external_id.clone())
        })
        .sort_by(|a: &Row, b: &Row| a.external_id.cmp(&b.external_id)),
    ]
}

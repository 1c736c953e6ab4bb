//! How are many things shown in lines? In a native table with sortable headers that stays quick with ten thousand rows.

mod body;
mod column;
mod focus;
mod frame;
mod head;
mod sort;
mod view;
mod window;

use crate::ui::memo::Memo;
use std::sync::Arc;

use leptos::prelude::*;

pub use column::{Column, ColumnWidth};
pub use sort::{Sort, sorted_order};

use self::body::DrawRow;
use self::focus::Ids;
use self::frame::{Frame, draw_frame};

/// A table over rows of `T`.
///
/// The page owns rows (already filtered) and order, and keeps both in the address. While `loading`, grey bars stand in the rows' place; with
/// no rows at all `message` does, whose content the page chooses: empty, no match, or failed.
/// More than 100 rows are windowed; below 640 px of room each row becomes a card.
#[component]
pub fn Table<T: Send + Sync + 'static>(
    /// Purpose and count, read but not shown: "Members of Berg & Co, 250".
    #[prop(into)]
    caption: Signal<String>,
    columns: Vec<Column<T>>,
    #[prop(into)] rows: Signal<Arc<Vec<T>>>,
    #[prop(optional, into)] sort: Signal<Option<Sort>>,
    #[prop(optional, into)] on_sorted: Option<Callback<Sort>>,
    #[prop(optional, into)] loading: Signal<bool>,
    /// Stands in the table's place when there are no rows.
    #[prop(optional, into)]
    message: ViewFn,
    /// What a row is known by, so that the focus stays with it when rows change.
    #[prop(optional)]
    id: Option<fn(&T) -> &str>,
    /// What rows are chosen by: a search, filters. Chosen otherwise, they are shown from the first one.
    #[prop(optional, into)]
    chosen_by: Signal<String>,
) -> impl IntoView {
    let heads = Arc::new(columns.iter().map(|column| column.head).collect::<Vec<_>>());
    let columns = Arc::new(columns);
    let order = {
        let columns = Arc::clone(&columns);
        let sorted = move || rows.with(|rows| sort.with(|sort| sorted_order(rows, &columns, sort.as_ref())));
        Memo::told_apart(move |_| Arc::new(sorted()), Arc::ptr_eq)
    };
    // Only these two closures depend on the row's type; everything else is compiled once for all tables.
    let draw: DrawRow = Arc::new(move |index| {
        // Other rows are another order as well, which has them drawn.
        rows.with_untracked(|rows| {
            let row = rows.get(index as usize)?;
            Some(columns.iter().map(|column| (column.draw)(row)).collect())
        })
    });
    let ids = Ids {
        at: Arc::new(move |position| {
            let index = order.try_with_untracked(|order| order.get(position).copied())??;
            rows.try_with_untracked(|rows| Some(id?(rows.get(index as usize)?).to_owned()))?
        }),
        position: Arc::new(move |wanted| {
            rows.try_with_untracked(|rows| {
                let index = rows.iter().position(|row| id.is_some_and(|id| id(row) == wanted))?;
                order.try_with_untracked(|order| order.iter().position(|other| *other as usize == index))?
            })?
        }),
    };
    draw_frame(Frame {
        caption,
        heads,
        order,
        draw,
        sort,
        on_sorted,
        loading,
        message,
        ids,
        chosen_by,
    })
}

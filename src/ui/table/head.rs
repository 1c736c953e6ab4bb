//! What stands over the columns? Headers; a sortable one is a button, and only the active column tells its order.

use crate::ui::live::{drawn, live};
use leptos::prelude::*;

use super::column::{ColumnHead, ColumnWidth};
use super::sort::Sort;
use crate::ui::icon::{Icon, IconShape};

impl ColumnWidth {
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Tight => Some("tight"),
            Self::Wide => Some("wide"),
        }
    }
}

/// Draws the header row.
pub(super) fn draw_head(
    heads: Vec<ColumnHead>,
    sort: Signal<Option<Sort>>,
    on_pressed: Callback<&'static str>,
) -> AnyView {
    let cells = heads
        .into_iter()
        .map(|head| draw_header(head, sort, on_pressed))
        .collect::<Vec<_>>();
    view! {
        <thead class="table-head" role="rowgroup">
            <tr role="row" aria-rowindex="1">{cells}</tr>
        </thead>
    }
    .into_any()
}

fn draw_header(head: ColumnHead, sort: Signal<Option<Sort>>, on_pressed: Callback<&'static str>) -> AnyView {
    let ColumnHead {
        key,
        label,
        sortable,
        numeric,
        bare,
        width,
        ..
    } = head;
    let direction = move || {
        sort.with(|sort| {
            sort.as_ref()
                .filter(|sort| sort.column == key)
                .map(|sort| sort.descending)
        })
    };
    let inside = if sortable {
        let shape = move || -> IconShape {
            match direction() {
                Some(false) => icondata_lu::LuArrowUp,
                Some(true) => icondata_lu::LuArrowDown,
                None => icondata_lu::LuChevronsUpDown,
            }
        };
        view! {
            <button class="table-sort" type="button" on:click=move |_| on_pressed.run(key)>
                <span>{label}</span>
                {drawn(move || view! { <Icon shape=shape() /> })}
            </button>
        }
        .into_any()
    } else if bare {
        view! { <span class="hidden-text">{label}</span> }.into_any()
    } else {
        view! { <span>{label}</span> }.into_any()
    };
    view! {
        <th
            role="columnheader"
            scope="col"
            data-numeric=numeric.then_some("")
            data-width=width.name()
            data-sortable=sortable.then_some("")
            aria-sort=live(move || direction().map(|descending| if descending { "descending" } else { "ascending" }))
        >
            {inside}
        </th>
    }
    .into_any()
}

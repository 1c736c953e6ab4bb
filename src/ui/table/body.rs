//! What stands under the headers? Blocks of rows, each drawn or held open by a spacer; or grey bars, or a message.

use std::sync::Arc;

use crate::ui::live::{drawn, keyed, live};
use crate::ui::memo::Memo;
use leptos::prelude::*;

use super::column::ColumnHead;
use super::window::{BLOCK, Blocks, block_count, rows_in};

/// Draws the cells' content of the row at an index of the caller's rows; none when the row is gone.
pub(super) type DrawRow = Arc<dyn Fn(u32) -> Option<Vec<AnyView>> + Send + Sync>;

/// What the blocks need to know.
#[derive(Clone)]
pub(super) struct Body {
    pub heads: Arc<Vec<ColumnHead>>,
    pub order: Memo<Arc<Vec<u32>>>,
    pub draw: DrawRow,
    pub windowed: Memo<bool>,
    pub in_view: RwSignal<Blocks>,
    /// The block with the keyboard focus. It is kept wherever the view goes, and its neighbours with it: Tab leads there.
    pub focused: RwSignal<Option<usize>>,
    pub row_height: RwSignal<f64>,
}

/// Draws all blocks. Their elements stay where they are, so scrolling never moves a focused row in the document.
pub(super) fn draw_body(body: Body) -> AnyView {
    let order = body.order;
    let count = Memo::new(move |_| block_count(order.with(|order| order.len())));
    // Numbers of blocks stay far below what an u32 holds: rows are counted in one as well.
    keyed(
        move || (0..count.get() as u32).collect(),
        move |block| draw_block(body.clone(), block as usize),
    )
}

fn draw_block(body: Body, block: usize) -> AnyView {
    let Body {
        windowed,
        in_view,
        focused,
        ..
    } = body;
    let near_focus = move || focused.get().is_some_and(|focused| focused.abs_diff(block) <= 1);
    let shown = Memo::new(move |_| !windowed.get() || in_view.get().contains(block) || near_focus());
    let inside = move || {
        if shown.get() {
            draw_rows(&body, block)
        } else {
            draw_spacer(&body, block)
        }
    };
    view! { <tbody class="table-block" role="rowgroup" data-block=block.to_string()>{drawn(inside)}</tbody> }.into_any()
}

fn draw_rows(body: &Body, block: usize) -> AnyView {
    let order = body.order.get();
    let first = block * BLOCK;
    let rows = order.iter().enumerate().skip(first).take(BLOCK);
    rows.filter_map(|(position, &index)| {
        let cells = (body.draw)(index)?;
        let cells = cells
            .into_iter()
            .zip(body.heads.iter())
            .map(|(cell, head)| draw_cell(cell, *head))
            .collect::<Vec<_>>();
        // The header row is number one.
        Some(view! { <tr role="row" aria-rowindex=(position + 2).to_string()>{cells}</tr> })
    })
    .collect::<Vec<_>>()
    .into_any()
}

fn draw_cell(cell: AnyView, head: ColumnHead) -> AnyView {
    let ColumnHead {
        label,
        row_header,
        numeric,
        bare,
        width,
        ..
    } = head;
    let said = (!bare && !row_header).then_some(label);
    let numeric = numeric.then_some("");
    if row_header {
        view! { <th role="rowheader" scope="row" data-width=width.name()>{cell}</th> }.into_any()
    } else {
        view! {
            <td role="cell" data-label=said data-numeric=numeric data-width=width.name()>{cell}</td>
        }
        .into_any()
    }
}

fn draw_spacer(body: &Body, block: usize) -> AnyView {
    let Body { order, row_height, .. } = *body;
    let height = move || {
        let rows = rows_in(block, order.with(|order| order.len()));
        // Far fewer rows than a float counts exactly.
        format!("{}px", rows as f64 * row_height.get())
    };
    let span = body.heads.len().to_string();
    view! { <tr class="table-spacer" aria-hidden="true"><td colspan=span style:height=live(height)></td></tr> }
        .into_any()
}

/// Grey bars in the place of rows.
pub(super) fn draw_skeleton(columns: usize) -> AnyView {
    let row = || {
        let cells = (0..columns)
            .map(|_| view! { <td><span class="skeleton-bar"></span></td> })
            .collect::<Vec<_>>();
        view! { <tr>{cells}</tr> }
    };
    let rows = (0..8).map(|_| row()).collect::<Vec<_>>();
    view! { <tbody class="table-skeleton" aria-hidden="true">{rows}</tbody> }.into_any()
}

/// A message in the place of rows.
pub(super) fn draw_message(message: &ViewFn, columns: usize) -> AnyView {
    view! {
        <tbody class="table-message" role="rowgroup">
            <tr role="row"><td role="cell" colspan=columns.to_string()>{message.run()}</td></tr>
        </tbody>
    }
    .into_any()
}

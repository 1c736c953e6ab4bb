//! What stands under the headers? Rows, those out of view held open by spacers; or grey bars, or a message.

use std::ops::Range;
use std::sync::Arc;

use crate::ui::live::{drawn, keyed, live};
use crate::ui::memo::Memo;
use leptos::prelude::*;

use super::column::ColumnHead;
use super::window::{Blocks, LARGEST, Part};

/// Numbers of the caller's rows, from the first one down; another one whenever the rows or their order change.
pub(super) type Order = Arc<Vec<u32>>;

/// Draws the cells' content of the row at an index of the caller's rows; none when the row is gone.
pub(super) type DrawRow = Arc<dyn Fn(u32) -> Option<Vec<AnyView>> + Send + Sync>;

/// Which rows are drawn, in which order.
#[derive(Clone)]
pub(super) struct Drawn {
    pub order: Order,
    pub blocks: Blocks,
    /// Where rows of the order before stay until it is their turn: nothing is blank meanwhile.
    pub in_view: Blocks,
}

impl Drawn {
    pub fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.order, &other.order) && self.blocks == other.blocks && self.in_view == other.in_view
    }

    fn meet(&self, part: Part) -> bool {
        self.blocks.meet(part) || self.in_view.meet(part)
    }
}

/// What the parts need to know.
#[derive(Clone)]
pub(super) struct Body {
    pub heads: Arc<Vec<ColumnHead>>,
    pub drawn: Memo<Drawn>,
    pub total: Memo<usize>,
    pub draw: DrawRow,
    /// The block with the keyboard focus. It is kept wherever the view goes, and its neighbours with it: Tab leads there.
    pub focused: RwSignal<Option<usize>>,
    pub row_height: RwSignal<f64>,
}

/// Draws the rows near the view, and holds the rest open. Blocks stay where they are, so scrolling never moves a focused row in
/// the document.
pub(super) fn draw_body(body: Body) -> AnyView {
    let total = body.total;
    draw_parts(body, LARGEST, move || Part::largest(total.get()))
}

fn draw_parts(body: Body, blocks: usize, numbers: impl Fn() -> Range<usize> + Send + Sync + 'static) -> AnyView {
    keyed(
        // Numbers of parts stay far below what an u32 holds: rows are counted in one as well.
        move || numbers().map(|number| number as u32).collect(),
        move |number| draw_part(body.clone(), Part::of(number as usize, blocks)),
    )
}

fn draw_part(body: Body, part: Part) -> AnyView {
    let Body {
        drawn: now,
        total,
        focused,
        ..
    } = body;
    let near_focus = move || focused.get().is_some_and(|block| Blocks::around(block).meet(part));
    let Some(blocks) = part.smaller() else {
        // Told of another order only when it is drawn.
        let order = move |before: Option<&Option<Order>>| {
            let near_focus = near_focus();
            now.with(|now| {
                if near_focus || now.blocks.meet(part) {
                    Some(Arc::clone(&now.order))
                } else if now.in_view.meet(part) {
                    before.cloned().flatten()
                } else {
                    None
                }
            })
        };
        let order = Memo::told_apart(order, |before, now| match (before, now) {
            (Some(before), Some(now)) => Arc::ptr_eq(before, now),
            (before, now) => before.is_none() && now.is_none(),
        });
        let block = move || match order.get() {
            Some(order) => draw_block(&body, part, &order),
            None => draw_spacer(&body, part),
        };
        return drawn(block).into_any();
    };
    let near = Memo::new(move |_| now.with(|now| now.meet(part)) || near_focus());
    let inside = move || {
        if near.get() {
            draw_parts(body.clone(), blocks, move || part.parts(blocks, total.get()))
        } else {
            draw_spacer(&body, part)
        }
    };
    drawn(inside).into_any()
}

fn draw_block(body: &Body, part: Part, order: &[u32]) -> AnyView {
    let rows = part.rows(order.len()).filter_map(|position| {
        let cells = (body.draw)(*order.get(position)?)?;
        let cells = cells
            .into_iter()
            .zip(body.heads.iter())
            .map(|(cell, head)| draw_cell(cell, *head))
            .collect::<Vec<_>>();
        // The header row is number one.
        Some(view! { <tr role="row" aria-rowindex=(position + 2).to_string()>{cells}</tr> })
    });
    let rows = rows.collect::<Vec<_>>();
    view! { <tbody class="table-block" role="rowgroup">{rows}</tbody> }.into_any()
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
    if row_header {
        return view! { <th role="rowheader" scope="row" data-width=width.name()>{cell}</th> }.into_any();
    }
    // Read here, where another language has the whole block drawn: as a signal each cell would watch it.
    let said = (!bare).then(|| label.get());
    let numeric = numeric.then_some("");
    view! { <td role="cell" data-label=said data-numeric=numeric data-width=width.name()>{cell}</td> }.into_any()
}

fn draw_spacer(body: &Body, part: Part) -> AnyView {
    let Body { total, row_height, .. } = *body;
    // Far fewer rows than a float counts exactly.
    let height = move || format!("{}px", part.rows(total.get()).len() as f64 * row_height.get());
    view! {
        <tbody class="table-spacer" aria-hidden="true"><tr><td style:height=live(height)></td></tr></tbody>
    }
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

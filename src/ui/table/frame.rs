//! What is around the rows? The scrolling region with its name, the caption, and what is to be done when rows change.

use std::sync::Arc;

use crate::ui::live::{drawn, live};
use crate::ui::memo::Memo;
use leptos::{html, prelude::*};

use super::body::{Body, DrawRow, Drawn, Order, draw_body, draw_message, draw_skeleton};
use super::column::ColumnHead;
use super::focus::{Ids, RowFocus};
use super::head::draw_head;
use super::sort::Sort;
use super::view::{View, follow_spot, return_to};
use super::window::{Blocks, SIMPLE};
use crate::browser::print::printing;
use crate::ui::announcer::Announcer;
use crate::ui::focus::after_drawing;
use crate::ui::id::fresh_id;
use crate::ui::measure::watch_size;
use crate::ui::words::{Words, use_words};

/// Everything about a table but the type of its rows.
pub(super) struct Frame {
    pub caption: Signal<String>,
    pub heads: Arc<Vec<ColumnHead>>,
    pub order: Memo<Order>,
    pub draw: DrawRow,
    pub sort: Signal<Option<Sort>>,
    pub on_sorted: Option<Callback<Sort>>,
    pub loading: Signal<bool>,
    pub message: ViewFn,
    pub ids: Ids,
    pub chosen_by: Signal<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Skeleton,
    Message,
    Rows,
}

pub(super) fn draw_frame(frame: Frame) -> AnyView {
    let Frame {
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
    } = frame;
    let words = use_words();
    let id = fresh_id("table");
    let region = NodeRef::<html::Div>::new();
    let total = Memo::new(move |_| order.with(|order| order.len()));
    // A sheet of paper doesn't scroll: all rows are on it.
    let printing = printing();
    let windowed = Memo::new(move |_| total.get() > SIMPLE && !printing.get());
    let shown = Memo::new(move |_| match (loading.get(), total.get()) {
        (true, _) => Shown::Skeleton,
        (false, 0) => Shown::Message,
        (false, _) => Shown::Rows,
    });
    let view = View::new(region, total);
    let focus = RowFocus::new(region, ids);
    let body = Body {
        heads: Arc::clone(&heads),
        drawn: what_is_drawn(order, view, printing),
        total,
        draw,
        focused: focus.block,
        row_height: view.row_height,
    };
    region.on_load(move |region| watch_size(&region, move || view.measure()));
    let spot = follow_spot(view, focus);
    Effect::new(move |_| {
        // Other rows, another order: measured once they are drawn.
        order.track();
        view.start_over();
        if shown.get() != Shown::Skeleton {
            view.measure();
            after_drawing(move || {
                focus.rows_changed(total.try_with_untracked(|total| *total).unwrap_or(0));
                if let Some(spot) = spot.try_update_value(Option::take).flatten() {
                    // Only when what isn't drawn has its measured height does a place in it mean the same row.
                    after_drawing(move || return_to(&spot, view, focus));
                }
            });
        }
    });
    Effect::new(move |before: Option<(String, Option<Sort>)>| {
        let now = (chosen_by.get(), sort.get());
        if before.is_some_and(|before| before != now) {
            after_drawing(move || view.scroll_to(0.0));
        }
        now
    });
    let columns = heads.len();
    let rows = move || match shown.get() {
        Shown::Skeleton => draw_skeleton(columns),
        Shown::Message => draw_message(&message, columns),
        Shown::Rows => draw_body(body.clone()),
    };
    // The header row counts; while rows are on their way nobody knows how many, and a message is none.
    let row_count = move || {
        // Read before what is computed from it: an effect that meets a change of it by way of a memo that stays the same takes
        // it for no change.
        let total = total.get();
        match shown.get() {
            Shown::Skeleton => Some("-1".to_owned()),
            Shown::Message => None,
            Shown::Rows => Some((total + 1).to_string()),
        }
    };
    let pressed = sort_presses(Arc::clone(&heads), sort, on_sorted, words);
    view! {
        <div
            class="table-region"
            role="region"
            aria-labelledby=id.clone()
            aria-busy=live(move || loading.get().then_some("true"))
            tabindex="0"
            node_ref=region
            on:scroll=move |_| view.measure()
            on:focusin=move |event| focus.came(&event)
            on:focusout=move |event| focus.left(&event)
        >
            <table
                class="table"
                role="table"
                aria-labelledby=id.clone()
                aria-rowcount=live(row_count)
                data-windowed=live(move || windowed.get().then_some(""))
            >
                <caption class="hidden-text" id=id.clone()>{caption}</caption>
                {draw_head(heads.to_vec(), sort, pressed)}
                {drawn(rows)}
            </table>
        </div>
    }
    .into_any()
}

/// Of other rows, or another order, those in view are drawn first, and the others in the frames after that.
fn what_is_drawn(order: Memo<Order>, view: View, printing: RwSignal<bool>) -> Memo<Drawn> {
    let drawn = move |before: Option<&Drawn>| {
        let (order, wanted, in_view) = (order.get(), view.blocks.get(), view.in_view.get());
        let known = before.is_some_and(|before| Arc::ptr_eq(&before.order, &order));
        let blocks = match (printing.get(), known) {
            (true, _) => Blocks::ALL,
            (false, true) => wanted,
            (false, false) => in_view.beginning(),
        };
        Drawn { order, blocks, in_view }
    };
    Memo::told_apart(drawn, Drawn::same)
}

/// What a press on a header does: asks the page for the new order and says it.
fn sort_presses(
    heads: Arc<Vec<ColumnHead>>,
    sort: Signal<Option<Sort>>,
    on_sorted: Option<Callback<Sort>>,
    words: Words,
) -> Callback<&'static str> {
    let announcer = use_context::<Announcer>();
    Callback::new(move |key: &'static str| {
        let next = sort.with_untracked(|now| Sort::pressed(now.as_ref(), key));
        if let (Some(announcer), Some(head)) = (announcer, heads.iter().find(|head| head.key == key)) {
            announcer.announce(words.sorted_by.run((head.label.get_untracked(), next.descending)));
        }
        if let Some(callback) = on_sorted {
            callback.run(next);
        }
    })
}

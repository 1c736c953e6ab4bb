//! What is around the rows? The scrolling region with its name, the caption, and the measuring that windowing needs.

use std::sync::Arc;

use crate::ui::live::{drawn, live};
use crate::ui::memo::Memo;
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlDivElement, ResizeObserver};

use super::body::{Body, DrawRow, draw_body, draw_message, draw_skeleton};
use super::column::ColumnHead;
use super::head::draw_head;
use super::sort::Sort;
use super::window::{Blocks, SIMPLE};
use crate::ui::announcer::Announcer;
use crate::ui::focus::find_in;
use crate::ui::id::fresh_id;
use crate::ui::words::{Words, use_words};

/// Everything about a table but the type of its rows.
pub(super) struct Frame {
    pub caption: Signal<String>,
    pub heads: Arc<Vec<ColumnHead>>,
    pub order: Memo<Arc<Vec<u32>>>,
    pub draw: DrawRow,
    pub sort: Signal<Option<Sort>>,
    pub on_sorted: Option<Callback<Sort>>,
    pub loading: Signal<bool>,
    pub message: ViewFn,
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
    } = frame;
    let words = use_words();
    let id = fresh_id("table");
    let region = NodeRef::<html::Div>::new();
    let total = Memo::new(move |_| order.with(|order| order.len()));
    let windowed = Memo::new(move |_| total.get() > SIMPLE);
    let shown = Memo::new(move |_| match (loading.get(), total.get()) {
        (true, _) => Shown::Skeleton,
        (false, 0) => Shown::Message,
        (false, _) => Shown::Rows,
    });
    let in_view = RwSignal::new(Blocks::at_top());
    let row_height = RwSignal::new(40.0);
    let focused = RwSignal::new(None);
    let body = Body {
        heads: Arc::clone(&heads),
        order,
        draw,
        windowed,
        in_view,
        focused,
        row_height,
    };
    let measure = move || {
        if let Some(region) = region.try_get_untracked().flatten() {
            measure_view(&region, row_height, in_view);
        }
    };
    region.on_load(move |region| watch_size(&region, measure));
    Effect::new(move |_| {
        // Other rows, another order: measured once they are drawn.
        order.track();
        shown.track();
        request_animation_frame(measure);
    });
    let columns = heads.len();
    let rows = move || match shown.get() {
        Shown::Skeleton => draw_skeleton(columns),
        Shown::Message => draw_message(&message, columns),
        Shown::Rows => draw_body(body.clone()),
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
            on:scroll=move |_| {
                if windowed.get_untracked() {
                    measure();
                }
            }
            on:focusin=move |event| focused.set(block_of(event.target()))
            on:focusout=move |event| focused.set(block_of(event.related_target()))
        >
            <table
                class="table"
                role="table"
                aria-labelledby=id.clone()
                aria-rowcount=live(move || (total.get() + 1).to_string())
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

fn block_of(target: Option<web_sys::EventTarget>) -> Option<usize> {
    let element: Element = target?.dyn_into().ok()?;
    let block = element.closest("[data-block]").ok()??;
    block.get_attribute("data-block")?.parse().ok()
}

fn measure_view(region: &HtmlDivElement, row_height: RwSignal<f64>, in_view: RwSignal<Blocks>) {
    let Some(row) = find_in(region, "tbody [aria-rowindex]") else {
        return;
    };
    let height = row.get_bounding_client_rect().height();
    if height > 0.0
        && row_height
            .try_get_untracked()
            .is_some_and(|now| (now - height).abs() > 0.01)
    {
        row_height.try_set(height);
    }
    let next = Blocks::in_view(
        f64::from(region.scroll_top()),
        f64::from(region.client_height()),
        height,
    );
    if in_view.try_get_untracked().is_some_and(|now| now != next) {
        in_view.try_set(next);
    }
}

/// Measures again whenever the region changes its size, until the table is gone.
fn watch_size(region: &HtmlDivElement, measure: impl Fn() + 'static) {
    let changed = Closure::<dyn FnMut()>::new(measure);
    // Every browser in use has ResizeObserver; without it the first measure stands.
    let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else {
        return;
    };
    observer.observe(region);
    let held = SendWrapper::new((observer, changed));
    on_cleanup(move || held.take().0.disconnect());
}

//! Which part of a table is in view, and how is it found again on the way back?

use leptos::{html, prelude::*};
use web_sys::HtmlDivElement;

use super::focus::RowFocus;
use super::window::Blocks;
use crate::browser::address::{CurrentAddress, Spot};
use crate::ui::focus::{after_drawing, find_in};
use crate::ui::memo::Memo;

/// What is measured of one table.
#[derive(Clone, Copy)]
pub(super) struct View {
    /// What is drawn, or is about to be.
    pub blocks: RwSignal<Blocks>,
    /// What alone can be seen of it.
    pub in_view: RwSignal<Blocks>,
    pub row_height: RwSignal<f64>,
    total: Memo<usize>,
    region: NodeRef<html::Div>,
    scrolled: StoredValue<f64>,
    /// Whether the next look is due already.
    due: StoredValue<bool>,
    /// Whether the next frame has enough to do: other rows are drawn already.
    busy: StoredValue<bool>,
}

impl View {
    pub fn new(region: NodeRef<html::Div>, total: Memo<usize>) -> Self {
        Self {
            blocks: RwSignal::new(Blocks::AT_TOP),
            row_height: RwSignal::new(40.0),
            in_view: RwSignal::new(Blocks::AT_TOP),
            total,
            region,
            scrolled: StoredValue::new(0.0),
            due: StoredValue::new(false),
            busy: StoredValue::new(true),
        }
    }

    /// Other rows: those in view are drawn first.
    pub fn start_over(self) {
        if let Some(in_view) = self.in_view.try_get_untracked() {
            self.blocks.try_set(in_view.beginning());
            self.busy.try_set_value(true);
        }
    }

    /// Looks at what is drawn and scrolled, and draws what is missing: some rows in each frame, those in view first.
    pub fn measure(self) {
        self.measure_in_frame(None);
    }

    /// Once per frame, whoever asks for it.
    fn measure_in_frame(self, before: Option<Blocks>) {
        if self.due.try_get_value() != Some(false) {
            return;
        }
        self.due.try_set_value(true);
        after_drawing(move || {
            self.due.try_set_value(false);
            if let Some(region) = self.region.try_get_untracked().flatten() {
                self.measure_in(&region, before);
            }
        });
    }

    /// `before` was in view a frame ago. As long as that changes there is enough to do with what comes into view.
    fn measure_in(self, region: &HtmlDivElement, before: Option<Blocks>) {
        let (Some(drawn), Some(total), Some(mut height)) = (
            self.blocks.try_get_untracked(),
            self.total.try_with_untracked(|total| *total),
            self.row_height.try_get_untracked(),
        ) else {
            return;
        };
        let row = find_in(region, "tbody [aria-rowindex]").map(|row| row.get_bounding_client_rect().height());
        if let Some(row) = row.filter(|row| *row > 0.0 && (row - height).abs() > 0.01) {
            height = row;
            self.row_height.try_set(row);
        }
        let top = f64::from(region.scroll_top());
        self.scrolled.try_set_value(top);
        // A short table may be higher than the window.
        let seen = f64::from(region.client_height()).min(window_height());
        let in_view = Blocks::in_view(top, seen, height);
        if self.in_view.try_get_untracked() != Some(in_view) {
            self.in_view.try_set(in_view);
        }
        let rest = in_view.at_rest(total);
        let seen = in_view.within(rest);
        let busy = self.busy.try_update_value(std::mem::take) == Some(true);
        let calm = before == Some(in_view);
        let next = match (drawn.covers(seen), calm) {
            _ if busy => drawn,
            (true, true) => rest.after(drawn),
            (true, false) => drawn,
            (false, _) => seen.after(drawn),
        };
        let next = next.within(rest);
        if next != drawn {
            self.blocks.try_set(next);
        }
        if next != rest {
            self.measure_in_frame(Some(in_view));
        }
    }

    /// Scrolls so far, in rows.
    pub fn scroll_to(self, rows: f64) {
        let (Some(region), Some(height)) = (
            self.region.try_get_untracked().flatten(),
            self.row_height.try_get_untracked(),
        ) else {
            return;
        };
        // The browser keeps it within what there is.
        #[allow(clippy::cast_possible_truncation)]
        region.set_scroll_top((rows * height).round() as i32);
        self.measure_in(&region, None);
    }
}

fn window_height() -> f64 {
    let height = window().inner_height().ok();
    height.and_then(|height| height.as_f64()).unwrap_or(f64::INFINITY)
}

/// Keeps where a person is for the way back, and tells where he was if this is it.
pub(super) fn follow_spot(view: View, focus: RowFocus) -> StoredValue<Option<Spot>> {
    let Some(address) = use_context::<CurrentAddress>() else {
        return StoredValue::new(None);
    };
    let path = address.path().get_untracked();
    on_cleanup(move || {
        let scrolled = view.scrolled.try_get_value().unwrap_or(0.0);
        let rows = scrolled / view.row_height.try_get_untracked().unwrap_or(1.0);
        let focus = focus.held().and_then(|held| Some((held.id?, held.control)));
        address.leave_spot(path, Spot { rows, focus });
    });
    StoredValue::new(address.take_spot())
}

/// Shows the rows that were in view, the focus where it was.
pub(super) fn return_to(spot: &Spot, view: View, focus: RowFocus) {
    view.scroll_to(spot.rows);
    if let Some(row) = &spot.focus {
        focus.return_to(row);
    }
}

//! Which part of a table is in view, and how is it found again on the way back?

use leptos::{html, prelude::*};
use web_sys::HtmlDivElement;

use super::focus::RowFocus;
use super::window::Blocks;
use crate::browser::address::{CurrentAddress, Spot};
use crate::ui::focus::find_in;

/// What is measured of one table.
#[derive(Clone, Copy)]
pub(super) struct View {
    pub blocks: RwSignal<Blocks>,
    pub row_height: RwSignal<f64>,
    region: NodeRef<html::Div>,
    scrolled: StoredValue<f64>,
}

impl View {
    pub fn new(region: NodeRef<html::Div>) -> Self {
        Self {
            blocks: RwSignal::new(Blocks::at_top()),
            row_height: RwSignal::new(40.0),
            region,
            scrolled: StoredValue::new(0.0),
        }
    }

    /// Looks at what is drawn and scrolled.
    pub fn measure(self) {
        if let Some(region) = self.region.try_get_untracked().flatten() {
            self.measure_in(&region);
        }
    }

    fn measure_in(self, region: &HtmlDivElement) {
        let Some(row) = find_in(region, "tbody [aria-rowindex]") else {
            return;
        };
        let height = row.get_bounding_client_rect().height();
        let known = self.row_height.try_get_untracked();
        if height > 0.0 && known.is_some_and(|known| (known - height).abs() > 0.01) {
            self.row_height.try_set(height);
        }
        let top = f64::from(region.scroll_top());
        self.scrolled.try_set_value(top);
        let next = Blocks::in_view(top, f64::from(region.client_height()), height);
        if self.blocks.try_get_untracked().is_some_and(|now| now != next) {
            self.blocks.try_set(next);
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
        self.measure_in(&region);
    }
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

//! Which row has the focus, and how does it stay there when rows move, go away, or come again on the way back?

use std::sync::Arc;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, HtmlDivElement};

use super::window::BLOCK;
use crate::ui::focus::{after_drawing, all_in, find_in, focus, focused_near};

/// What in a row can have the focus.
const CONTROLS: &str = "a[href], button, input, select";

type IdAt = dyn Fn(usize) -> Option<String> + Send + Sync;
type PositionOf = dyn Fn(&str) -> Option<usize> + Send + Sync;

/// Who is in which row; nobody by name in a table whose rows have no ids.
#[derive(Clone)]
pub(super) struct Ids {
    pub at: Arc<IdAt>,
    pub position: Arc<PositionOf>,
}

/// The row with the focus, and which of its controls has it.
#[derive(Clone)]
pub(super) struct Held {
    pub id: Option<String>,
    pub control: usize,
    position: usize,
}

/// Follows the focus of one table.
#[derive(Clone, Copy)]
pub(super) struct RowFocus {
    /// The block that is kept for it.
    pub block: RwSignal<Option<usize>>,
    region: NodeRef<html::Div>,
    ids: StoredValue<Ids>,
    held: StoredValue<Option<Held>>,
}

impl RowFocus {
    pub fn new(region: NodeRef<html::Div>, ids: Ids) -> Self {
        Self {
            block: RwSignal::new(None),
            region,
            ids: StoredValue::new(ids),
            held: StoredValue::new(None),
        }
    }

    pub fn held(self) -> Option<Held> {
        self.held.try_get_value().flatten()
    }

    /// The focus has come to something in the table.
    pub fn came(self, event: &FocusEvent) {
        let held = event.target().and_then(|target| self.place_of(&target));
        self.block.set(held.as_ref().map(|held| held.position / BLOCK));
        self.held.set_value(held);
    }

    /// The focus has left something in the table: for good, unless what had it was taken away.
    pub fn left(self, event: &FocusEvent) {
        let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        after_drawing(move || {
            let stays = target.as_ref().is_some_and(|target| target.is_connected());
            if stays && !self.is_inside() {
                self.block.try_set(None);
                self.held.try_set_value(None);
            }
        });
    }

    /// Other rows, or another order: the focus follows its row. Where that is gone it stays at its place, as after a row was
    /// removed; without any row the table itself has it.
    pub fn rows_changed(self, total: usize) {
        let Some(held) = self.held() else { return };
        let inside = self.is_inside();
        if !inside && !self.is_free(&["BODY"]) {
            return;
        }
        let to = held.id.as_deref().and_then(|id| self.position(id));
        let to = to.unwrap_or(held.position).min(total.saturating_sub(1));
        if to == held.position && inside {
            let id = self.id_at(to);
            self.held.try_set_value(Some(Held { id, ..held }));
        } else {
            self.go_to(to, held.control);
        }
    }

    /// Gives the focus to a row by its id, where there is one.
    pub fn return_to(self, (id, control): &(String, usize)) {
        // Whoever has gone on to something else meanwhile stays there.
        if let (true, Some(to)) = (self.is_free(&["BODY", "H1"]), self.position(id)) {
            self.go_to(to, *control);
        }
    }

    fn go_to(self, position: usize, control: usize) {
        self.block.try_set(Some(position / BLOCK));
        after_drawing(move || {
            let Some(region) = self.region_now() else { return };
            let row = find_in(&region, &format!("tbody [aria-rowindex='{}']", position + 2));
            let controls = row.map(|row| all_in(&row, CONTROLS)).unwrap_or_default();
            focus(controls.get(control).or(controls.last()).unwrap_or(&region));
        });
    }

    fn place_of(self, target: &EventTarget) -> Option<Held> {
        let target: &Element = target.dyn_ref()?;
        let row = target.closest("tbody [aria-rowindex]").ok()??;
        let number: usize = row.get_attribute("aria-rowindex")?.parse().ok()?;
        let position = number.checked_sub(2)?;
        let control = all_in(&row, CONTROLS).iter().position(|control| **control == *target);
        Some(Held {
            id: self.id_at(position),
            control: control.unwrap_or(0),
            position,
        })
    }

    fn id_at(self, position: usize) -> Option<String> {
        self.ids.try_with_value(|ids| (ids.at)(position)).flatten()
    }

    fn position(self, id: &str) -> Option<usize> {
        self.ids.try_with_value(|ids| (ids.position)(id)).flatten()
    }

    fn is_inside(self) -> bool {
        self.region_now().is_some_and(|region| {
            focused_near(&region).is_some_and(|active| region.contains(Some(&active)) && active != *region)
        })
    }

    /// Whether the focus is on nothing but one of these elements.
    fn is_free(self, elements: &[&str]) -> bool {
        let active = self.region_now().and_then(|region| focused_near(&region));
        active.is_none_or(|active| elements.contains(&active.tag_name().as_str()))
    }

    fn region_now(self) -> Option<HtmlDivElement> {
        self.region.try_get_untracked().flatten()
    }
}

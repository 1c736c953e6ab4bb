//! How does what a button opens come to stand beside it where the browser can't anchor it by style alone?

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, window};

use super::measure::watch_size;
use crate::browser::document;

/// Least distance from the window's edges, in CSS pixels.
const EDGE: f64 = 4.0;

/// Puts what is open under its button, or over it where there is no room below, inside the window. The style sheet reads `--left`
/// and `--top`, and shows it once it is `--placed`.
pub fn place_beside(popup: &HtmlElement, button: &HtmlElement) {
    let at = button.get_bounding_client_rect();
    let own = popup.get_bounding_client_rect();
    let size = |value: Result<JsValue, JsValue>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    let window = window();
    let wide = window.as_ref().map_or(0.0, |window| size(window.inner_width()));
    let high = window.as_ref().map_or(0.0, |window| size(window.inner_height()));
    let (left, top) = beside(
        (at.left(), at.right()),
        (at.top(), at.bottom()),
        (own.width(), own.height()),
        (wide, high),
    );
    let style = popup.style();
    // These names and values are always valid, so setting them cannot fail.
    style.set_property("--left", &format!("{left}px")).ok();
    style.set_property("--top", &format!("{top}px")).ok();
    style.set_property("--placed", "visible").ok();
}

/// What is open follows its button when the window changes, as long as the present owner lives.
pub fn follow_window(open: RwSignal<bool>, popup: NodeRef<html::Div>, button: NodeRef<html::Button>) {
    let Some(page) = document::root() else { return };
    watch_size(&page, move || {
        if open.try_get_untracked() == Some(true)
            && let Some(popup) = popup.try_get_untracked().flatten()
            && let Some(button) = button.try_get_untracked().flatten()
        {
            place_beside(&popup, &button);
        }
    });
}

/// Left and top of something of this size beside a button that reaches `from` and `to` on each axis.
fn beside(across: (f64, f64), down: (f64, f64), own: (f64, f64), window: (f64, f64)) -> (f64, f64) {
    let left = if across.0 + own.0 + EDGE > window.0 {
        (across.1 - own.0).max(EDGE)
    } else {
        across.0
    };
    let top = if down.1 + own.1 > window.1 {
        (down.0 - own.1).max(0.0)
    } else {
        down.1
    };
    (left, top)
}

#[cfg(test)]
mod tests {
    use super::beside;

    const WINDOW: (f64, f64) = (400.0, 300.0);

    #[test]
    fn it_begins_where_the_button_begins_and_below_it() {
        assert_eq!(beside((50.0, 90.0), (10.0, 40.0), (200.0, 100.0), WINDOW), (50.0, 40.0));
    }

    #[test]
    fn without_room_it_ends_where_the_button_ends_and_stays_in_the_window() {
        assert_eq!(
            beside((350.0, 390.0), (10.0, 40.0), (200.0, 100.0), WINDOW),
            (190.0, 40.0)
        );
        assert_eq!(beside((50.0, 90.0), (10.0, 40.0), (380.0, 100.0), WINDOW).0, 4.0);
        assert_eq!(beside((50.0, 90.0), (250.0, 280.0), (200.0, 100.0), WINDOW).1, 150.0);
        assert_eq!(beside((50.0, 90.0), (10.0, 40.0), (200.0, 290.0), WINDOW).1, 0.0);
    }
}

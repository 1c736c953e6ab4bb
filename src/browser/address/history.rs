//! The address bar. On the way back and forth the browser itself restores how far a page was scrolled.

use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsValue;

use super::store::Store;
use crate::browser::document;

pub(super) struct History;

impl Store for History {
    fn current(&self) -> String {
        let Some(location) = web_sys::window().map(|window| window.location()) else {
            return "/".to_owned();
        };
        let parts = [location.pathname(), location.search(), location.hash()];
        parts.into_iter().filter_map(Result::ok).collect()
    }

    fn push(&self, address: &str) {
        if let Some((history, url)) = history_and_url(address) {
            // Refused after very many steps in a short time; then the page stays where it is.
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&url));
        }
    }

    fn replace(&self, address: &str) {
        if let Some((history, url)) = history_and_url(address) {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
        }
    }

    fn back(&self) {
        if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
            // Refused only in a document that is being closed.
            let _ = history.back();
        }
    }

    fn scroll(&self) {
        // How far a host's page is scrolled is the host's.
        if document::is_embedded() {
            return;
        }
        let Some(window) = web_sys::window() else { return };
        let hash = window.location().hash().unwrap_or_default();
        match hash.strip_prefix('#').map(super::query::decode) {
            None => window.scroll_to_with_x_and_y(0.0, 0.0),
            // The page with the element may not be drawn yet.
            Some(id) => request_animation_frame(move || scroll_to(&id)),
        }
    }
}

/// A whole URL, since a path that begins with two slashes alone would name another server.
fn history_and_url(address: &str) -> Option<(web_sys::History, String)> {
    let window = web_sys::window()?;
    let origin = window.location().origin().ok()?;
    Some((window.history().ok()?, format!("{origin}{address}")))
}

fn scroll_to(id: &str) {
    let Some(window) = web_sys::window() else { return };
    match window.document().and_then(|document| document.get_element_by_id(id)) {
        Some(element) => element.scroll_into_view(),
        None => window.scroll_to_with_x_and_y(0.0, 0.0),
    }
}

//! Where is the keyboard focus, and how does a widget move it? Works in the document and in a shadow root.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, ShadowRoot};

use crate::browser::document;

/// The focused element of the tree that `near` belongs to. A shadow root keeps its own.
pub fn focused_near(near: &Element) -> Option<HtmlElement> {
    let root = near.get_root_node();
    let active = match root.dyn_ref::<ShadowRoot>() {
        Some(shadow) => shadow.active_element(),
        None => root.dyn_ref::<Document>().and_then(Document::active_element),
    };
    active.and_then(|element| element.dyn_into().ok())
}

/// First match of `selector` in the tree that `near` belongs to.
pub fn find_near(near: &Element, selector: &str) -> Option<HtmlElement> {
    let root = near.get_root_node();
    let found = match root.dyn_ref::<ShadowRoot>() {
        Some(shadow) => shadow.query_selector(selector),
        None => root.dyn_ref::<Document>()?.query_selector(selector),
    };
    found.ok().flatten().and_then(|element| element.dyn_into().ok())
}

/// First match of `selector` inside `parent`.
pub fn find_in(parent: &Element, selector: &str) -> Option<HtmlElement> {
    parent
        .query_selector(selector)
        .ok()
        .flatten()
        .and_then(|element| element.dyn_into().ok())
}

/// All matches of `selector` inside `parent`, in document order.
pub fn all_in(parent: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = parent.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|at| list.item(at))
        .filter_map(|node| node.dyn_into().ok())
        .collect()
}

/// Moves the focus; an element that refuses it keeps things as they are.
pub fn focus(element: &HtmlElement) {
    // A failing focus() throws only for a detached element, which has nothing to receive it.
    element.focus().ok();
}

/// Runs `task` after the views and effects that are due now.
pub fn after_drawing(task: impl FnOnce() + 'static) {
    request_animation_frame(task);
}

/// Gives the focus back to what had it, where nothing else has taken it meanwhile.
pub fn give_back(before: Option<HtmlElement>) {
    let Some(before) = before else { return };
    let taken = focused_near(&before).is_some_and(|now| now.tag_name() != "BODY");
    if taken {
        return;
    }
    if before.is_connected() {
        focus(&before);
    } else if let Some(heading) = document::find(document::HEADING) {
        // It went away itself: the page's heading is the next best place.
        focus(&heading);
    }
}

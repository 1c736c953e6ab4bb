//! The document as a whole: language, title, theme, focus. In a host's page "whole" is the part of it that is ours.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, FocusOptions, HtmlElement, ShadowRoot};

thread_local! {
    static ROOT: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// From now on the page stands in this element; in the document's body until told.
pub fn stand_in(root: HtmlElement) {
    ROOT.set(Some(root));
}

/// The page is gone: what still comes of it finds nothing, least of all in a host's page.
pub fn stand_nowhere() {
    let nowhere = document().and_then(|document| document.create_element("div").ok());
    ROOT.set(nowhere.and_then(|nowhere| nowhere.dyn_into().ok()));
}

/// What the whole page stands in.
pub fn root() -> Option<HtmlElement> {
    ROOT.with_borrow(Clone::clone).or_else(|| document()?.body())
}

/// Whether there is more in the document than this page.
pub fn is_embedded() -> bool {
    root().is_some_and(|root| root.tag_name() != "BODY")
}

/// The tree that the page is alone in, where that is not the document.
fn shadow() -> Option<ShadowRoot> {
    root()?.get_root_node().dyn_into().ok()
}

/// What says language, theme and brand for everything in the page.
pub(super) fn top() -> Option<HtmlElement> {
    if is_embedded() {
        root()
    } else {
        document()?.document_element()?.dyn_into().ok()
    }
}

/// Sets `lang` of the whole page.
pub fn set_language(tag: &str) {
    if let Some(top) = top() {
        let _ = top.set_attribute("lang", tag);
    }
}

/// Names the tab; a host names its own and is told ours.
pub fn set_title(title: &str) {
    if !is_embedded()
        && let Some(document) = document()
    {
        document.set_title(title);
    }
    super::boot::tell("title", title);
}

/// `light`, `dark`, or `None` to follow the system.
pub fn set_theme(theme: Option<&str>) {
    if let Some(top) = top() {
        let _ = match theme {
            Some(theme) => top.set_attribute("data-theme", theme),
            None => top.remove_attribute("data-theme"),
        };
    }
}

/// The heading of the page that is shown.
pub const HEADING: &str = "#content h1";

/// The first element of the page that matches.
pub fn find(selector: &str) -> Option<HtmlElement> {
    root()?.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn all(selector: &str) -> Vec<HtmlElement> {
    let list = root().and_then(|root| root.query_selector_all(selector).ok());
    let listed = list
        .iter()
        .flat_map(|list| (0..list.length()).filter_map(|at| list.item(at)));
    listed.filter_map(|node| node.dyn_into().ok()).collect()
}

/// What has the focus in the page.
fn focused() -> Option<Element> {
    let active = match shadow() {
        Some(shadow) => shadow.active_element(),
        None => document()?.active_element(),
    };
    active.filter(|element| element.tag_name() != "BODY")
}

/// Whether something of a host's has the focus.
fn focus_is_the_hosts() -> bool {
    let active = document().and_then(|document| document.active_element());
    let somewhere = active.is_some_and(|element| element.tag_name() != "BODY");
    // Also true of whatever our element stands in.
    let here = |shadow: ShadowRoot| shadow.host().matches(":focus-within").unwrap_or(true);
    somewhere && shadow().is_some_and(|shadow| !here(shadow))
}

/// Whether nothing has the focus, as after what had it was taken away.
pub fn focus_is_lost() -> bool {
    focused().is_none() && !focus_is_the_hosts()
}

/// Moves focus to the first element that matches; false when there is none.
pub fn focus(selector: &str) -> bool {
    find(selector).is_some_and(|element| element.focus().is_ok())
}

/// Moves focus to the first element that matches, without scrolling to it; false when there is none. Where a host's own control
/// has the focus, it stays there.
pub fn focus_in_place(selector: &str) -> bool {
    find(selector).is_some_and(|element| focus_unasked(&element, true))
}

/// Moves focus to an element that nobody pressed. A host's own control keeps it, and a host's page doesn't move.
pub fn focus_unasked(element: &HtmlElement, in_place: bool) -> bool {
    let options = FocusOptions::new();
    options.set_prevent_scroll(in_place || is_embedded());
    !focus_is_the_hosts() && element.focus_with_options(&options).is_ok()
}

/// Moves focus from region to region: each is known by its selector, and by that of what takes the focus in it. One without
/// anything to focus is passed over.
pub fn focus_next_region(regions: &[(&str, &str)], back: bool) -> bool {
    let focused = focused();
    let holds = |(region, _): &(&str, &str)| {
        let focused = focused.as_ref();
        focused.is_some_and(|element| element.closest(region).ok().flatten().is_some())
    };
    let count = regions.len();
    let at = regions.iter().position(holds);
    let step = |number: usize| match (at, back) {
        (Some(at), false) => (at + number) % count,
        (Some(at), true) => (at + count - number) % count,
        (None, false) => number - 1,
        (None, true) => count - number,
    };
    (1..=count).any(|number| focus_first_shown(regions[step(number)].1))
}

/// Moves focus to the first match that takes it: what isn't shown doesn't.
fn focus_first_shown(selector: &str) -> bool {
    all(selector)
        .iter()
        .any(|element| element.focus().is_ok() && focused().as_ref() == Some(element.as_ref()))
}

/// What names a row and opens it.
const ROW: &str = "tbody tr th :is(a, .row-open)";

/// Moves focus to the name of the next row of the table that has the focus, or of the one before; of its first row, where no
/// row has it.
pub fn focus_next_row(down: bool) -> bool {
    let Some(focused) = focused() else { return false };
    let Some(region) = focused.closest(".table-region").ok().flatten() else {
        return false;
    };
    let names: Vec<HtmlElement> = all(ROW)
        .into_iter()
        .filter(|name| region.contains(Some(name)))
        .collect();
    let row = focused.closest("tbody tr").ok().flatten();
    let at = row.and_then(|row| names.iter().position(|name| row.contains(Some(name))));
    let to = match (at, down) {
        (None, _) => Some(0),
        (Some(at), true) => Some(at + 1),
        (Some(at), false) => at.checked_sub(1),
    };
    to.and_then(|to| names.get(to)).is_some_and(|name| name.focus().is_ok())
}

/// Opens the row that has the focus.
pub fn press_row() -> bool {
    let row = focused().and_then(|focused| focused.closest("tbody tr").ok().flatten());
    let name = row.and_then(|row| row.query_selector("th :is(a, .row-open)").ok().flatten());
    let name = name.and_then(|name| name.dyn_into::<HtmlElement>().ok());
    if let Some(name) = &name {
        name.click();
    }
    name.is_some()
}

/// Loads the whole page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Refused only in a document that is being closed.
        let _ = window.location().reload();
    }
}

/// Where the page was loaded from, without a slash at the end.
pub fn origin() -> String {
    web_sys::window()
        .and_then(|window| window.location().origin().ok())
        .unwrap_or_default()
}

/// Whether the browser gives this page its cryptography (https, or this machine).
pub fn is_secure_context() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}

/// The kind of browser by contract/conventions.md 2 (DeviceType) and the name devices are listed under.
pub fn browser_kind() -> (i64, &'static str) {
    let agent = web_sys::window()
        .and_then(|window| window.navigator().user_agent().ok())
        .unwrap_or_default();
    [
        ("Firefox/", 10, "firefox"),
        ("OPR/", 11, "opera"),
        ("Edg/", 12, "edge"),
        ("Chrome/", 9, "chrome"),
        ("Safari/", 17, "safari"),
    ]
    .into_iter()
    .find(|(mark, _, _)| agent.contains(mark))
    .map_or((14, "browser"), |(_, kind, name)| (kind, name))
}

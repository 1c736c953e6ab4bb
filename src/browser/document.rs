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
pub fn stand_in(root: Option<HtmlElement>) {
    ROOT.set(root);
}

/// What the whole page stands in.
pub fn root() -> Option<HtmlElement> {
    ROOT.with_borrow(Clone::clone).or_else(|| document()?.body())
}

/// Whether there is more in the document than this page.
pub fn is_embedded() -> bool {
    root().is_some_and(|root| root.tag_name() != "BODY")
}

/// The role of the page's main part where it is a part of a host's: that has a main part of its own.
pub fn role_of_main() -> Option<&'static str> {
    is_embedded().then_some("region")
}

/// The tree that the page is alone in, where that is not the document.
fn shadow() -> Option<ShadowRoot> {
    root()?.get_root_node().dyn_into().ok()
}

/// What says language and theme for everything in the page.
fn top() -> Option<Element> {
    if is_embedded() {
        root().map(Element::from)
    } else {
        document()?.document_element()
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

/// The first element of the page that matches.
pub fn find(selector: &str) -> Option<HtmlElement> {
    root()?.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Moves focus to the first element that matches, if there is one.
pub fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        let _ = element.focus();
    }
}

/// Moves focus to the first element that matches, without scrolling to it; false when there is none.
pub fn focus_in_place(selector: &str) -> bool {
    find(selector).is_some_and(|element| focus_unasked(&element, true))
}

/// Moves focus to an element that nobody pressed. A host's own control keeps it, and a host's page doesn't move.
pub fn focus_unasked(element: &HtmlElement, in_place: bool) -> bool {
    let options = FocusOptions::new();
    options.set_prevent_scroll(in_place || is_embedded());
    !focus_is_the_hosts() && element.focus_with_options(&options).is_ok()
}

/// What has the focus, but for the document's body.
fn focused() -> Option<Element> {
    document()?
        .active_element()
        .filter(|element| element.tag_name() != "BODY")
}

fn focus_is_the_hosts() -> bool {
    shadow().is_some_and(|shadow| focused().is_some_and(|element| element != shadow.host()))
}

/// Whether nothing has the focus, as after what had it was taken away.
pub fn focus_is_lost() -> bool {
    match (focused(), shadow()) {
        (Some(element), Some(shadow)) => element == shadow.host() && shadow.active_element().is_none(),
        (focused, _) => focused.is_none(),
    }
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

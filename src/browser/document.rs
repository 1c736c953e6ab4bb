//! The document as a whole: language, title, theme, focus.

use wasm_bindgen::JsCast;

fn root() -> Option<web_sys::HtmlElement> {
    web_sys::window()?.document()?.document_element()?.dyn_into().ok()
}

/// What the whole page stands in.
pub fn body() -> Option<web_sys::HtmlElement> {
    web_sys::window()?.document()?.body()
}

/// Sets `lang` of the whole page.
pub fn set_language(tag: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Sets the tab's title.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// `light`, `dark`, or `None` to follow the system.
pub fn set_theme(theme: Option<&str>) {
    if let Some(root) = root() {
        let _ = match theme {
            Some(theme) => root.set_attribute("data-theme", theme),
            None => root.remove_attribute("data-theme"),
        };
    }
}

/// Moves focus to the first element that matches, if there is one.
pub fn focus(selector: &str) {
    let found = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves focus to the first element that matches, without scrolling to it; false when there is none.
pub fn focus_in_place(selector: &str) -> bool {
    let found = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector(selector).ok().flatten())
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    found.is_some_and(|element| element.focus_with_options(&options).is_ok())
}

/// Whether nothing has the focus, as after what had it was taken away.
pub fn focus_is_lost() -> bool {
    let active = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.active_element());
    active.is_none_or(|element| element.tag_name() == "BODY")
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

/// The boot element: its attributes name built files, and the boot script speaks to the page through its properties.
pub(super) fn boot_element() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.get_element_by_id("portal-boot")
}

/// An attribute of the boot element that names built files.
pub fn boot_value(name: &str) -> Option<String> {
    boot_element()?.get_attribute(name)
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

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

fn find(selector: &str) -> Option<web_sys::HtmlElement> {
    let document = web_sys::window()?.document()?;
    document.query_selector(selector).ok()??.dyn_into().ok()
}

fn focused() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.active_element()
}

/// Moves focus to the first element that matches; false when there is none.
pub fn focus(selector: &str) -> bool {
    find(selector).is_some_and(|element| element.focus().is_ok())
}

/// Moves focus to the first element that matches, without scrolling to it; false when there is none.
pub fn focus_in_place(selector: &str) -> bool {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    find(selector).is_some_and(|element| element.focus_with_options(&options).is_ok())
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
    let document = web_sys::window().and_then(|window| window.document());
    let Some(Ok(list)) = document.map(|document| document.query_selector_all(selector)) else {
        return false;
    };
    let mut elements = (0..list.length()).filter_map(|at| list.item(at)?.dyn_into::<web_sys::HtmlElement>().ok());
    elements.any(|element| element.focus().is_ok() && focused().as_ref() == Some(element.as_ref()))
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
    let Ok(list) = region.query_selector_all(ROW) else {
        return false;
    };
    let names: Vec<web_sys::HtmlElement> = (0..list.length())
        .filter_map(|at| list.item(at)?.dyn_into().ok())
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
    let name = name.and_then(|name| name.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(name) = &name {
        name.click();
    }
    name.is_some()
}

/// Whether nothing has the focus, as after what had it was taken away.
pub fn focus_is_lost() -> bool {
    focused().is_none_or(|element| element.tag_name() == "BODY")
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

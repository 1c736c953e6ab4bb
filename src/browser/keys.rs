//! Keys pressed anywhere on the page, and whether they belong to something else: a field that is typed into, a list or menu
//! that is walked by letters, a dialog.

use wasm_bindgen::JsCast;
use web_sys::{Document, DocumentFragment, Element, Event, KeyboardEvent};

use super::listener::Listener;

/// Whatever takes letters for itself.
const TAKES_LETTERS: &str =
    "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], [role=menu], [role=listbox]";

/// A key, as a shortcut sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Press {
    pub key: String,
    /// Control, or Command on a Mac; without Alt, which types letters on some keyboards.
    pub command: bool,
    /// No modifier but Shift.
    pub plain: bool,
    pub shift: bool,
    /// The key belongs to what has the focus.
    pub typing: bool,
    /// A dialog is open, and what is behind it is out of reach.
    pub modal: bool,
}

/// Hears every key in the document, or in the shadow root, that `near` is in, until the cleanup of who asks. A key that is
/// taken (true) does nothing else.
pub fn follow(near: &Element, heard: impl Fn(&Press) -> bool + 'static) {
    let heard = move |event: Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        // A widget nearer to the key has taken it, or a word is being composed.
        if event.default_prevented() || event.is_composing() {
            return;
        }
        if heard(&read(event)) {
            event.prevent_default();
        }
    };
    Listener::until_cleanup(near.get_root_node().into(), "keydown", Box::new(heard));
}

fn read(event: &KeyboardEvent) -> Press {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let inside = |selector: &str| {
        let target = target.as_ref();
        target.is_some_and(|target| target.closest(selector).ok().flatten().is_some())
    };
    let (command, alt) = (event.ctrl_key() || event.meta_key(), event.alt_key());
    Press {
        key: event.key(),
        command: command && !alt,
        plain: !command && !alt,
        shift: event.shift_key(),
        typing: inside(TAKES_LETTERS),
        modal: has_modal(event),
    }
}

fn has_modal(event: &Event) -> bool {
    const OPEN: &str = "dialog:modal";
    let Some(root) = event.current_target() else {
        return false;
    };
    let found = match root.dyn_ref::<Document>() {
        Some(document) => document.query_selector(OPEN),
        None => root.unchecked_ref::<DocumentFragment>().query_selector(OPEN),
    };
    found.is_ok_and(|found| found.is_some())
}

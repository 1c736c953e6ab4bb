//! Keeping a person from leaving by accident while something runs that can't be resumed.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget, HtmlElement};

thread_local! {
    static HELD: Cell<u32> = const { Cell::new(0) };
}

/// Whether something runs that can't be resumed.
pub fn is_held() -> bool {
    HELD.get() > 0
}

/// While it lives, the browser asks before the tab closes or reloads, and links of the page don't lead away.
pub struct Guard {
    root: Option<HtmlElement>,
    before_unload: Closure<dyn FnMut(Event)>,
    click: Closure<dyn FnMut(Event)>,
}

impl Guard {
    /// `on_held_back` is called when a link was pressed and not followed.
    pub fn new(on_held_back: impl Fn() + 'static) -> Self {
        let before_unload = Closure::<dyn FnMut(Event)>::new(|event: Event| {
            event.prevent_default();
            // Older browsers ask only when this is set.
            let _ = js_sys::Reflect::set(&event, &"returnValue".into(), &wasm_bindgen::JsValue::TRUE);
        });
        let click = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let link = target.and_then(|element| element.closest("a[href]:not([target])").ok().flatten());
            if link.is_some_and(|link| !link.get_attribute("href").is_some_and(|href| href.starts_with('#'))) {
                event.prevent_default();
                event.stop_propagation();
                on_held_back();
            }
        });
        // A host's own links are its own.
        let root = super::document::root();
        let targets = (web_sys::window(), root.clone());
        if let (Some(window), Some(root)) = targets {
            let listen = |target: &EventTarget, kind: &str, callback: &js_sys::Function| {
                // Both take every listener.
                let _ = target.add_event_listener_with_callback_and_bool(kind, callback, true);
            };
            listen(&window, "beforeunload", before_unload.as_ref().unchecked_ref());
            listen(&root, "click", click.as_ref().unchecked_ref());
        }
        HELD.set(HELD.get() + 1);
        Self {
            root,
            before_unload,
            click,
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        HELD.set(HELD.get().saturating_sub(1));
        if let (Some(window), Some(root)) = (web_sys::window(), &self.root) {
            let forget = |target: &EventTarget, kind: &str, callback: &js_sys::Function| {
                let _ = target.remove_event_listener_with_callback_and_bool(kind, callback, true);
            };
            forget(&window, "beforeunload", self.before_unload.as_ref().unchecked_ref());
            forget(root, "click", self.click.as_ref().unchecked_ref());
        }
    }
}

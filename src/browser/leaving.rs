//! Keeping a person from leaving by accident while something runs that can't be resumed.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Event;

thread_local! {
    static HELD: Cell<u32> = const { Cell::new(0) };
}

/// Whether something runs that can't be resumed.
pub fn is_held() -> bool {
    HELD.get() > 0
}

/// While it lives, the browser asks before the tab closes or reloads, and links of the page don't lead away.
pub struct Guard {
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
        if let Some(window) = web_sys::window() {
            let listen = |kind: &str, callback: &js_sys::Function| {
                // A window takes every listener.
                let _ = window.add_event_listener_with_callback_and_bool(kind, callback, true);
            };
            listen("beforeunload", before_unload.as_ref().unchecked_ref());
            listen("click", click.as_ref().unchecked_ref());
        }
        HELD.set(HELD.get() + 1);
        Self { before_unload, click }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        HELD.set(HELD.get().saturating_sub(1));
        if let Some(window) = web_sys::window() {
            let forget = |kind: &str, callback: &js_sys::Function| {
                let _ = window.remove_event_listener_with_callback_and_bool(kind, callback, true);
            };
            forget("beforeunload", self.before_unload.as_ref().unchecked_ref());
            forget("click", self.click.as_ref().unchecked_ref());
        }
    }
}

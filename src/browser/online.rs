//! Does the browser have a network, and when does that change?

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

const EVENTS: [&str; 2] = ["online", "offline"];

/// What the browser believes now; true says only that there is some network.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Calls back on every change until dropped.
pub struct Watch(Closure<dyn FnMut()>);

impl Watch {
    pub fn new(mut changed: impl FnMut(bool) + 'static) -> Self {
        let callback = Closure::<dyn FnMut()>::new(move || changed(is_online()));
        if let Some(window) = web_sys::window() {
            for event in EVENTS {
                // Fails only for a broken callback, which this is not.
                let _ = window.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
            }
        }
        Self(callback)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for event in EVENTS {
                let _ = window.remove_event_listener_with_callback(event, self.0.as_ref().unchecked_ref());
            }
        }
    }
}

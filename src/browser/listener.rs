//! A listener that goes away with whoever asked for it.

use leptos::prelude::on_cleanup;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

/// Hears one kind of event at one target while it lives.
pub(in crate::browser) struct Listener {
    target: EventTarget,
    kind: &'static str,
    heard: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens until the cleanup of the present owner.
    pub(in crate::browser) fn until_cleanup(target: EventTarget, kind: &'static str, heard: Box<dyn FnMut(Event)>) {
        let heard = Closure::wrap(heard);
        // Fails only for a broken callback, which this is not.
        let _ = target.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref());
        let listener = SendWrapper::new(Self { target, kind, heard });
        on_cleanup(move || drop(listener));
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let heard = self.heard.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.kind, heard);
    }
}

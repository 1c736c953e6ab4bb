//! Is somebody there? Key presses, pointer presses, touches and scrolling; and coming back to the page.

use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::clock::Interval;

const DONE: [&str; 5] = ["keydown", "pointerdown", "touchstart", "wheel", "scroll"];
const BACK: [&str; 3] = ["visibilitychange", "focus", "pageshow"];
const LOOK_EVERY_MS: i32 = 1_000;

struct Listening {
    events: &'static [&'static str],
    callback: Closure<dyn FnMut()>,
}

impl Listening {
    fn new(events: &'static [&'static str], callback: Box<dyn FnMut()>) -> Self {
        let callback = Closure::wrap(callback);
        let options = web_sys::AddEventListenerOptions::new();
        // Scrolling inside the page doesn't bubble, and a step taken in the page may stop an event on its way.
        options.set_capture(true);
        options.set_passive(true);
        if let Some(window) = web_sys::window() {
            for event in events {
                // A window takes every listener.
                let _ = window.add_event_listener_with_callback_and_add_event_listener_options(
                    event,
                    callback.as_ref().unchecked_ref(),
                    &options,
                );
            }
        }
        Self { events, callback }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for event in self.events {
                let callback = self.callback.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback_and_bool(event, callback, true);
            }
        }
    }
}

/// Calls back until dropped.
pub struct Watch {
    _parts: SendWrapper<(Listening, Listening, Interval)>,
}

impl Watch {
    /// `done` is called with everything a person does, `look` every second and when he comes back to the page: a timer
    /// alone stands still while the machine sleeps.
    pub fn new(done: impl FnMut() + 'static, look: impl FnMut() + Copy + 'static) -> Self {
        Self {
            _parts: SendWrapper::new((
                Listening::new(&DONE, Box::new(done)),
                Listening::new(&BACK, Box::new(look)),
                Interval::every(LOOK_EVERY_MS, look),
            )),
        }
    }
}

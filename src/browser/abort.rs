//! Giving a request up: after a time, or because whoever asked is gone.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Aborts its signal when dropped or when its time is over.
pub struct Abort {
    controller: web_sys::AbortController,
    signal: web_sys::AbortSignal,
    timed_out: Rc<Cell<bool>>,
    timer: i32,
    _tick: Closure<dyn FnMut()>,
}

impl Abort {
    /// A signal that fires after so many milliseconds.
    pub fn after(milliseconds: u32) -> Self {
        let controller = web_sys::AbortController::new().expect("every browser with wasm has AbortController");
        let timed_out = Rc::new(Cell::new(false));
        let tick = {
            let (controller, timed_out) = (controller.clone(), Rc::clone(&timed_out));
            Closure::<dyn FnMut()>::new(move || {
                timed_out.set(true);
                controller.abort();
            })
        };
        let delay = i32::try_from(milliseconds).unwrap_or(i32::MAX);
        let timer = web_sys::window()
            .and_then(|window| {
                let callback = tick.as_ref().unchecked_ref();
                window
                    .set_timeout_with_callback_and_timeout_and_arguments_0(callback, delay)
                    .ok()
            })
            .unwrap_or(0);
        Self {
            signal: controller.signal(),
            controller,
            timed_out,
            timer,
            _tick: tick,
        }
    }

    /// What the request listens to.
    pub fn signal(&self) -> &web_sys::AbortSignal {
        &self.signal
    }

    /// Whether it fired because its time was over.
    pub fn timed_out(&self) -> bool {
        self.timed_out.get()
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.timer);
        }
        // After a complete answer this does nothing; before it, the request is given up.
        self.controller.abort();
    }
}

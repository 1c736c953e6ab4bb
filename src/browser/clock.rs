//! Time: now, and waiting.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Milliseconds since 1970-01-01 UTC.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Whole seconds until a moment, for a countdown: none once it is over.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn seconds_until(moment_ms: f64) -> u64 {
    ((moment_ms - now_ms()) / 1000.0).ceil().max(0.0) as u64
}

/// Waits so many milliseconds.
pub async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // A window that takes no timers is being closed: nothing waits there any more.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    // The promise has no way to be refused.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// A callback that comes again and again until dropped.
pub struct Interval {
    handle: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Interval {
    pub fn every(milliseconds: i32, callback: impl FnMut() + 'static) -> Self {
        let callback = Closure::<dyn FnMut()>::new(callback);
        let handle = web_sys::window()
            .and_then(|window| {
                window
                    .set_interval_with_callback_and_timeout_and_arguments_0(
                        callback.as_ref().unchecked_ref(),
                        milliseconds,
                    )
                    .ok()
            })
            .unwrap_or(0);
        Self {
            handle,
            _callback: callback,
        }
    }
}

impl Drop for Interval {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_interval_with_handle(self.handle);
        }
    }
}

//! Component tests in headless Chromium: what the widgets do in a real document. Nothing of it is built for the host.
#![cfg(target_arch = "wasm32")]

mod address;
mod stage;
mod ui;
mod words;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

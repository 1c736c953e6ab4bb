//! The page as a program: what the browser's boot script calls once it has loaded the module.

mod parts;

use provider_portal::browser::Root;
use provider_portal::embed;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

// A module without it would be no program; everything waits for `mount`.
fn main() {}

/// Draws the page into an element. `boot` is what `src/browser/boot.rs` reads.
#[wasm_bindgen]
pub fn mount(root: Root, boot: JsValue) {
    embed::mount(parts::PARTS, root, boot);
}

/// Takes the page away again.
#[wasm_bindgen]
pub fn unmount() {
    embed::unmount();
}

/// What a host asks for.
#[wasm_bindgen]
pub fn order(what: &str, value: &str) {
    embed::order(what, value);
}

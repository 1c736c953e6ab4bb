//! A file that a person chose: its name, size and contents.

pub use web_sys::File;

use wasm_bindgen::JsCast;

/// A file's contents, held by the browser: they pass to a worker without entering the page's own memory.
pub struct Contents(pub(super) js_sys::ArrayBuffer);

/// Reads it whole; `None` when the browser can't (moved, no permission).
pub async fn read(file: &File) -> Option<Contents> {
    let buffer = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await.ok()?;
    buffer.dyn_into().ok().map(Contents)
}

/// Its size in bytes.
pub fn size(file: &File) -> u64 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let size = file.size() as u64;
    size
}

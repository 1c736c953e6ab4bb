//! Bytes across the border to JavaScript.

/// A copy as `Uint8Array`, ready to be a request body or a message.
pub fn to_js(bytes: &[u8]) -> wasm_bindgen::JsValue {
    js_sys::Uint8Array::from(bytes).into()
}

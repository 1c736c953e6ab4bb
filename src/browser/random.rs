//! Randomness that needs no secrecy beyond the browser's own.

/// A new GUID in lower case.
pub fn guid() -> String {
    web_sys::window()
        .and_then(|window| window.crypto().ok())
        .map(|crypto| crypto.random_uuid())
        .unwrap_or_default()
}

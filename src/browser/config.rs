//! `config.json`, which `boot.js` fetches before the page starts.

use super::words::property;

/// Its text, empty where there is none.
pub fn text() -> String {
    property("config")
        .and_then(|(_, value)| value.as_string())
        .unwrap_or_default()
}

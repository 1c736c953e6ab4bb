//! Does the reader of shared keys keep what it accepts verbatim, and refuse the rest without a panic?

#![no_main]

use libfuzzer_sys::fuzz_target;
use portal_crypto::SharedKey;

fuzz_target!(|text: &str| {
    if let Ok(shared) = SharedKey::parse(text) {
        assert_eq!(shared.to_string(), text);
    }
});

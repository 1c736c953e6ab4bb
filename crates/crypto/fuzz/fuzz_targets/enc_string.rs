//! Is any text kept verbatim by `EncString`, and does opening it answer without a panic?

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use portal_crypto::{EncString, SymmetricKey};

/// A 64-byte key and a V2 key, the same in every run.
static KEYS: LazyLock<[SymmetricKey; 2]> = LazyLock::new(|| {
    let mut ones = |buffer: &mut [u8]| buffer.fill(1);
    let v1 = SymmetricKey::generate_with(&mut ones).expect("the source can't fail");
    let v2 = SymmetricKey::generate_v2_with(&mut ones).expect("the source can't fail");
    [v1, v2]
});

fuzz_target!(|text: &str| {
    let enc = EncString::new(text);
    assert_eq!(enc.as_str(), text);
    for key in KEYS.iter() {
        let _ = enc.decrypt_text(key);
        let _ = enc.decrypt_bytes(key);
        let _ = enc.unwrap_key(key);
    }
});

//! Does the reader of encrypted files answer any buffer without a panic?

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use portal_crypto::{SymmetricKey, binary};

/// A 64-byte key and a V2 key, the same in every run.
static KEYS: LazyLock<[SymmetricKey; 2]> = LazyLock::new(|| {
    let mut ones = |buffer: &mut [u8]| buffer.fill(1);
    let v1 = SymmetricKey::generate_with(&mut ones).expect("the source can't fail");
    let v2 = SymmetricKey::generate_v2_with(&mut ones).expect("the source can't fail");
    [v1, v2]
});

fuzz_target!(|buffer: &[u8]| {
    for key in KEYS.iter() {
        let _ = binary::decrypt(buffer, key);
    }
});

//! Does every key that is accepted have an id and come back from its own bytes?

#![no_main]

use libfuzzer_sys::fuzz_target;
use portal_crypto::SymmetricKey;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(key) = SymmetricKey::from_bytes(bytes) {
        assert_eq!(key.key_id().len(), 32);
        let again = SymmetricKey::from_bytes(&key.to_bytes()).expect("what is written is read");
        assert!(again == key);
    }
});

//! Does the reader of private keys answer any bytes without a panic?

#![no_main]

use libfuzzer_sys::fuzz_target;
use portal_crypto::{PrivateKey, PublicKey};

fuzz_target!(|der: &[u8]| {
    if let Ok(own) = PrivateKey::from_pkcs8_blocking(der) {
        assert!(PublicKey::from_spki_blocking(own.spki()).is_ok());
    }
});

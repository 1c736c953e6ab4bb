//! Does the reader of public keys accept nothing that can't share a key?

#![no_main]

use libfuzzer_sys::fuzz_target;
use portal_crypto::{PublicKey, SymmetricKey};

fuzz_target!(|der: &[u8]| {
    if let Ok(public) = PublicKey::from_spki_blocking(der) {
        assert_eq!(public.spki(), der);
        let key = SymmetricKey::generate_with(&mut |buffer: &mut [u8]| buffer.fill(1)).expect("the source can't fail");
        let _ = public.share_blocking(&key);
    }
});

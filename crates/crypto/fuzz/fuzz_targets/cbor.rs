//! Does the CBOR reader answer any bytes without a panic, and the same bytes the same way?

#![no_main]

use libfuzzer_sys::fuzz_target;
use portal_crypto::cbor;

fuzz_target!(|bytes: &[u8]| {
    assert_eq!(cbor::read(bytes), cbor::read(bytes));
});

//! Whatever comes from outside: readers answer, they don't panic, and texts are kept as they were.

use portal_crypto::{EncString, PrivateKey, PublicKey, SharedKey, SymmetricKey, binary, cbor, encoding};
use proptest::prelude::*;

use crate::keys::any_key;

/// Texts that look like ciphertexts and hardly ever are.
fn nearly() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9]{0,2}\\.?[A-Za-z0-9+/]{0,24}={0,3}(\\|[A-Za-z0-9+/]{0,44}={0,3}){0,3}",
        "[2347]\\.[A-Za-z0-9+/]{22}==(\\|[A-Za-z0-9+/]{0,64}){0,1}\\|[A-Za-z0-9+/]{43}=",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn any_string_survives_as_an_enc_string_and_fails_on_opening(text in nearly(), key in any_key()) {
        let enc = EncString::new(&text);
        prop_assert_eq!(enc.as_str(), &text);
        prop_assert_eq!(enc.to_string(), text.clone());
        prop_assert!(enc.decrypt_text(&key).is_err());
        prop_assert!(enc.decrypt_bytes(&key).is_err());
        prop_assert!(enc.unwrap_key(&key).is_err());
        if let Ok(strict) = EncString::parse_strict(&text) {
            prop_assert!(strict == enc);
        }
    }

    #[test]
    fn any_string_is_a_shared_key_or_refused(text in nearly()) {
        if let Ok(shared) = SharedKey::parse(&text) {
            prop_assert_eq!(shared.to_string(), text);
        }
    }

    #[test]
    fn any_bytes_are_cbor_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = cbor::read(&bytes);
    }

    /// Heads that promise much: nested collections and long strings.
    #[test]
    fn cbor_heads_that_promise_too_much_are_refused(
        heads in proptest::collection::vec((2..=5u8, any::<u64>(), 0..4u32), 1..40),
    ) {
        let mut bytes = Vec::new();
        for (major, number, size) in heads {
            cbor::head(&mut bytes, major, number >> (16 * size));
        }
        let _ = cbor::read(&bytes);
    }

    #[test]
    fn any_bytes_are_a_key_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        if let Ok(key) = SymmetricKey::from_bytes(&bytes) {
            prop_assert!(bytes.len() == 64 || key.is_v2());
        }
    }

    #[test]
    fn any_bytes_are_refused_as_a_file(
        kind in prop_oneof![Just(2), Just(7), any::<u8>()],
        rest in proptest::collection::vec(any::<u8>(), 0..200),
        key in any_key(),
    ) {
        prop_assert!(binary::decrypt(&[vec![kind], rest].concat(), &key).is_err());
    }

    #[test]
    fn any_bytes_are_refused_as_rsa_keys(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(PublicKey::from_spki_blocking(&bytes).is_err());
        prop_assert!(PrivateKey::from_pkcs8_blocking(&bytes).is_err());
    }

    #[test]
    fn base64_comes_back_in_both_alphabets(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let padded = encoding::to_base64(&bytes);
        prop_assert_eq!(padded.len() % 4, 0);
        prop_assert_eq!(encoding::from_base64(&padded)?, bytes.clone());
        prop_assert_eq!(encoding::from_base64(padded.trim_end_matches('='))?, bytes.clone());
        prop_assert_eq!(encoding::from_base64_url(&encoding::to_base64_url(&bytes))?, bytes);
    }
}

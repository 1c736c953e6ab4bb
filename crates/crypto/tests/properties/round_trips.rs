//! What is written is read again, under every form of key.

use portal_crypto::kdf::normalise_salt;
use portal_crypto::random::System;
use portal_crypto::{EncString, MasterKey, SymmetricKey, binary};
use proptest::prelude::*;

use crate::keys::{any_key, plain};

proptest! {
    #[test]
    fn a_text_comes_back_and_never_looks_the_same_twice(text in any::<String>(), key in any_key()) {
        let enc = EncString::encrypt_text(&text, &key)?;
        let kind = if key.is_v2() { "7." } else { "2." };
        prop_assert!(enc.as_str().starts_with(kind));
        prop_assert_eq!(EncString::parse_strict(enc.as_str())?.decrypt_text(&key)?, text.clone());
        prop_assert!(EncString::encrypt_text(&text, &key)? != enc);
    }

    #[test]
    fn bytes_come_back(bytes in plain(), key in any_key()) {
        let enc = EncString::encrypt_bytes(&bytes, &key)?;
        prop_assert_eq!(&*EncString::new(enc.as_str()).decrypt_bytes(&key)?, &bytes);
        let private = EncString::encrypt_private_key(&bytes, &key, &mut System)?;
        prop_assert_eq!(&*private.decrypt_bytes(&key)?, &bytes);
    }

    #[test]
    fn a_file_comes_back(bytes in plain(), key in any_key()) {
        let buffer = binary::encrypt(&bytes, &key)?;
        prop_assert_eq!(&*binary::decrypt(&buffer, &key)?, &bytes);
    }

    #[test]
    fn a_key_comes_back_from_its_bytes_and_from_under_any_other(key in any_key(), under in any_key()) {
        prop_assert!(SymmetricKey::from_bytes(&key.to_bytes())? == key);
        let wrapped = EncString::wrap_key(&key, &under)?;
        let opened = EncString::parse_strict(wrapped.as_str())?.unwrap_key(&under)?;
        prop_assert!(opened == key);
        prop_assert_eq!(opened.key_id(), key.key_id());
    }

    #[test]
    fn a_user_key_of_any_form_is_type_2_under_a_master_key(key in any_key(), master in any::<[u8; 32]>()) {
        let master = MasterKey::from_bytes(master);
        let wrapped = master.wrap_user_key(&key)?;
        prop_assert!(wrapped.as_str().starts_with("2."));
        prop_assert!(master.unwrap_user_key(&wrapped)? == key);
    }

    #[test]
    fn a_key_id_is_32_lower_case_hex_digits(key in any_key()) {
        let id = key.key_id();
        prop_assert_eq!(id.len(), 32);
        prop_assert!(id.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')));
    }

    #[test]
    fn a_salt_is_normalised_once_and_for_all(salt in any::<String>()) {
        let once = normalise_salt(&salt);
        prop_assert_eq!(normalise_salt(&once), once);
    }
}

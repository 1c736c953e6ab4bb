//! Nothing that was altered, cut or made for another key opens, and above all never as another plaintext.

use portal_crypto::encoding::{from_base64, to_base64};
use portal_crypto::{CryptoError, EncString, SymmetricKey, binary};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::keys::{any_key, plain, v1_key, v2_key};

/// The text with one bit of one of its decoded parts turned.
fn with_bit_turned(enc: &EncString, position: Index, bit: u32) -> String {
    let (kind, rest) = enc.as_str().split_once('.').expect("a type");
    let mut parts: Vec<Vec<u8>> = rest.split('|').map(|part| from_base64(part).expect("base64")).collect();
    let mut position = position.index(parts.iter().map(Vec::len).sum());
    for part in &mut parts {
        if let Some(byte) = part.get_mut(position) {
            *byte ^= 1 << bit;
            break;
        }
        position -= part.len();
    }
    let parts: Vec<String> = parts.iter().map(|part| to_base64(part)).collect();
    format!("{kind}.{}", parts.join("|"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_turned_bit_anywhere_makes_a_text_undecryptable(
        text in any::<String>(), key in any_key(), position in any::<Index>(), bit in 0..8u32,
    ) {
        let enc = EncString::encrypt_text(&text, &key)?;
        let altered = EncString::new(&with_bit_turned(&enc, position, bit));
        prop_assert!(altered.decrypt_text(&key).is_err());
        prop_assert!(altered.decrypt_bytes(&key).is_err());
    }

    #[test]
    fn a_turned_bit_anywhere_makes_a_type_2_value_fail_in_one_way_only(
        text in any::<String>(), key in v1_key(), position in any::<Index>(), bit in 0..8u32,
    ) {
        let enc = EncString::encrypt_text(&text, &key)?;
        let altered = EncString::new(&with_bit_turned(&enc, position, bit));
        prop_assert_eq!(altered.decrypt_text(&key), Err(CryptoError::Undecryptable));
    }

    #[test]
    fn a_turned_bit_anywhere_makes_a_wrapped_key_unusable(
        key in any_key(), under in any_key(), position in any::<Index>(), bit in 0..8u32,
    ) {
        let enc = EncString::wrap_key(&key, &under)?;
        prop_assert!(EncString::new(&with_bit_turned(&enc, position, bit)).unwrap_key(&under).is_err());
    }

    #[test]
    fn a_turned_bit_anywhere_makes_a_file_undecryptable(
        bytes in plain(), key in any_key(), position in any::<Index>(), bit in 0..8u32,
    ) {
        let mut buffer = binary::encrypt(&bytes, &key)?;
        let position = position.index(buffer.len());
        buffer[position] ^= 1 << bit;
        prop_assert!(binary::decrypt(&buffer, &key).is_err());
    }

    /// Base64 has bits that mean nothing, so another text may be the same ciphertext; another plaintext it never is.
    #[test]
    fn another_character_anywhere_never_gives_another_plaintext(
        text in any::<String>(), key in any_key(), position in any::<Index>(), other in any::<char>(),
    ) {
        let enc = EncString::encrypt_text(&text, &key)?;
        let mut characters: Vec<char> = enc.as_str().chars().collect();
        let position = position.index(characters.len());
        characters[position] = other;
        if let Ok(opened) = EncString::new(&String::from_iter(characters)).decrypt_text(&key) {
            prop_assert_eq!(opened, text);
        }
    }

    /// Padding may be missing, so the very end may be cut off; nothing before it.
    #[test]
    fn a_cut_text_never_gives_another_plaintext(text in any::<String>(), key in any_key(), end in any::<Index>()) {
        let enc = EncString::encrypt_text(&text, &key)?;
        let end = end.index(enc.as_str().len());
        let opened = EncString::new(&enc.as_str()[..end]).decrypt_text(&key);
        if end < enc.as_str().trim_end_matches('=').len() {
            prop_assert!(opened.is_err());
        } else {
            prop_assert_eq!(opened?, text);
        }
    }

    #[test]
    fn a_cut_or_lengthened_file_is_undecryptable(
        bytes in plain(), key in any_key(), end in any::<Index>(), more in proptest::collection::vec(any::<u8>(), 1..40),
    ) {
        let buffer = binary::encrypt(&bytes, &key)?;
        prop_assert!(binary::decrypt(&buffer[..end.index(buffer.len())], &key).is_err());
        prop_assert!(binary::decrypt(&[buffer, more].concat(), &key).is_err());
    }

    /// 64 bytes are always a key, since nothing but the length tells the form.
    #[test]
    fn a_cut_key_is_refused_or_another_key(key in any_key(), end in any::<Index>()) {
        let bytes = key.to_bytes();
        let end = end.index(bytes.len());
        match SymmetricKey::from_bytes(&bytes[..end]) {
            Ok(other) => prop_assert!(end == 64 && other != key),
            Err(_) => prop_assert!(end != 64),
        }
    }

    #[test]
    fn another_key_opens_nothing(text in any::<String>(), key in any_key(), other in any_key()) {
        prop_assert!(EncString::encrypt_text(&text, &key)?.decrypt_text(&other).is_err());
        prop_assert!(EncString::wrap_key(&key, &key)?.unwrap_key(&other).is_err());
        prop_assert!(binary::decrypt(&binary::encrypt(text.as_bytes(), &key)?, &other).is_err());
    }

    #[test]
    fn the_other_form_of_key_is_refused_before_anything_is_tried(text in any::<String>(), v1 in v1_key(), v2 in v2_key()) {
        let refused = Err(CryptoError::Refused(portal_crypto::Refusal::OtherKind));
        prop_assert_eq!(EncString::encrypt_text(&text, &v1)?.decrypt_text(&v2), refused.clone());
        prop_assert_eq!(EncString::encrypt_text(&text, &v2)?.decrypt_text(&v1), refused);
    }
}

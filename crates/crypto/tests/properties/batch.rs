//! Many texts at once: every one has an IV of its own.

use std::collections::HashSet;

use portal_crypto::batch::BatchEncryptor;
use portal_crypto::random::System;
use portal_crypto::{CryptoError, EncString, Refusal, SymmetricKey};

#[test]
fn twenty_thousand_texts_of_a_batch_have_twenty_thousand_ivs_and_open() {
    let key = SymmetricKey::generate().expect("random bytes");
    let mut batch = BatchEncryptor::new(&key).expect("a 64-byte key");
    let mut ivs = HashSet::new();
    for index in 0..20_000 {
        let plain = format!("field {}", index % 7);
        let text = batch.text(&plain).expect("encrypted");
        let iv = text.split('|').next().expect("an IV").to_owned();
        assert!(ivs.insert(iv), "the IV of text {index} came before");
        if index % 97 == 0 {
            assert_eq!(EncString::new(&text).decrypt_text(&key), Ok(plain));
        }
    }
}

#[test]
fn a_v2_user_key_is_refused_for_a_batch() {
    let key = SymmetricKey::generate_v2_with(&mut System).expect("random bytes");
    let refused = BatchEncryptor::new(&key).err();
    assert_eq!(refused, Some(CryptoError::Refused(Refusal::OtherKind)));
}

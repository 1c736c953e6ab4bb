//! How do the properties come by keys of every form?

use portal_crypto::SymmetricKey;
use portal_crypto::cbor;
use proptest::prelude::*;

/// A key of 64 bytes.
pub fn v1_key() -> impl Strategy<Value = SymmetricKey> {
    proptest::collection::vec(any::<u8>(), 64).prop_map(|bytes| SymmetricKey::from_bytes(&bytes).expect("64 bytes"))
}

/// A COSE key for this algorithm, as another client would write it.
fn cose_key(algorithm: i64, id: [u8; 16], key: [u8; 32]) -> SymmetricKey {
    let mut bytes = Vec::new();
    cbor::head(&mut bytes, 5, 4);
    for (label, number) in [(1, 4), (3, algorithm)] {
        cbor::integer(&mut bytes, label);
        cbor::integer(&mut bytes, number);
    }
    cbor::integer(&mut bytes, 2);
    cbor::bytes(&mut bytes, &id);
    cbor::integer(&mut bytes, -1);
    cbor::bytes(&mut bytes, &key);
    let padding = 65usize.saturating_sub(bytes.len()).max(1);
    let value = u8::try_from(padding).expect("at most 65");
    bytes.resize(bytes.len() + padding, value);
    SymmetricKey::from_bytes(&bytes).expect("a COSE key")
}

/// A V2 user key: XAES-256-GCM, or XChaCha20-Poly1305 as older accounts have.
pub fn v2_key() -> impl Strategy<Value = SymmetricKey> {
    (
        prop_oneof![Just(-70_000), Just(-70_010)],
        any::<[u8; 16]>(),
        any::<[u8; 32]>(),
    )
        .prop_map(|(algorithm, id, key)| cose_key(algorithm, id, key))
}

/// A key of any form.
pub fn any_key() -> impl Strategy<Value = SymmetricKey> {
    prop_oneof![v1_key(), v2_key()]
}

/// Bytes of lengths around the block sizes.
pub fn plain() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..100)
}

//! Keys shared by RSA: they come back to their pair only, and no altered text or key gets through.

use std::sync::LazyLock;

use portal_crypto::encoding::{from_base64, to_base64};
use portal_crypto::rsa::{Pair, generate_pair, generate_pair_blocking};
use portal_crypto::{CryptoError, PrivateKey, PublicKey, Refusal, SharedKey};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::keys::any_key;

/// An RSA key of 1024 bits, SPKI.
const SHORT: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC2dc0uF5jm/9dCh0OViIh/5cvessC/UYVvcuZRPkL1UYM4z5mFiEfqfKfosMWl\
                     rSy3BBozWG/I2I9BeEcF7kAVTICqnZPB8ctTIfTwFIW2g3pQvcP0DlnYtBbRRMiwejTuxNnVAYqvLVMTYNGr8wnCXE6NUGEZacdB\
                     DzcQJjn70QIDAQAB";

static PAIR: LazyLock<Pair> = LazyLock::new(|| generate_pair_blocking().expect("a pair"));
static OWN: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::from_pkcs8_blocking(&PAIR.pkcs8).expect("PKCS #8"));
static PUBLIC: LazyLock<PublicKey> = LazyLock::new(|| PublicKey::from_spki_blocking(&PAIR.spki).expect("SPKI"));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_shared_key_comes_back_and_never_looks_the_same_twice(key in any_key()) {
        let shared = PUBLIC.share_blocking(&key)?;
        prop_assert!(OWN.open_blocking(&SharedKey::parse(&shared.to_string())?)? == key);
        prop_assert!(PUBLIC.share_blocking(&key)? != shared);
    }

    #[test]
    fn an_altered_shared_key_is_undecryptable(key in any_key(), position in 0..256usize, bit in 0..8u32) {
        let shared = PUBLIC.share_blocking(&key)?.to_string();
        let mut cipher = from_base64(&shared[2..])?;
        cipher[position] ^= 1 << bit;
        let altered = SharedKey::parse(&format!("4.{}", to_base64(&cipher)))?;
        prop_assert_eq!(OWN.open_blocking(&altered).err(), Some(CryptoError::Undecryptable));
    }

    #[test]
    fn a_shared_key_under_another_type_is_undecryptable(key in any_key(), kind in prop_oneof![Just("3"), Just("5")]) {
        let shared = PUBLIC.share_blocking(&key)?.to_string();
        let mac = if kind == "5" { "|AAAA" } else { "" };
        let other = SharedKey::parse(&format!("{kind}{}{mac}", &shared[1..]))?;
        prop_assert_eq!(OWN.open_blocking(&other).err(), Some(CryptoError::Undecryptable));
    }

    #[test]
    fn altered_rsa_keys_are_answered_without_a_panic(position in any::<Index>(), bit in 0..8u32) {
        let mut spki = PAIR.spki.clone();
        let at = position.index(spki.len());
        spki[at] ^= 1 << bit;
        let _ = PublicKey::from_spki_blocking(&spki);
        let mut pkcs8 = PAIR.pkcs8.to_vec();
        let at = position.index(pkcs8.len());
        pkcs8[at] ^= 1 << bit;
        let _ = PrivateKey::from_pkcs8_blocking(&pkcs8);
    }

    #[test]
    fn cut_rsa_keys_are_refused(end in any::<Index>()) {
        prop_assert!(PublicKey::from_spki_blocking(&PAIR.spki[..end.index(PAIR.spki.len())]).is_err());
        prop_assert!(PrivateKey::from_pkcs8_blocking(&PAIR.pkcs8[..end.index(PAIR.pkcs8.len())]).is_err());
    }
}

#[test]
fn another_pair_opens_nothing() {
    let other = generate_pair_blocking().expect("a pair");
    let other = PrivateKey::from_pkcs8_blocking(&other.pkcs8).expect("PKCS #8");
    let key = portal_crypto::SymmetricKey::generate().expect("random bytes");
    let shared = PUBLIC.share_blocking(&key).expect("shared");
    assert_eq!(other.open_blocking(&shared).err(), Some(CryptoError::Undecryptable));
}

#[test]
fn a_short_rsa_key_is_refused_as_short() {
    let spki = from_base64(SHORT).expect("base64");
    let refused = PublicKey::from_spki_blocking(&spki).err();
    assert_eq!(refused, Some(CryptoError::Refused(Refusal::ShortRsa)));
}

#[tokio::test]
async fn the_browsers_way_to_use_a_pair_works_on_the_host_too() {
    let pair = generate_pair().await.expect("a pair");
    let own = PrivateKey::from_pkcs8(&pair.pkcs8).await.expect("PKCS #8");
    let public = PublicKey::from_spki_base64(&to_base64(&pair.spki)).await.expect("SPKI");
    assert_eq!(own.spki(), public.spki());
    let key = portal_crypto::SymmetricKey::generate().expect("random bytes");
    let shared = public.share(&key).await.expect("shared");
    let opened = portal_crypto::chain::open_shared(&shared.to_string(), &own).await;
    assert!(opened.expect("opened") == key);
}

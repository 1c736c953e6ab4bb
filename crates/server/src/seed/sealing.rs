//! How the demo data is encrypted: `portal_crypto` with the seed's own chance for keys and IVs (RSA apart).

use portal_crypto::encoding::{from_base64, to_base64};
use portal_crypto::rsa::generate_pair_blocking;
use portal_crypto::{CryptoError, EncString, MasterKey, PublicKey, SymmetricKey, kdf};
use serde::Deserialize;

use super::people::Kdf;
use super::random::Random;
use crate::error::{Error, Result};

pub(super) type Key = SymmetricKey;

/// The key set of an account of the newer form, as an official client made it (vector `v2/key-set-ed25519`): its
/// signatures can't be drawn from the seed.
const MODERN: &str = include_str!("modern.json");

/// An RSA pair: PKCS #8 DER, and SPKI in base64.
pub(super) struct Pair {
    private: zeroize::Zeroizing<Vec<u8>>,
    pub public: String,
}

/// What comes of a master password.
pub(super) struct Password {
    master: MasterKey,
    /// The hash that the server is shown.
    pub hash: String,
}

/// An account's keys as the server stores them.
pub(super) struct AccountKeys {
    pub wrapped_user_key: String,
    pub wrapped_private_key: String,
    pub public: String,
    pub version_2: Option<Version2>,
}

/// What accounts of the newer form have besides (crypto/crypto.md section 11).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Version2 {
    pub signed_public_key: String,
    pub wrapped_signing_key: String,
    pub verifying_key: String,
    pub security_state: String,
    pub security_version: i64,
    pub user_key_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Modern {
    user_key: String,
    wrapped_private_key: String,
    public_key: String,
    #[serde(flatten)]
    extra: Version2,
}

fn failed(error: CryptoError) -> Error {
    Error::Internal(format!("demo data: {error}"))
}

/// 64 bytes of the seed's chance.
pub(super) fn new_key(random: &mut Random) -> Result<Key> {
    SymmetricKey::generate_with(&mut |buffer: &mut [u8]| random.fill(buffer)).map_err(failed)
}

/// A new pair from the system's chance: RSA generation takes no other.
pub(super) fn new_pair() -> Result<Pair> {
    let pair = generate_pair_blocking().map_err(failed)?;
    Ok(Pair {
        public: to_base64(&pair.spki),
        private: pair.pkcs8,
    })
}

/// A text under this key.
pub(super) fn text(key: &Key, text: &str, random: &mut Random) -> Result<String> {
    let sealed = EncString::encrypt_text_with(text, key, &mut |buffer: &mut [u8]| random.fill(buffer));
    Ok(sealed.map_err(failed)?.to_string())
}

/// A key wrapped under another.
pub(super) fn wrap(under: &Key, key: &Key, random: &mut Random) -> Result<String> {
    let wrapped = EncString::wrap_key_with(key, under, &mut |buffer: &mut [u8]| random.fill(buffer));
    Ok(wrapped.map_err(failed)?.to_string())
}

/// A private key under this key.
pub(super) fn wrap_private(under: &Key, pair: &Pair, random: &mut Random) -> Result<String> {
    let wrapped = EncString::encrypt_private_key(&pair.private, under, &mut |buffer: &mut [u8]| random.fill(buffer));
    Ok(wrapped.map_err(failed)?.to_string())
}

/// A key shared to this public key (SPKI in base64).
pub(super) fn share(public: &str, key: &Key) -> Result<String> {
    let public = PublicKey::from_spki_blocking(&from_base64(public).map_err(failed)?).map_err(failed)?;
    Ok(public.share_blocking(key).map_err(failed)?.to_string())
}

/// Derives an account's master key; slow by purpose.
pub(super) fn derive(password: &str, email: &str, kdf: Kdf) -> Result<Password> {
    let kdf = match kdf {
        Kdf::Pbkdf2(iterations) => portal_crypto::Kdf::Pbkdf2 { iterations },
        Kdf::Argon2id {
            iterations,
            memory,
            parallelism,
        } => portal_crypto::Kdf::Argon2id {
            iterations,
            memory_mib: memory,
            parallelism,
        },
    };
    let master = kdf::derive_blocking(password.as_bytes(), &kdf::normalise_salt(email), &kdf).map_err(failed)?;
    Ok(Password {
        hash: master.server_hash(password.as_bytes()),
        master,
    })
}

impl Password {
    fn wrap(&self, user_key: &Key, random: &mut Random) -> Result<String> {
        let wrapped = self
            .master
            .wrap_user_key_with(user_key, &mut |buffer: &mut [u8]| random.fill(buffer));
        Ok(wrapped.map_err(failed)?.to_string())
    }
}

/// User key and stored keys of a new account.
pub(super) fn account(password: &Password, random: &mut Random) -> Result<(Key, AccountKeys)> {
    let user_key = new_key(random)?;
    let pair = new_pair()?;
    let keys = AccountKeys {
        wrapped_user_key: password.wrap(&user_key, random)?,
        wrapped_private_key: wrap_private(&user_key, &pair, random)?,
        public: pair.public,
        version_2: None,
    };
    Ok((user_key, keys))
}

/// The same for the one account of the newer form.
pub(super) fn account_version_2(password: &Password, random: &mut Random) -> Result<(Key, AccountKeys)> {
    let modern: Modern = serde_json::from_str(MODERN).map_err(|error| Error::Internal(error.to_string()))?;
    let user_key = SymmetricKey::from_bytes(&from_base64(&modern.user_key).map_err(failed)?).map_err(failed)?;
    let keys = AccountKeys {
        wrapped_user_key: password.wrap(&user_key, random)?,
        wrapped_private_key: modern.wrapped_private_key,
        public: modern.public_key,
        version_2: Some(modern.extra),
    };
    Ok((user_key, keys))
}

//! RSA by AWS-LC: demo data, tests, servers.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, OaepPublicEncryptingKey,
    PrivateDecryptingKey, PublicEncryptingKey,
};
use zeroize::Zeroizing;

use super::{Pair, SharedKey};
use crate::encoding::from_base64;
use crate::error::{CryptoError, Refusal, Result};
use crate::key::SymmetricKey;

const BAD_PRIVATE: CryptoError = CryptoError::Malformed("RSA private key");
const BAD_PUBLIC: CryptoError = CryptoError::Malformed("RSA public key");

/// A person's or organization's private key.
pub struct PrivateKey {
    key: OaepPrivateDecryptingKey,
    spki: Vec<u8>,
}

/// A public key that keys can be shared to.
pub struct PublicKey {
    key: OaepPublicEncryptingKey,
    spki: Vec<u8>,
}

impl PrivateKey {
    /// Imports PKCS #8 DER.
    // Async so that both platforms have one shape.
    #[allow(clippy::unused_async)]
    pub async fn from_pkcs8(der: &[u8]) -> Result<Self> {
        Self::from_pkcs8_blocking(der)
    }

    /// The same on the calling thread.
    pub fn from_pkcs8_blocking(der: &[u8]) -> Result<Self> {
        let key = PrivateDecryptingKey::from_pkcs8(der).map_err(|_| BAD_PRIVATE)?;
        let spki = AsDer::<PublicKeyX509Der<'_>>::as_der(&key.public_key()).map_err(|_| BAD_PRIVATE)?;
        let spki = spki.as_ref().to_vec();
        let key = OaepPrivateDecryptingKey::new(key).map_err(|_| BAD_PRIVATE)?;
        Ok(Self { key, spki })
    }

    /// The public half as SPKI DER, taken from the private key.
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// Opens a key that was shared to this pair.
    #[allow(clippy::unused_async)]
    pub async fn open(&self, shared: &SharedKey) -> Result<SymmetricKey> {
        self.open_blocking(shared)
    }

    /// The same on the calling thread.
    pub fn open_blocking(&self, shared: &SharedKey) -> Result<SymmetricKey> {
        let algorithm = if shared.sha256 {
            &OAEP_SHA256_MGF1SHA256
        } else {
            &OAEP_SHA1_MGF1SHA1
        };
        let mut plain = Zeroizing::new(vec![0; self.key.min_output_size()]);
        let opened = self
            .key
            .decrypt(algorithm, &shared.cipher, &mut plain, None)
            .map_err(|_| CryptoError::Undecryptable)?;
        SymmetricKey::from_bytes(opened)
    }
}

impl PublicKey {
    /// Imports SPKI DER in base64; RSA of at least 2048 bits.
    #[allow(clippy::unused_async)]
    pub async fn from_spki_base64(text: &str) -> Result<Self> {
        Self::from_spki_blocking(&from_base64(text)?)
    }

    /// Imports SPKI DER on the calling thread.
    pub fn from_spki_blocking(spki: &[u8]) -> Result<Self> {
        // AWS-LC takes 2048 to 8192 bits and names a shorter key in its reason.
        let key = PublicEncryptingKey::from_der(spki).map_err(|rejected| match rejected.description_() {
            "TooSmall" => CryptoError::Refused(Refusal::ShortRsa),
            _ => BAD_PUBLIC,
        })?;
        let key = OaepPublicEncryptingKey::new(key).map_err(|_| BAD_PUBLIC)?;
        Ok(Self {
            key,
            spki: spki.to_vec(),
        })
    }

    /// The key as SPKI DER: what the fingerprint is made of.
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// Shares a key (type 4).
    #[allow(clippy::unused_async)]
    pub async fn share(&self, key: &SymmetricKey) -> Result<SharedKey> {
        self.share_blocking(key)
    }

    /// The same on the calling thread.
    pub fn share_blocking(&self, key: &SymmetricKey) -> Result<SharedKey> {
        let mut cipher = vec![0; self.key.ciphertext_size()];
        self.key
            .encrypt(&OAEP_SHA1_MGF1SHA1, &key.to_bytes(), &mut cipher, None)
            .map_err(|_| CryptoError::Platform("RSA"))?;
        Ok(SharedKey::type4(cipher))
    }
}

/// A new RSA-2048 pair.
#[allow(clippy::unused_async)]
pub async fn generate_pair() -> Result<Pair> {
    generate_pair_blocking()
}

/// The same on the calling thread.
pub fn generate_pair_blocking() -> Result<Pair> {
    const FAILED: CryptoError = CryptoError::Platform("RSA key generation");
    let key = PrivateDecryptingKey::generate(KeySize::Rsa2048).map_err(|_| FAILED)?;
    let pkcs8 = AsDer::<Pkcs8V1Der<'_>>::as_der(&key).map_err(|_| FAILED)?;
    let spki = AsDer::<PublicKeyX509Der<'_>>::as_der(&key.public_key()).map_err(|_| FAILED)?;
    Ok(Pair {
        pkcs8: Zeroizing::new(pkcs8.as_ref().to_vec()),
        spki: spki.as_ref().to_vec(),
    })
}

//! RSA by WebCrypto: private keys stay non-extractable handles. Works in windows and in workers.

use js_sys::{Array, Object, Reflect, Uint8Array};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, CryptoKeyPair, SubtleCrypto};
use zeroize::Zeroizing;

use super::{Pair, SharedKey};
use crate::encoding::from_base64;
use crate::error::{CryptoError, Refusal, Result};
use crate::key::SymmetricKey;

const BAD_PRIVATE: CryptoError = CryptoError::Malformed("RSA private key");
const BAD_PUBLIC: CryptoError = CryptoError::Malformed("RSA public key");

/// The browser's cryptography; missing outside secure contexts.
pub(crate) fn subtle() -> Result<SubtleCrypto> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok();
    let crypto = crypto
        .filter(JsValue::is_object)
        .ok_or(CryptoError::Platform("no WebCrypto"))?;
    let subtle = crypto.unchecked_into::<web_sys::Crypto>().subtle();
    if subtle.is_undefined() {
        Err(CryptoError::Platform("no WebCrypto"))
    } else {
        Ok(subtle)
    }
}

fn algorithm(hash: &str) -> Object {
    let object = Object::new();
    for (name, value) in [("name", "RSA-OAEP"), ("hash", hash)] {
        // A plain object takes any property.
        let _ = Reflect::set(&object, &name.into(), &value.into());
    }
    object
}

async fn import(format: &str, der: &[u8], hash: &str, usage: &str) -> std::result::Result<CryptoKey, JsValue> {
    let bytes = Uint8Array::from(der);
    let usages = Array::of1(&usage.into());
    let subtle = subtle().map_err(|_| JsValue::NULL)?;
    let started = subtle.import_key_with_object(format, &bytes, &algorithm(hash), false, &usages)?;
    let key = JsFuture::from(started).await;
    bytes.fill(0, 0, bytes.length());
    key.map(JsCast::unchecked_into)
}

/// A person's or organization's private key: two handles, since the hash belongs to the key in WebCrypto.
pub struct PrivateKey {
    sha1: SendWrapper<CryptoKey>,
    sha256: SendWrapper<CryptoKey>,
}

/// A public key that keys can be shared to.
pub struct PublicKey {
    key: SendWrapper<CryptoKey>,
    spki: Vec<u8>,
}

impl PrivateKey {
    /// Imports PKCS #8 DER, non-extractable.
    pub async fn from_pkcs8(der: &[u8]) -> Result<Self> {
        subtle()?;
        let sha1 = import("pkcs8", der, "SHA-1", "decrypt")
            .await
            .map_err(|_| BAD_PRIVATE)?;
        let sha256 = import("pkcs8", der, "SHA-256", "decrypt")
            .await
            .map_err(|_| BAD_PRIVATE)?;
        Ok(Self {
            sha1: SendWrapper::new(sha1),
            sha256: SendWrapper::new(sha256),
        })
    }

    /// Opens a key that was shared to this pair.
    pub async fn open(&self, shared: &SharedKey) -> Result<SymmetricKey> {
        let (key, hash) = if shared.sha256 {
            (&self.sha256, "SHA-256")
        } else {
            (&self.sha1, "SHA-1")
        };
        let cipher = Uint8Array::from(shared.cipher.as_slice());
        let opened = subtle()?
            .decrypt_with_object_and_js_u8_array(&algorithm(hash), key, &cipher)
            .map_err(|_| CryptoError::Undecryptable)?;
        let opened = JsFuture::from(opened).await.map_err(|_| CryptoError::Undecryptable)?;
        let bytes = Uint8Array::new(&opened);
        let plain = Zeroizing::new(bytes.to_vec());
        bytes.fill(0, 0, bytes.length());
        SymmetricKey::from_bytes(&plain)
    }
}

impl PublicKey {
    /// Imports SPKI DER in base64; RSA of at least 2048 bits.
    pub async fn from_spki_base64(text: &str) -> Result<Self> {
        let spki = from_base64(text)?;
        subtle()?;
        let key = import("spki", &spki, "SHA-1", "encrypt")
            .await
            .map_err(|_| BAD_PUBLIC)?;
        let described: JsValue = Reflect::get(&key, &"algorithm".into()).map_err(|_| BAD_PUBLIC)?;
        let bits = Reflect::get(&described, &"modulusLength".into())
            .ok()
            .and_then(|bits| bits.as_f64());
        if bits.is_none_or(|bits| bits < 2048.0) {
            return Err(CryptoError::Refused(Refusal::ShortRsa));
        }
        Ok(Self {
            key: SendWrapper::new(key),
            spki,
        })
    }

    /// The key as SPKI DER: what the fingerprint is made of.
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// Shares a key (type 4).
    pub async fn share(&self, key: &SymmetricKey) -> Result<SharedKey> {
        const FAILED: CryptoError = CryptoError::Platform("RSA");
        let plain = Uint8Array::from(key.to_bytes().as_slice());
        let sealed = subtle()?
            .encrypt_with_object_and_js_u8_array(&algorithm("SHA-1"), &self.key, &plain)
            .map_err(|_| FAILED)?;
        let sealed = JsFuture::from(sealed).await;
        plain.fill(0, 0, plain.length());
        Ok(SharedKey::type4(Uint8Array::new(&sealed.map_err(|_| FAILED)?).to_vec()))
    }
}

/// A new RSA-2048 pair; the private half leaves WebCrypto once, to be wrapped.
pub async fn generate_pair() -> Result<Pair> {
    const FAILED: CryptoError = CryptoError::Platform("RSA key generation");
    let subtle = subtle()?;
    let wanted = algorithm("SHA-1");
    let exponent = Uint8Array::from([1, 0, 1].as_slice());
    Reflect::set(&wanted, &"modulusLength".into(), &2048.into()).map_err(|_| FAILED)?;
    Reflect::set(&wanted, &"publicExponent".into(), &exponent).map_err(|_| FAILED)?;
    let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
    let started = subtle
        .generate_key_with_object(&wanted, true, &usages)
        .map_err(|_| FAILED)?;
    let pair: CryptoKeyPair = JsFuture::from(started).await.map_err(|_| FAILED)?.unchecked_into();
    let export = |format: &'static str, key: CryptoKey| {
        let subtle = subtle.clone();
        async move {
            let started = subtle.export_key(format, &key).map_err(|_| FAILED)?;
            Ok::<_, CryptoError>(Uint8Array::new(&JsFuture::from(started).await.map_err(|_| FAILED)?))
        }
    };
    let private = export("pkcs8", pair.get_private_key()).await?;
    let pkcs8 = Zeroizing::new(private.to_vec());
    private.fill(0, 0, private.length());
    Ok(Pair {
        pkcs8,
        spki: export("spki", pair.get_public_key()).await?.to_vec(),
    })
}

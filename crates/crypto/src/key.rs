//! Symmetric keys and their byte forms (§2). A key's length tells its form; the key decides the algorithm.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::cbor::{self, Value};
use crate::encoding::to_hex;
use crate::error::{CryptoError, Refusal, Result};
use crate::primitive::{same, sha256};
use crate::random::{Random, System};

/// COSE algorithm numbers (§2.2).
const XCHACHA: i64 = -70_000;
const XAES: i64 = -70_010;

/// Which AEAD a COSE key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aead {
    XChaCha20Poly1305,
    Xaes256Gcm,
}

impl Aead {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::XChaCha20Poly1305 => XCHACHA,
            Self::Xaes256Gcm => XAES,
        }
    }

    pub(crate) fn from_number(number: i64) -> Option<Self> {
        match number {
            XCHACHA => Some(Self::XChaCha20Poly1305),
            XAES => Some(Self::Xaes256Gcm),
            _ => None,
        }
    }
}

#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) enum Form {
    /// AES-256-CBC key and HMAC key.
    Pair { aes: [u8; 32], mac: [u8; 32] },
    Cose {
        #[zeroize(skip)]
        aead: Aead,
        #[zeroize(skip)]
        id: [u8; 16],
        key: [u8; 32],
    },
}

/// A symmetric key: 64 bytes (V1 users, and every provider, organization, item and Send key) or a COSE key (V2 users).
/// Zeroed on drop; never printed; compared in constant time.
pub struct SymmetricKey(pub(crate) Form);

impl fmt::Debug for SymmetricKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SymmetricKey(…)")
    }
}

impl PartialEq for SymmetricKey {
    fn eq(&self, other: &Self) -> bool {
        same(&self.to_bytes(), &other.to_bytes())
    }
}

impl Eq for SymmetricKey {}

impl SymmetricKey {
    /// 64 new random bytes from the system.
    pub fn generate() -> Result<Self> {
        Self::generate_with(&mut System)
    }

    /// 64 random bytes from this source.
    pub fn generate_with(random: &mut impl Random) -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 64]);
        random.fill(&mut bytes[..])?;
        Ok(Self::from_pair(&bytes))
    }

    /// A new V2 user key (XAES-256-GCM) from this source.
    pub fn generate_v2_with(random: &mut impl Random) -> Result<Self> {
        let (mut id, mut key) = ([0; 16], [0; 32]);
        random.fill(&mut id)?;
        random.fill(&mut key)?;
        Ok(Self(Form::Cose {
            aead: Aead::Xaes256Gcm,
            id,
            key,
        }))
    }

    pub(crate) fn from_pair(bytes: &[u8; 64]) -> Self {
        let (mut aes, mut mac) = ([0; 32], [0; 32]);
        aes.copy_from_slice(&bytes[..32]);
        mac.copy_from_slice(&bytes[32..]);
        Self(Form::Pair { aes, mac })
    }

    /// Reads the byte form of §2.1. A 32-byte key is refused, any other length too.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        match bytes.len() {
            64 => Ok(Self::from_pair(bytes.try_into().expect("the length was just checked"))),
            32 => Err(CryptoError::Refused(Refusal::WeakType)),
            65.. => {
                let padding = usize::from(bytes[bytes.len() - 1]);
                if padding == 0 || padding >= bytes.len() {
                    return Err(CryptoError::Malformed("key padding"));
                }
                Self::from_cose(&bytes[..bytes.len() - padding])
            }
            _ => Err(CryptoError::Malformed("key length")),
        }
    }

    /// Reads a bare COSE_Key (§2.2).
    pub(crate) fn from_cose(bytes: &[u8]) -> Result<Self> {
        const BAD: CryptoError = CryptoError::Malformed("COSE key");
        let map = cbor::read(bytes)?;
        if map.get(1).and_then(Value::integer) != Some(4) {
            return Err(BAD);
        }
        let aead = map
            .get(3)
            .and_then(Value::integer)
            .and_then(Aead::from_number)
            .ok_or(BAD)?;
        let id = map
            .get(2)
            .and_then(Value::bytes)
            .and_then(|id| id.try_into().ok())
            .ok_or(BAD)?;
        let key = map
            .get(-1)
            .and_then(Value::bytes)
            .and_then(|key| key.try_into().ok())
            .ok_or(BAD)?;
        Ok(Self(Form::Cose { aead, id, key }))
    }

    /// The bare COSE_Key of a V2 key; `None` for 64-byte keys.
    pub(crate) fn to_cose(&self) -> Option<Zeroizing<Vec<u8>>> {
        let Form::Cose { aead, id, key } = &self.0 else {
            return None;
        };
        let mut out = Zeroizing::new(Vec::with_capacity(80));
        cbor::head(&mut out, 5, 5);
        cbor::integer(&mut out, 1);
        cbor::integer(&mut out, 4);
        cbor::integer(&mut out, 2);
        cbor::bytes(&mut out, id);
        cbor::integer(&mut out, 3);
        cbor::integer(&mut out, aead.number());
        cbor::integer(&mut out, 4);
        cbor::head(&mut out, 4, 4);
        (3..=6).for_each(|operation| cbor::integer(&mut out, operation));
        cbor::integer(&mut out, -1);
        cbor::bytes(&mut out, key);
        Some(out)
    }

    /// The byte form of §2.1: 64 bytes, or the padded COSE_Key.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        if let Form::Pair { aes, mac } = &self.0 {
            return Zeroizing::new([aes.as_slice(), mac].concat());
        }
        let mut bytes = self.to_cose().expect("every other form is a COSE key");
        let padding = 65usize.saturating_sub(bytes.len()).max(1);
        let value = u8::try_from(padding).expect("at most 65");
        bytes.extend(std::iter::repeat_n(value, padding));
        bytes
    }

    /// The key's id (§2.3): 32 lower-case hexadecimal digits.
    pub fn key_id(&self) -> String {
        match &self.0 {
            Form::Cose { id, .. } => to_hex(id),
            Form::Pair { .. } => {
                let mut cose = Zeroizing::new(vec![0xa2, 0x01, 0x04, 0x20, 0x58, 0x40]);
                cose.extend_from_slice(&self.to_bytes());
                to_hex(&sha256(&cose)[..16])
            }
        }
    }

    /// Whether it is a COSE key, as V2 users have.
    pub fn is_v2(&self) -> bool {
        matches!(self.0, Form::Cose { .. })
    }

    /// A key of this key for one purpose of this product alone: HKDF-Expand over its bytes. Never used on the wire.
    pub fn derive_local(&self, purpose: &str) -> Self {
        let mut bytes = Zeroizing::new([0; 64]);
        crate::primitive::expand(&sha256(&self.to_bytes()), purpose.as_bytes(), &mut bytes[..]);
        Self::from_pair(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_32_byte_key_is_refused_as_weak_and_other_lengths_as_malformed() {
        for length in (0..64).chain(66..68) {
            let refused = SymmetricKey::from_bytes(&vec![1; length]).err();
            let weak = refused == Some(CryptoError::Refused(Refusal::WeakType));
            assert!(refused.is_some() && weak == (length == 32), "{length} bytes");
        }
    }

    #[test]
    fn keys_are_never_printed() {
        let key = SymmetricKey::from_pair(&[0xab; 64]);
        assert_eq!(format!("{key:?}"), "SymmetricKey(…)");
        let master = crate::MasterKey::from_bytes([0xab; 32]);
        assert_eq!(format!("{master:?}"), "MasterKey(…)");
    }

    #[test]
    fn a_key_for_another_purpose_is_another_key() {
        let key = SymmetricKey::from_pair(&[1; 64]);
        assert!(key.derive_local("one") == key.derive_local("one"));
        assert!(key.derive_local("one") != key.derive_local("two"));
        assert!(key.derive_local("one") != key);
    }
}

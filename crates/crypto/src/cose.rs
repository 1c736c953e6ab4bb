//! Type 7: COSE_Encrypt0 under a V2 user's key (§3.2).

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead as _, KeyInit, Payload};
use xaes_256_gcm::Xaes256Gcm;
use zeroize::Zeroizing;

use crate::cbor::{self, Value};
use crate::error::{CryptoError, Refusal, Result};
use crate::key::{Aead, Form, SymmetricKey};
use crate::random::Random;

/// What a type 7 value says it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Text, padded.
    Text,
    /// Raw bytes.
    Octets,
    /// A bare COSE_Key.
    CoseKey,
    /// A 64-byte key.
    LegacyKey,
    /// A private key, PKCS #8.
    Pkcs8,
    /// A public key, SPKI.
    Spki,
    Cbor,
}

const TEXT: &str = "application/x.bitwarden.utf8-padded";
const LEGACY_KEY: &str = "application/x.bitwarden.legacy-key";
const SPKI: &str = "application/x.bitwarden.spki-public-key";

impl Content {
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(42) => Some(Self::Octets),
            Value::Integer(101) => Some(Self::CoseKey),
            Value::Integer(284) => Some(Self::Pkcs8),
            Value::Integer(60) => Some(Self::Cbor),
            Value::Text(name) => match name.as_str() {
                TEXT => Some(Self::Text),
                LEGACY_KEY => Some(Self::LegacyKey),
                SPKI => Some(Self::Spki),
                _ => None,
            },
            _ => None,
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Text => cbor::text(out, TEXT),
            Self::LegacyKey => cbor::text(out, LEGACY_KEY),
            Self::Spki => cbor::text(out, SPKI),
            Self::Octets => cbor::integer(out, 42),
            Self::CoseKey => cbor::integer(out, 101),
            Self::Pkcs8 => cbor::integer(out, 284),
            Self::Cbor => cbor::integer(out, 60),
        }
    }
}

fn associated(protected: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(protected.len() + 16);
    cbor::head(&mut out, 4, 3);
    cbor::text(&mut out, "Encrypt0");
    cbor::bytes(&mut out, protected);
    cbor::bytes(&mut out, b"");
    out
}

/// Opens a COSE_Encrypt0 array.
pub(crate) fn open(key: &SymmetricKey, blob: &[u8]) -> Result<(Zeroizing<Vec<u8>>, Content)> {
    const BAD: CryptoError = CryptoError::Malformed("COSE_Encrypt0");
    const OTHER: CryptoError = CryptoError::Refused(Refusal::OtherKind);
    let Form::Cose { aead, id, key } = &key.0 else {
        return Err(OTHER);
    };
    let Value::Array(parts) = cbor::read(blob)? else {
        return Err(BAD);
    };
    let [
        Value::Bytes(protected),
        unprotected @ Value::Map(_),
        Value::Bytes(sealed),
    ] = parts.as_slice()
    else {
        return Err(BAD);
    };
    let header = cbor::read(protected)?;
    let content = header.get(3).and_then(Content::read).ok_or(BAD)?;
    if header.get(1).and_then(Value::integer) != Some(aead.number())
        || header.get(4).and_then(Value::bytes) != Some(id.as_slice())
    {
        return Err(OTHER);
    }
    let nonce: &[u8; 24] = unprotected
        .get(5)
        .and_then(Value::bytes)
        .and_then(|n| n.try_into().ok())
        .ok_or(BAD)?;
    let payload = Payload {
        msg: sealed,
        aad: &associated(protected),
    };
    let plain = match aead {
        Aead::XChaCha20Poly1305 => XChaCha20Poly1305::new(key.into()).decrypt(nonce.into(), payload),
        Aead::Xaes256Gcm => Xaes256Gcm::new(key.into()).decrypt(nonce.into(), payload),
    };
    let mut plain = Zeroizing::new(plain.map_err(|_| CryptoError::Undecryptable)?);
    if content == Content::Text {
        let padding = usize::from(plain.last().copied().unwrap_or(0));
        if padding == 0 || padding > plain.len() {
            return Err(CryptoError::Undecryptable);
        }
        let length = plain.len() - padding;
        plain.truncate(length);
    }
    Ok((plain, content))
}

/// Seals into a COSE_Encrypt0 array.
pub(crate) fn seal(key: &SymmetricKey, plain: &[u8], content: Content, random: &mut impl Random) -> Result<Vec<u8>> {
    let Form::Cose { aead, id, key } = &key.0 else {
        return Err(CryptoError::Refused(Refusal::OtherKind));
    };
    let mut protected = Vec::with_capacity(80);
    cbor::head(&mut protected, 5, 3);
    cbor::integer(&mut protected, 1);
    cbor::integer(&mut protected, aead.number());
    cbor::integer(&mut protected, 3);
    content.write(&mut protected);
    cbor::integer(&mut protected, 4);
    cbor::bytes(&mut protected, id);
    let mut padded = Zeroizing::new(plain.to_vec());
    if content == Content::Text {
        let add = 32 - plain.len() % 32;
        padded.extend(std::iter::repeat_n(u8::try_from(add).expect("at most 32"), add));
    }
    let mut nonce = [0; 24];
    random.fill(&mut nonce)?;
    let payload = Payload {
        msg: &padded,
        aad: &associated(&protected),
    };
    let sealed = match aead {
        Aead::XChaCha20Poly1305 => XChaCha20Poly1305::new(key.into()).encrypt((&nonce).into(), payload),
        Aead::Xaes256Gcm => Xaes256Gcm::new(key.into()).encrypt((&nonce).into(), payload),
    }
    .map_err(|_| CryptoError::Platform("AEAD"))?;
    let mut out = Vec::with_capacity(sealed.len() + protected.len() + 40);
    cbor::head(&mut out, 4, 3);
    cbor::bytes(&mut out, &protected);
    cbor::head(&mut out, 5, 1);
    cbor::integer(&mut out, 5);
    cbor::bytes(&mut out, &nonce);
    cbor::bytes(&mut out, &sealed);
    Ok(out)
}

//! A key shared to a public key: EncString types 3 to 6 (§3, §4).

use std::fmt;

use crate::encoding::{from_base64, to_base64};
use crate::error::{CryptoError, Refusal, Result};

/// RSA-OAEP ciphertext of a key. Nothing about it authenticates the sender.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedKey {
    text: String,
    pub(super) sha256: bool,
    pub(super) cipher: Vec<u8>,
}

impl fmt::Display for SharedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for SharedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl SharedKey {
    /// Reads types 3 to 6; the MAC of 5 and 6 is ignored, as everywhere.
    pub fn parse(text: &str) -> Result<Self> {
        const SHAPE: CryptoError = CryptoError::Malformed("shared key");
        let (kind, rest) = text.split_once('.').ok_or(CryptoError::Refused(Refusal::WeakType))?;
        let parts: Vec<&str> = rest.split('|').collect();
        let (sha256, cipher) = match (kind, parts.as_slice()) {
            ("3", [cipher]) | ("5", [cipher, _]) => (true, cipher),
            ("4", [cipher]) | ("6", [cipher, _]) => (false, cipher),
            _ => return Err(SHAPE),
        };
        let cipher = from_base64(cipher)?;
        if cipher.len() < 256 || cipher.len() > 1024 {
            return Err(SHAPE);
        }
        Ok(Self {
            text: text.to_owned(),
            sha256,
            cipher,
        })
    }

    /// Type 4 of an OAEP-SHA-1 ciphertext.
    pub(super) fn type4(cipher: Vec<u8>) -> Self {
        Self {
            text: format!("4.{}", to_base64(&cipher)),
            sha256: false,
            cipher,
        }
    }
}

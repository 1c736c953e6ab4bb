//! Many texts under one 64-byte key, as an import needs: random bytes are taken in blocks.

use crate::enc_string::seal_cbc;
use crate::error::{CryptoError, Refusal, Result};
use crate::key::{Form, SymmetricKey};
use crate::random::Blocks;

/// Encrypts text after text; every one gets an IV of its own.
pub struct BatchEncryptor<'k> {
    aes: &'k [u8; 32],
    mac: &'k [u8; 32],
    random: Blocks,
}

impl<'k> BatchEncryptor<'k> {
    /// For organization keys; a V2 user key is refused, since organization data is never under one.
    pub fn new(key: &'k SymmetricKey) -> Result<Self> {
        match &key.0 {
            Form::Pair { aes, mac } => Ok(Self {
                aes,
                mac,
                random: Blocks::default(),
            }),
            Form::Cose { .. } => Err(CryptoError::Refused(Refusal::OtherKind)),
        }
    }

    /// The EncString of one text (type 2).
    pub fn text(&mut self, text: &str) -> Result<String> {
        seal_cbc(self.aes, self.mac, text.as_bytes(), &mut self.random)
    }
}

/// What `uriChecksum` encrypts: base64 of the SHA-256 of the plain URI (§8.1).
pub fn uri_checksum(uri: &str) -> String {
    crate::encoding::sha256_base64(uri.as_bytes())
}

//! The master key: never leaves the device, never encrypts anything directly (§1.3).

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::enc_string::EncString;
use crate::encoding::to_base64;
use crate::error::{CryptoError, Refusal, Result};
use crate::key::SymmetricKey;
use crate::primitive::{expand, pbkdf2_few};
use crate::random::{Random, System};

/// 32 bytes derived from password and salt. Zeroed on drop, never printed.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl MasterKey {
    /// Takes the bytes back from the worker that derived them.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for the way from the worker to the page.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The 64-byte key that wraps the user key.
    pub fn stretched(&self) -> SymmetricKey {
        let mut bytes = Zeroizing::new([0; 64]);
        expand(&self.0, b"enc", &mut bytes[..32]);
        expand(&self.0, b"mac", &mut bytes[32..]);
        SymmetricKey::from_pair(&bytes)
    }

    /// The master password hash that the server receives: base64, from the master key and the password as typed.
    pub fn server_hash(&self, password: &[u8]) -> String {
        to_base64(&pbkdf2_few(&self.0, password, 1))
    }

    /// The hash for offline checks (two rounds).
    pub fn local_hash(&self, password: &[u8]) -> String {
        to_base64(&pbkdf2_few(&self.0, password, 2))
    }

    /// Opens the user key; only type 2 is ever under a master key (§3.4).
    pub fn unwrap_user_key(&self, wrapped: &EncString) -> Result<SymmetricKey> {
        if wrapped.is_v2() {
            return Err(CryptoError::Refused(Refusal::OtherKind));
        }
        wrapped.unwrap_key(&self.stretched())
    }

    /// Wraps a user key, always as type 2.
    pub fn wrap_user_key(&self, user_key: &SymmetricKey) -> Result<EncString> {
        self.wrap_user_key_with(user_key, &mut System)
    }

    /// The same with this random source.
    pub fn wrap_user_key_with(&self, user_key: &SymmetricKey, random: &mut impl Random) -> Result<EncString> {
        EncString::wrap_key_with(user_key, &self.stretched(), random)
    }
}

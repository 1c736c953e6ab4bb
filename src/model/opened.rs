//! What came of decrypting one thing: the value, or why it can't be read. Lists never lose rows.

use portal_crypto::{CryptoError, EncString, SymmetricKey};

/// A decrypted value, or the reason there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened<T> {
    Readable(T),
    Unreadable(CryptoError),
}

impl<T> Opened<T> {
    /// The value, where it could be read.
    pub fn readable(&self) -> Option<&T> {
        match self {
            Self::Readable(value) => Some(value),
            Self::Unreadable(_) => None,
        }
    }
}

impl Opened<String> {
    /// Opens one encrypted text. `key` is the error that explains a missing key.
    pub fn text(encrypted: &str, key: Result<&SymmetricKey, CryptoError>) -> Self {
        match key.and_then(|key| EncString::new(encrypted).decrypt_text(key)) {
            Ok(text) => Self::Readable(text),
            Err(error) => Self::Unreadable(error),
        }
    }
}

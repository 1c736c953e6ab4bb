//! How cryptography can fail, without a word about the plaintext.

/// Few variants on purpose (§13.1): nothing may tell a bad MAC from bad padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    /// Not of the form it claims to be; a fixed description.
    #[error("malformed: {0}")]
    Malformed(&'static str),
    /// Of a form this product never accepts.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// MAC, tag, padding or key don't fit: it can't be decrypted.
    #[error("cannot decrypt")]
    Undecryptable,
    /// The platform's cryptography is missing or failed; a fixed description.
    #[error("platform: {0}")]
    Platform(&'static str),
}

/// Why a well-formed thing is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// EncString types 0 and 1, headerless strings, 32-byte keys (§3, §13.2).
    WeakType,
    /// KDF settings under the lowest accepted ones: an attack (§1.2).
    KdfTooWeak,
    /// KDF settings that would freeze the machine (§1.2).
    KdfTooCostly,
    /// A KDF number that isn't known.
    UnknownKdf,
    EmptyPassword,
    /// No salt, or one over 256 characters.
    BadSalt,
    /// Key and ciphertext are of different kinds (§3.2).
    OtherKind,
    /// RSA keys under 2048 bits (§7.4).
    ShortRsa,
    /// An account whose parts contradict each other (§11.1).
    Inconsistent,
}

/// What this crate returns.
pub type Result<T> = std::result::Result<T, CryptoError>;

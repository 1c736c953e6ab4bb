//! End-to-end encryption as the Bitwarden protocol has it: formats, keys, key derivation. No I/O, no clock, no DOM.
//!
//! `key` holds symmetric keys, `enc_string` the texts under them, `rsa` the key pairs and keys shared to them, `kdf` and
//! `master_key` the way from a password, `account` and `chain` the hierarchy, `fingerprint` the phrase people compare,
//! `send` and `binary` the other formats, `batch` many texts at once. Everything here follows crypto.md; section numbers
//! in the docs are its. On the host RSA and PBKDF2 come from AWS-LC, in the browser from WebCrypto.
//!
//! One rule above the others (§13): what fails its MAC is `Undecryptable` and nothing more is said.

pub mod account;
pub mod batch;
pub mod binary;
#[doc(hidden)]
pub mod cbor;
pub mod chain;
mod cose;
pub mod enc_string;
pub mod encoding;
pub mod error;
pub mod fingerprint;
pub mod kdf;
pub mod key;
pub mod master_key;
mod primitive;
pub mod random;
pub mod rsa;
pub mod send;

pub use enc_string::EncString;
pub use error::{CryptoError, Refusal};
pub use kdf::Kdf;
pub use key::SymmetricKey;
pub use master_key::MasterKey;
pub use rsa::{PrivateKey, PublicKey, SharedKey};

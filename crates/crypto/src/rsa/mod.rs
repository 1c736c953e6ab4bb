//! RSA-2048 with OAEP: key pairs, and keys shared to a public key (§4). WebCrypto in the browser, AWS-LC on the host.

mod fit;
#[cfg(not(target_arch = "wasm32"))]
mod host;
mod shared;
#[cfg(target_arch = "wasm32")]
mod web;

pub(crate) use fit::is_pair;
#[cfg(not(target_arch = "wasm32"))]
pub use host::{PrivateKey, PublicKey, generate_pair, generate_pair_blocking};
pub use shared::SharedKey;
#[cfg(target_arch = "wasm32")]
pub(crate) use web::subtle;
#[cfg(target_arch = "wasm32")]
pub use web::{PrivateKey, PublicKey, generate_pair};

/// A new pair: private key as PKCS #8 DER (zeroed on drop), public key as SPKI DER.
pub struct Pair {
    pub pkcs8: zeroize::Zeroizing<Vec<u8>>,
    pub spki: Vec<u8>,
}

//! The primitives under everything else, with typed lengths.

use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::error::{CryptoError, Result};

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// HMAC-SHA-256 over the parts one after the other.
pub(crate) fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// HKDF-Expand with SHA-256 of a 32-byte key to at most 64 bytes.
pub(crate) fn expand(prk: &[u8; 32], info: &[u8], out: &mut [u8]) {
    let hkdf = hkdf::Hkdf::<Sha256>::from_prk(prk).expect("32 bytes are enough for SHA-256");
    hkdf.expand(info, out).expect("at most 255 blocks are asked for");
}

/// PBKDF2-HMAC-SHA-256 with few rounds (1 or 2): the password hashes of §1.3.
pub(crate) fn pbkdf2_few(password: &[u8], salt: &[u8], rounds: u32) -> [u8; 32] {
    let mut block = hmac(password, &[salt, &1u32.to_be_bytes()]);
    let mut out = block;
    for _ in 1..rounds {
        block = hmac(password, &[&block]);
        out.iter_mut().zip(block).for_each(|(sum, byte)| *sum ^= byte);
    }
    out
}

/// AES-256-CBC with PKCS#7.
pub(crate) fn cbc_encrypt(key: &[u8; 32], iv: &[u8; 16], plain: &[u8]) -> Vec<u8> {
    cbc::Encryptor::<aes::Aes256>::new(key.into(), iv.into()).encrypt_padded_vec::<Pkcs7>(plain)
}

/// AES-256-CBC with PKCS#7; call only after the MAC has been checked.
pub(crate) fn cbc_decrypt(key: &[u8; 32], iv: &[u8; 16], cipher: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    cbc::Decryptor::<aes::Aes256>::new(key.into(), iv.into())
        .decrypt_padded_vec::<Pkcs7>(cipher)
        .map(Zeroizing::new)
        .map_err(|_| CryptoError::Undecryptable)
}

/// Equality in constant time.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

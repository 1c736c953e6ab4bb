//! Random values and salted hashes: password verifiers, stored tokens, one-time codes. The server never stores what a
//! client proves itself with, only what recognises it.

use std::num::NonZeroU32;

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use aws_lc_rs::{constant_time, digest, pbkdf2};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::error::{Error, Result};

/// The client's value is already the result of a slow derivation; these rounds only spoil ready-made tables.
const ROUNDS: NonZeroU32 = NonZeroU32::new(5_000).expect("5,000 is not zero");

/// Bytes from the system's generator.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::Internal("no randomness".into()))?;
    Ok(bytes)
}

/// A random token of 256 bits as base64url text.
pub fn token() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// A random code of six digits.
pub fn six_digits() -> Result<String> {
    // 2^64 is so far above 10^6 that the uneven remainder cannot be used.
    Ok(format!("{:06}", u64::from_le_bytes(random()?) % 1_000_000))
}

/// What is stored of a token: its SHA-256, hexadecimal.
pub fn token_hash(token: &str) -> String {
    digest::digest(&digest::SHA256, token.as_bytes())
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What is stored of a master-password hash (base64 text as the client sends it), under a random salt.
pub fn verifier(master_password_hash: &str) -> Result<String> {
    Ok(verifier_with_salt(master_password_hash, &random()?))
}

/// The same under a salt of the caller's choosing, for reproducible demo data.
pub fn verifier_with_salt(master_password_hash: &str, salt: &[u8; 16]) -> String {
    let mut out = [0; 32];
    pbkdf2::derive(
        pbkdf2::PBKDF2_HMAC_SHA256,
        ROUNDS,
        salt,
        master_password_hash.as_bytes(),
        &mut out,
    );
    format!("pbkdf2${}${}${}", ROUNDS, STANDARD.encode(salt), STANDARD.encode(out))
}

/// Whether the stored verifier belongs to this master-password hash.
pub fn verifies(stored: &str, master_password_hash: &str) -> bool {
    let mut parts = stored.split('$');
    let (Some("pbkdf2"), Some(rounds), Some(salt), Some(expected), None) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let (Ok(rounds), Ok(salt), Ok(expected)) = (
        rounds.parse::<NonZeroU32>(),
        STANDARD.decode(salt),
        STANDARD.decode(expected),
    ) else {
        return false;
    };
    pbkdf2::verify(
        pbkdf2::PBKDF2_HMAC_SHA256,
        rounds,
        &salt,
        master_password_hash.as_bytes(),
        &expected,
    )
    .is_ok()
}

/// As much work as `verifies`, for addresses nobody has: the time taken must not tell them apart.
pub fn verify_nobody(master_password_hash: &str) {
    std::hint::black_box(verifier_with_salt(master_password_hash, &[0; 16]));
}

/// Compares two short secrets without telling by the time taken where they differ.
pub fn same(left: &str, right: &str) -> bool {
    constant_time::verify_slices_are_equal(left.as_bytes(), right.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_recognises_its_own_hash_alone() {
        let stored = verifier("aGFzaA==").expect("randomness");
        assert!(verifies(&stored, "aGFzaA=="));
        assert!(!verifies(&stored, "aGFzaB=="));
        assert!(!verifies("", "") && !verifies("pbkdf2$0$$", ""));
    }

    #[test]
    fn codes_have_six_digits() {
        let code = six_digits().expect("randomness");
        assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
    }
}

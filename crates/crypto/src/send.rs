//! Sends: the key of the link, and the proof of knowing the password (§9).

use zeroize::Zeroizing;

use crate::error::{CryptoError, Result};
use crate::key::SymmetricKey;
use crate::primitive::{expand, hmac};

/// The key everything in a Send is under, from the 16 seed bytes of its link.
pub fn key(seed: &[u8]) -> Result<SymmetricKey> {
    if seed.len() != 16 {
        return Err(CryptoError::Malformed("Send seed"));
    }
    let mut bytes = Zeroizing::new([0; 64]);
    expand(&hmac(b"bitwarden-send", &[seed]), b"send", &mut bytes[..]);
    Ok(SymmetricKey::from_pair(&bytes))
}

/// The Send id of a link: base64url of the GUID in .NET byte order. `None` unless it is a GUID.
pub fn access_id(id: &str) -> Option<String> {
    let hex: String = id.split('-').collect();
    // Checked digit by digit: the number parser below would take a sign too.
    if hex.len() != 32 || !hex.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 16];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[index * 2..index * 2 + 2], 16).ok()?;
    }
    bytes[..4].reverse();
    bytes[4..6].reverse();
    bytes[6..8].reverse();
    Some(crate::encoding::to_base64_url(&bytes))
}

/// What the server receives for a Send's password, on the host (100,000 rounds over the seed).
#[cfg(not(target_arch = "wasm32"))]
pub fn password_hash_blocking(password: &str, seed: &[u8]) -> String {
    crate::encoding::to_base64(&crate::kdf::pbkdf2_raw_blocking(password.as_bytes(), seed, 100_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sixteen_bytes_are_a_seed() {
        for length in (0..64).filter(|length| *length != 16) {
            assert!(key(&vec![1; length]).is_err(), "{length} bytes");
        }
        assert!(key(&[1; 16]).is_ok());
    }

    #[test]
    fn only_a_guid_becomes_an_access_id() {
        let id = access_id("2c4e6a80-1b3d-4f5e-8a7c-9b0d1e2f3a4b").expect("a GUID");
        assert_eq!(id.len(), 22);
        for other in [
            "",
            "2c4e6a80",
            "2c4e6a80-1b3d-4f5e-8a7c-9b0d1e2f3a4",
            "2c4e6a80-1b3d-4f5e-8a7c-9b0d1e2f3a4g",
            "+c4e6a80-1b3d-4f5e-8a7c-9b0d1e2f3a4b",
            "2c4e6a80-1b3d-4f5e-8a7c-9b0d1e2f3a4é",
        ] {
            assert_eq!(access_id(other), None, "{other}");
        }
    }
}

//! Base64 as the protocol has it: padding always written, optional when reading, nothing else forgiven.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::error::{CryptoError, Result};

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Standard alphabet with padding.
pub fn to_base64(bytes: &[u8]) -> String {
    ENGINE.encode(bytes)
}

/// Standard alphabet, padding optional.
pub fn from_base64(text: &str) -> Result<Vec<u8>> {
    ENGINE.decode(text).map_err(|_| CryptoError::Malformed("base64"))
}

/// URL alphabet without padding (Send links).
pub fn to_base64_url(bytes: &[u8]) -> String {
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// URL alphabet, padding refused.
pub fn from_base64_url(text: &str) -> Result<Vec<u8>> {
    base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| CryptoError::Malformed("base64url"))
}

/// Lower-case hexadecimal digits.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|half| char::from(DIGITS[usize::from(half)]))
        .collect()
}

/// The SHA-256 of bytes in base64, 44 characters (§8.1; fingerprints of SSH keys).
pub fn sha256_base64(bytes: &[u8]) -> String {
    to_base64(&crate::primitive::sha256(bytes))
}

/// The SHA-256 of bytes in 64 hexadecimal digits, by which a person can tell a file again (FIPS 180-4).
pub fn sha256_hex(bytes: &[u8]) -> String {
    to_hex(&crate::primitive::sha256(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_written_in_hexadecimal_digits() {
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_hex(b"abc"), digest);
    }

    #[test]
    fn padding_is_written_always_and_read_with_or_without() {
        assert_eq!(to_base64(b"ab"), "YWI=");
        assert_eq!(from_base64("YWI=").as_deref(), Ok(b"ab".as_slice()));
        assert_eq!(from_base64("YWI").as_deref(), Ok(b"ab".as_slice()));
        assert_eq!(from_base64("YQ").as_deref(), Ok(b"a".as_slice()));
    }

    #[test]
    fn nothing_else_is_forgiven() {
        for text in ["Y", "YW I", "YWI=\n", "Y=WI", "=", "_-8=", "YWI====", "é"] {
            assert!(from_base64(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn links_use_the_url_alphabet_without_padding() {
        assert_eq!(to_base64_url(&[0xfb, 0xff]), "-_8");
        assert_eq!(from_base64_url("-_8").as_deref(), Ok([0xfb, 0xff].as_slice()));
        assert!(from_base64_url("+/8").is_err() && from_base64_url("-_8=").is_err());
    }
}

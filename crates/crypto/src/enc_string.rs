//! EncString: texts and keys under a symmetric key, as they stand in JSON (§3). Types 2 and 7 are read and written;
//! 0, 1 and headerless ones are refused whatever the key; what doesn't parse is kept verbatim and fails on opening.

use std::fmt;

use zeroize::Zeroizing;

use crate::cose::{self, Content};
use crate::encoding::{from_base64, to_base64};
use crate::error::{CryptoError, Refusal, Result};
use crate::key::{Form, SymmetricKey};
use crate::primitive::{cbc_decrypt, cbc_encrypt, hmac, same};
use crate::random::{Random, System};

#[derive(Clone, PartialEq, Eq)]
enum Parsed {
    /// Type 2: IV, ciphertext, MAC.
    Cbc {
        iv: [u8; 16],
        cipher: Vec<u8>,
        mac: [u8; 32],
    },
    /// Type 7: a COSE_Encrypt0 array.
    Cose(Vec<u8>),
    /// Not usable, and why; the text is all that is kept.
    Unusable(CryptoError),
}

/// A ciphertext with its text form. Reading never fails and the text survives a round trip; opening may fail.
#[derive(Clone, PartialEq, Eq)]
pub struct EncString {
    text: String,
    parsed: Parsed,
}

impl fmt::Display for EncString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for EncString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn parse(text: &str) -> Result<Parsed> {
    const SHAPE: CryptoError = CryptoError::Malformed("EncString");
    const WEAK: CryptoError = CryptoError::Refused(Refusal::WeakType);
    let Some((kind, rest)) = text.split_once('.') else {
        return Err(WEAK);
    };
    if rest.contains('.') {
        return Err(WEAK);
    }
    let parts: Vec<&str> = rest.split('|').collect();
    match (kind, parts.as_slice()) {
        ("2", [iv, cipher, mac]) => {
            let iv = from_base64(iv)?.try_into().map_err(|_| SHAPE)?;
            let mac = from_base64(mac)?.try_into().map_err(|_| SHAPE)?;
            Ok(Parsed::Cbc {
                iv,
                cipher: from_base64(cipher)?,
                mac,
            })
        }
        ("7", [blob]) => Ok(Parsed::Cose(from_base64(blob)?)),
        ("0" | "1", _) => Err(WEAK),
        _ => Err(SHAPE),
    }
}

fn type2_text(iv: &[u8], cipher: &[u8], mac: &[u8]) -> String {
    let mut text = String::with_capacity(72 + cipher.len() * 4 / 3 + 4);
    text.push_str("2.");
    text.push_str(&to_base64(iv));
    text.push('|');
    text.push_str(&to_base64(cipher));
    text.push('|');
    text.push_str(&to_base64(mac));
    text
}

/// Type 2 of these bytes under the two halves of a 64-byte key.
pub(crate) fn seal_cbc(aes: &[u8; 32], mac: &[u8; 32], plain: &[u8], random: &mut impl Random) -> Result<String> {
    let mut iv = [0; 16];
    random.fill(&mut iv)?;
    let cipher = cbc_encrypt(aes, &iv, plain);
    Ok(type2_text(&iv, &cipher, &hmac(mac, &[&iv, &cipher])))
}

/// Checks the MAC over IV and ciphertext, then decrypts.
pub(crate) fn open_cbc(key: &SymmetricKey, iv: &[u8; 16], cipher: &[u8], mac: &[u8; 32]) -> Result<Zeroizing<Vec<u8>>> {
    let Form::Pair { aes, mac: mac_key } = &key.0 else {
        return Err(CryptoError::Refused(Refusal::OtherKind));
    };
    if !same(&hmac(mac_key, &[iv, cipher]), mac) {
        return Err(CryptoError::Undecryptable);
    }
    cbc_decrypt(aes, iv, cipher)
}

impl EncString {
    /// Reads any text; whether it is usable shows on opening (§3, "must not break the list it is in").
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            parsed: parse(text).unwrap_or_else(Parsed::Unusable),
        }
    }

    /// Reads a text that must be a usable ciphertext.
    pub fn parse_strict(text: &str) -> Result<Self> {
        Ok(Self {
            text: text.to_owned(),
            parsed: parse(text)?,
        })
    }

    /// The text on the wire.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is type 7, as a V2 user's own data is.
    pub fn is_v2(&self) -> bool {
        matches!(self.parsed, Parsed::Cose(_))
    }

    fn seal(plain: &[u8], content: Content, key: &SymmetricKey, random: &mut impl Random) -> Result<Self> {
        let text = match &key.0 {
            Form::Pair { aes, mac } => seal_cbc(aes, mac, plain, random)?,
            Form::Cose { .. } => format!("7.{}", to_base64(&cose::seal(key, plain, content, random)?)),
        };
        Self::parse_strict(&text)
    }

    fn open(&self, key: &SymmetricKey) -> Result<(Zeroizing<Vec<u8>>, Option<Content>)> {
        match &self.parsed {
            Parsed::Cbc { iv, cipher, mac } => Ok((open_cbc(key, iv, cipher, mac)?, None)),
            Parsed::Cose(blob) => cose::open(key, blob).map(|(plain, content)| (plain, Some(content))),
            Parsed::Unusable(why) => Err(*why),
        }
    }

    /// Encrypts a text with a new random IV.
    pub fn encrypt_text(text: &str, key: &SymmetricKey) -> Result<Self> {
        Self::encrypt_text_with(text, key, &mut System)
    }

    /// The same with this random source.
    pub fn encrypt_text_with(text: &str, key: &SymmetricKey, random: &mut impl Random) -> Result<Self> {
        Self::seal(text.as_bytes(), Content::Text, key, random)
    }

    /// Encrypts raw bytes.
    pub fn encrypt_bytes(bytes: &[u8], key: &SymmetricKey) -> Result<Self> {
        Self::seal(bytes, Content::Octets, key, &mut System)
    }

    /// Encrypts a private key (PKCS #8 DER).
    pub fn encrypt_private_key(pkcs8: &[u8], key: &SymmetricKey, random: &mut impl Random) -> Result<Self> {
        Self::seal(pkcs8, Content::Pkcs8, key, random)
    }

    /// The text inside.
    pub fn decrypt_text(&self, key: &SymmetricKey) -> Result<String> {
        let (plain, _) = self.open(key)?;
        std::str::from_utf8(&plain)
            .map(str::to_owned)
            .map_err(|_| CryptoError::Undecryptable)
    }

    /// The bytes inside.
    pub fn decrypt_bytes(&self, key: &SymmetricKey) -> Result<Zeroizing<Vec<u8>>> {
        Ok(self.open(key)?.0)
    }

    /// Wraps a key under another (§3.4).
    pub fn wrap_key(key: &SymmetricKey, under: &SymmetricKey) -> Result<Self> {
        Self::wrap_key_with(key, under, &mut System)
    }

    /// The same with this random source.
    pub fn wrap_key_with(key: &SymmetricKey, under: &SymmetricKey, random: &mut impl Random) -> Result<Self> {
        if !under.is_v2() {
            return Self::seal(&key.to_bytes(), Content::Octets, under, random);
        }
        match key.to_cose() {
            Some(cose) => Self::seal(&cose, Content::CoseKey, under, random),
            None => Self::seal(&key.to_bytes(), Content::LegacyKey, under, random),
        }
    }

    /// The key inside.
    pub fn unwrap_key(&self, under: &SymmetricKey) -> Result<SymmetricKey> {
        let (plain, content) = self.open(under)?;
        match content {
            None | Some(Content::LegacyKey) => SymmetricKey::from_bytes(&plain),
            Some(Content::CoseKey) => SymmetricKey::from_cose(&plain),
            Some(_) => Err(CryptoError::Refused(Refusal::OtherKind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_types_2_and_7_with_their_parts_parse() {
        let iv = to_base64(&[0; 16]);
        let mac = to_base64(&[0; 32]);
        assert!(EncString::parse_strict(&format!("2.{iv}|AAAA|{mac}")).is_ok());
        assert!(EncString::parse_strict("7.AAAA").is_ok());
        let weak = CryptoError::Refused(Refusal::WeakType);
        let shape = CryptoError::Malformed("EncString");
        for (text, why) in [
            (String::new(), weak),
            (format!("{iv}|AAAA"), weak),
            (format!("{iv}|AAAA|{mac}"), weak),
            (format!("0.{iv}|AAAA"), weak),
            (format!("1.{iv}|AAAA|{mac}"), weak),
            (format!("2.{iv}|AAAA"), shape),
            (format!("2.{iv}|AAAA|{mac}|"), shape),
            (format!("2.AAAA|AAAA|{mac}"), shape),
            (format!("2.{iv}|AAAA|{iv}"), shape),
            (format!("02.{iv}|AAAA|{mac}"), shape),
            (format!(" 2.{iv}|AAAA|{mac}"), shape),
            ("4.AAAA".to_owned(), shape),
            ("7.AAAA|AAAA".to_owned(), shape),
            ("8.AAAA".to_owned(), shape),
        ] {
            assert_eq!(EncString::parse_strict(&text).err(), Some(why), "{text}");
            assert_eq!(EncString::new(&text).as_str(), text);
        }
    }
}

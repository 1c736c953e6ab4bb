//! Files: the binary form of an encrypted buffer (§3.3). Nothing of it may be shown before the whole MAC is checked.

use zeroize::Zeroizing;

use crate::cose::{self, Content};
use crate::enc_string::open_cbc;
use crate::error::{CryptoError, Refusal, Result};
use crate::key::{Form, SymmetricKey};
use crate::primitive::{cbc_encrypt, hmac};
use crate::random::{Random, System};

/// `02 ‖ iv ‖ mac ‖ ct` or `07 ‖ COSE_Encrypt0`.
pub fn decrypt(buffer: &[u8], key: &SymmetricKey) -> Result<Zeroizing<Vec<u8>>> {
    match buffer.split_first() {
        Some((2, rest)) if buffer.len() >= 50 => {
            let (iv, rest) = rest.split_first_chunk::<16>().ok_or(CryptoError::Malformed("file"))?;
            let (mac, cipher) = rest.split_first_chunk::<32>().ok_or(CryptoError::Malformed("file"))?;
            open_cbc(key, iv, cipher, mac)
        }
        Some((7, rest)) => cose::open(key, rest).map(|(plain, _)| plain),
        Some((0 | 1, _)) => Err(CryptoError::Refused(Refusal::WeakType)),
        _ => Err(CryptoError::Malformed("file")),
    }
}

/// The form that fits the key.
pub fn encrypt(plain: &[u8], key: &SymmetricKey) -> Result<Vec<u8>> {
    let Form::Pair { aes, mac } = &key.0 else {
        return Ok([&[7], cose::seal(key, plain, Content::Octets, &mut System)?.as_slice()].concat());
    };
    let mut iv = [0; 16];
    System.fill(&mut iv)?;
    let cipher = cbc_encrypt(aes, &iv, plain);
    let mac = hmac(mac, &[&iv, &cipher]);
    Ok([&[2], iv.as_slice(), &mac, &cipher].concat())
}

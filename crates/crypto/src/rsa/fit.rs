//! Does a public key belong to a private one? Read from both encodings, since the browser's handle to a private key tells
//! nothing of it (§4).

/// Whether the SPKI holds the public half of the PKCS #8 key. Modulus and exponent stand in both in the same form.
pub(crate) fn is_pair(pkcs8: &[u8], spki: &[u8]) -> bool {
    match (numbers_of_private(pkcs8), numbers_of_public(spki)) {
        (Some(own), Some(told)) => own == told,
        _ => false,
    }
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;

type Numbers<'a> = (&'a [u8], &'a [u8]);

/// `SEQUENCE { version, algorithm, OCTET STRING { SEQUENCE { version, modulus, exponent, … } } }`
fn numbers_of_private(mut der: &[u8]) -> Option<Numbers<'_>> {
    let mut info = take(&mut der, SEQUENCE)?;
    take(&mut info, INTEGER)?;
    take(&mut info, SEQUENCE)?;
    let mut wrapped = take(&mut info, OCTET_STRING)?;
    let mut key = take(&mut wrapped, SEQUENCE)?;
    take(&mut key, INTEGER)?;
    Some((take(&mut key, INTEGER)?, take(&mut key, INTEGER)?))
}

/// `SEQUENCE { algorithm, BIT STRING { SEQUENCE { modulus, exponent } } }`
fn numbers_of_public(mut der: &[u8]) -> Option<Numbers<'_>> {
    let mut info = take(&mut der, SEQUENCE)?;
    take(&mut info, SEQUENCE)?;
    // The first byte counts the unused bits at the end.
    let mut wrapped = take(&mut info, BIT_STRING)?.strip_prefix(&[0])?;
    let mut key = take(&mut wrapped, SEQUENCE)?;
    Some((take(&mut key, INTEGER)?, take(&mut key, INTEGER)?))
}

/// The contents of the next element, if it has this tag.
fn take<'a>(der: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let rest = der.strip_prefix(&[tag])?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81 | 0x82 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit));
            (length, rest)
        }
        _ => return None,
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    *der = rest;
    Some(contents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rsa::generate_pair_blocking;

    #[test]
    fn a_public_key_fits_its_own_private_key_and_no_other() {
        let (one, other) = (generate_pair_blocking().unwrap(), generate_pair_blocking().unwrap());
        assert!(is_pair(&one.pkcs8, &one.spki));
        assert!(!is_pair(&one.pkcs8, &other.spki));
    }

    #[test]
    fn what_is_cut_short_or_no_key_at_all_fits_nothing() {
        let pair = generate_pair_blocking().unwrap();
        for length in 0..pair.spki.len() {
            assert!(!is_pair(&pair.pkcs8, &pair.spki[..length]));
        }
        for length in [0, 1, 40, 200] {
            assert!(!is_pair(&pair.pkcs8[..length], &pair.spki));
        }
        assert!(!is_pair(&[], &[]) && !is_pair(&pair.spki, &pair.spki));
        assert!(!is_pair(&pair.pkcs8, &[SEQUENCE, 0x84, 0xff, 0xff, 0xff, 0xff]));
    }
}

//! The few CBOR shapes of §2.2 and §3.2: strict, bounded, definite lengths only.

use zeroize::Zeroizing;

use crate::error::{CryptoError, Result};

/// A value of the kinds the protocol uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Integer(i64),
    /// Zeroed on drop, since keys lie in these.
    Bytes(Zeroizing<Vec<u8>>),
    Text(String),
    Array(Vec<Value>),
    Map(Vec<(Value, Value)>),
}

impl Value {
    /// The value under an integer label of a map.
    pub fn get(&self, label: i64) -> Option<&Self> {
        match self {
            Self::Map(pairs) => pairs
                .iter()
                .find(|(key, _)| *key == Self::Integer(label))
                .map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

const BAD: CryptoError = CryptoError::Malformed("CBOR");
/// Nothing in the protocol nests deeper than three.
const DEPTH: u8 = 4;

/// Reads one value that must fill the input.
pub fn read(input: &[u8]) -> Result<Value> {
    let mut rest = input;
    let value = value(&mut rest, DEPTH)?;
    if rest.is_empty() { Ok(value) } else { Err(BAD) }
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Result<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(count).ok_or(BAD)?;
    *rest = left;
    Ok(taken)
}

fn value(rest: &mut &[u8], depth: u8) -> Result<Value> {
    let depth = depth.checked_sub(1).ok_or(BAD)?;
    let head = take(rest, 1)?[0];
    let number = match head & 31 {
        low @ 0..=23 => u64::from(low),
        low @ 24..=27 => {
            let bytes = take(rest, 1 << (low - 24))?;
            bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
        }
        _ => return Err(BAD),
    };
    let length = || usize::try_from(number).map_err(|_| BAD);
    Ok(match head >> 5 {
        0 => Value::Integer(i64::try_from(number).map_err(|_| BAD)?),
        1 => Value::Integer(-1 - i64::try_from(number).map_err(|_| BAD)?),
        2 => Value::Bytes(Zeroizing::new(take(rest, length()?)?.to_vec())),
        3 => Value::Text(String::from_utf8(take(rest, length()?)?.to_vec()).map_err(|_| BAD)?),
        // Every element takes at least a byte, so a count beyond the rest is a lie and costs nothing.
        4 if length()? <= rest.len() => Value::Array((0..number).map(|_| value(rest, depth)).collect::<Result<_>>()?),
        5 if length()? <= rest.len() => {
            let pairs: Vec<_> = (0..number)
                .map(|_| Ok((value(rest, depth)?, value(rest, depth)?)))
                .collect::<Result<_>>()?;
            // A label twice would let two readers see two things.
            if pairs
                .iter()
                .enumerate()
                .any(|(index, (key, _))| pairs[..index].iter().any(|(other, _)| other == key))
            {
                return Err(BAD);
            }
            Value::Map(pairs)
        }
        _ => return Err(BAD),
    })
}

/// Writes the head of a major type.
pub fn head(out: &mut Vec<u8>, major: u8, number: u64) {
    let major = major << 5;
    let bytes = number.to_be_bytes();
    match number {
        0..=23 => out.push(major | bytes[7]),
        24..=0xff => out.extend([major | 24, bytes[7]]),
        0x100..=0xffff => {
            out.push(major | 25);
            out.extend(&bytes[6..]);
        }
        0x1_0000..=0xffff_ffff => {
            out.push(major | 26);
            out.extend(&bytes[4..]);
        }
        _ => {
            out.push(major | 27);
            out.extend(bytes);
        }
    }
}

/// Writes an integer.
pub fn integer(out: &mut Vec<u8>, number: i64) {
    if number >= 0 {
        head(out, 0, number.unsigned_abs());
    } else {
        head(out, 1, number.unsigned_abs() - 1);
    }
}

/// Writes a byte string.
pub fn bytes(out: &mut Vec<u8>, value: &[u8]) {
    head(out, 2, value.len() as u64);
    out.extend(value);
}

/// Writes a text.
pub fn text(out: &mut Vec<u8>, value: &str) {
    head(out, 3, value.len() as u64);
    out.extend(value.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let numbers = [
            0,
            23,
            24,
            255,
            256,
            65_535,
            65_536,
            1 << 32,
            -1,
            -24,
            -25,
            -70_010,
            i64::MAX,
            i64::MIN,
        ];
        for number in numbers {
            let mut out = Vec::new();
            integer(&mut out, number);
            assert_eq!(read(&out), Ok(Value::Integer(number)));
        }
        for length in [0, 23, 24, 255, 256, 65_536] {
            let mut out = Vec::new();
            bytes(&mut out, &vec![7; length]);
            assert_eq!(read(&out), Ok(Value::Bytes(Zeroizing::new(vec![7; length]))));
        }
        let mut out = Vec::new();
        text(&mut out, "Encrypt0");
        assert_eq!(read(&out), Ok(Value::Text("Encrypt0".to_owned())));
    }

    #[test]
    fn what_the_protocol_does_not_use_is_refused() {
        let refused: [&[u8]; 12] = [
            &[],
            &[0x00, 0x00],                                           // bytes after the value
            &[0x18],                                                 // a head cut off
            &[0x1b, 0x80, 0, 0, 0, 0, 0, 0, 0],                      // a number beyond 63 bits
            &[0x1c],                                                 // a reserved head
            &[0x42, 0x00],                                           // a byte string cut off
            &[0x5f, 0x41, 0x00, 0xff],                               // of indefinite length
            &[0x61, 0xff],                                           // text that isn't UTF-8
            &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // a count that lies
            &[0xa2, 0x01, 0x02, 0x01, 0x03],                         // a label twice
            &[0xc0, 0x00],                                           // a tag
            &[0xf5],                                                 // a truth value
        ];
        for input in refused {
            assert_eq!(read(input), Err(BAD), "{input:02x?}");
        }
    }

    #[test]
    fn nesting_ends_at_the_depth_the_protocol_needs() {
        let nested = |depth: usize| [vec![0x81; depth], vec![0x00]].concat();
        assert!(read(&nested(3)).is_ok());
        assert_eq!(read(&nested(4)), Err(BAD));
        assert_eq!(read(&nested(1_000_000)), Err(BAD));
    }
}

//! Halves of characters: one of a surrogate pair without the other, which no text can hold. As an escape of JSON (`\ud83d`), or as the
//! three bytes that programs write which encode such a half for itself (CESU-8, Unicode Technical Report 26).

use std::borrow::Cow;

/// The text with U+FFFD in the place of every half, and how many there were. No place in it moves.
pub(super) fn mend(text: &str) -> (Cow<'_, str>, u32) {
    let bytes = text.as_bytes();
    let mut mended: Option<Vec<u8>> = None;
    let (mut at, mut halves) = (0, 0_u32);
    while let Some(next) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| *byte == b'\\'))
    {
        at += next;
        at += match unit(bytes, at) {
            None => 2,
            Some(0xD800..=0xDBFF) if matches!(unit(bytes, at + 6), Some(0xDC00..=0xDFFF)) => 12,
            Some(0xD800..=0xDFFF) => {
                let mended = mended.get_or_insert_with(|| bytes.to_vec());
                mended[at + 2..at + 6].copy_from_slice(b"FFFD");
                halves = halves.saturating_add(1);
                6
            }
            Some(_) => 6,
        };
    }
    match mended {
        None => (Cow::Borrowed(text), 0),
        Some(mended) => {
            let mended = String::from_utf8(mended).expect("ASCII in the place of ASCII");
            (Cow::Owned(mended), halves)
        }
    }
}

/// The bytes with every pair of halves as its one character and U+FFFD in the place of every single half, and how many of those there
/// were.
pub(super) fn mend_bytes(bytes: &[u8]) -> (Vec<u8>, u32) {
    let mut mended = Vec::with_capacity(bytes.len());
    let (mut at, mut halves) = (0, 0_u32);
    while let Some(byte) = bytes.get(at) {
        let (first, second) = (encoded(bytes, at), encoded(bytes, at + 3));
        let Some(first) = first else {
            mended.push(*byte);
            at += 1;
            continue;
        };
        let whole = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
        let whole = whole.filter(|letter| letter.len_utf16() == 2);
        at += if whole.is_some() { 6 } else { 3 };
        halves = halves.saturating_add(u32::from(whole.is_none()));
        let letter = whole.unwrap_or(char::REPLACEMENT_CHARACTER);
        mended.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
    (mended, halves)
}

/// The half whose three bytes begin here.
fn encoded(bytes: &[u8], at: usize) -> Option<u16> {
    match bytes.get(at..at + 3)? {
        [0xED, middle @ 0xA0..=0xBF, last @ 0x80..=0xBF] => {
            Some(0xD000 | (u16::from(*middle & 0x3F) << 6) | u16::from(*last & 0x3F))
        }
        _ => None,
    }
}

/// The number of an escape that begins here.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let value = |digit: &u8| char::from(*digit).to_digit(16);
    digits.iter().try_fold(0, |sum, digit| {
        let value = u16::try_from(value(digit)?).ok()?;
        Some(sum * 16 + value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_costs_its_one_character() {
        for (text, mended, halves) in [
            (r"plain", r"plain", 0),
            (r"\ud83d\ude00", r"\ud83d\ude00", 0),
            (r"\uD83D\uDE00 \u00e5 \n", r"\uD83D\uDE00 \u00e5 \n", 0),
            (r"a\ud83d", r"a\uFFFD", 1),
            (r"\ud83dx\ude00", r"\uFFFDx\uFFFD", 2),
            (r"\ude00\ud83d", r"\uFFFD\uFFFD", 2),
            (r"\ud83d\ud83d\ude00", r"\uFFFD\ud83d\ude00", 1),
            (r"\ud83d\u0041", r"\uFFFD\u0041", 1),
            (r"\ud83d\n", r"\uFFFD\n", 1),
            (r"\\ud83d", r"\\ud83d", 0),
            (r"\\\ud83d", r"\\\uFFFD", 1),
            (r"\ud83d\\ude00", r"\uFFFD\\ude00", 1),
            (r"\ud8", r"\ud8", 0),
            (r"\", r"\", 0),
            (r"å\udfff", r"å\uFFFD", 1),
        ] {
            let (found, count) = mend(text);
            assert_eq!((found.as_ref(), count), (mended, halves), "{text}");
        }
    }
    #[test]
    fn a_half_written_as_bytes_costs_its_one_character_too() {
        for (bytes, mended, halves) in [
            (&b"plain \xc3\xa5"[..], "plain å", 0),
            (b"\xed\xa0\xbd\xed\xb8\x80", "\u{1f600}", 0),
            (b"a\xed\xa0\xbdb", "a\u{fffd}b", 1),
            (b"\xed\xb8\x80\xed\xa0\xbd", "\u{fffd}\u{fffd}", 2),
            (b"\xed\xa0\xbd\xed\xa0\xbd\xed\xb8\x80", "\u{fffd}\u{1f600}", 1),
            // U+D7FF, the last before the halves.
            (b"\xed\x9f\xbf", "\u{d7ff}", 0),
        ] {
            let (found, count) = mend_bytes(bytes);
            assert_eq!((String::from_utf8(found).unwrap().as_str(), count), (mended, halves));
        }
        // What isn't such a half stays wrong.
        assert_eq!(mend_bytes(b"K\xf6k\xed\xa0"), (b"K\xf6k\xed\xa0".to_vec(), 0));
    }
}

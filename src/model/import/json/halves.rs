//! Halves of characters: `\ud83d` without its other half, which no text can hold.

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
}

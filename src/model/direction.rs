//! Texts of others among our own words: none may change the order in which what stands around it is read (Unicode Standard
//! Annex 9). Nothing is taken from a text, only added around it.

/// Opens an isolated run whose direction follows its first letter, and closes one.
const ISOLATE: char = '\u{2068}';
const END: char = '\u{2069}';

/// Marks, embeddings, overrides and isolates: characters that are nothing but direction.
pub fn is_control(letter: char) -> bool {
    matches!(
        letter,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// The blocks of scripts that run from right to left.
fn runs_leftwards(letter: char) -> bool {
    matches!(
        letter,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

/// What ends a paragraph, and with it everything that is open.
fn ends_paragraph(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2029}')
}

/// Whether a text can change the order of what stands around it. In our languages others can't, and stay as they are.
pub fn turns(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|letter| is_control(letter) || runs_leftwards(letter))
}

/// Whether a text has characters that are nothing but direction.
pub fn has_controls(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_control)
}

/// A text whose isolates are all closed and all opened, for an element that isolates it: an end without a beginning would
/// close the element's own.
pub fn balanced(text: &str) -> String {
    around(text, "", "")
}

/// A text that can stand in a sentence, a title or a line of a file; the same text where nothing could turn.
pub fn isolated(text: &str) -> String {
    if turns(text) { enclosed(text) } else { text.to_owned() }
}

/// A text in an isolate of its own, paragraph by paragraph.
pub fn enclosed(text: &str) -> String {
    around(text, "\u{2068}", "\u{2069}")
}

fn around(text: &str, before: &str, after: &str) -> String {
    let mut whole = String::with_capacity(text.len() + 2 * ISOLATE.len_utf8());
    for paragraph in text.split_inclusive(ends_paragraph) {
        let words = paragraph.trim_end_matches(ends_paragraph);
        if words.is_empty() {
            whole.push_str(paragraph);
            continue;
        }
        let (unopened, unclosed) = unmatched(words);
        whole.push_str(before);
        whole.extend(std::iter::repeat_n(ISOLATE, unopened));
        whole.push_str(words);
        whole.extend(std::iter::repeat_n(END, unclosed));
        whole.push_str(after);
        whole.push_str(&paragraph[words.len()..]);
    }
    whole
}

/// How many isolates end without having begun, and how many begin without an end. What is embedded or overridden ends with the
/// isolate around it.
fn unmatched(words: &str) -> (usize, usize) {
    let (mut unopened, mut open) = (0, 0_usize);
    for letter in words.chars() {
        match letter {
            '\u{2066}'..='\u{2068}' => open += 1,
            END if open > 0 => open -= 1,
            END => unopened += 1,
            _ => {}
        }
    }
    (unopened, open)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text leaves nothing open for what follows it in its paragraph, and closes nothing of what was before.
    fn holds(text: &str) -> bool {
        text.split(ends_paragraph).all(|words| {
            let inside = words.strip_prefix(ISOLATE).and_then(|rest| rest.strip_suffix(END));
            words.is_empty() || inside.is_some_and(|inside| unmatched(inside) == (0, 0))
        })
    }

    #[test]
    fn texts_that_turn_nothing_stay_as_they_are() {
        for text in ["", "Elm & Co", "Åsa Öberg", "株式会社", "Ελλάδα", "{1}\t–", "e\u{301}"] {
            assert!(!turns(text), "{text}");
            assert_eq!(isolated(text), text);
        }
    }

    #[test]
    fn every_kind_of_direction_is_isolated() {
        let controls =
            "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
        for letter in controls.chars().chain("אبܐ\u{fb1d}\u{10840}\u{1ee00}".chars()) {
            let text = format!("a{letter}b");
            assert!(turns(&text) && holds(&isolated(&text)), "{letter:?}");
            assert!(isolated(&text).contains(&text), "nothing is taken away: {letter:?}");
        }
    }

    #[test]
    fn what_a_text_opens_or_closes_itself_does_not_open_the_isolate() {
        for text in [
            "a\u{2069}\u{202e}b",
            "\u{2069}\u{2069}\u{2069}\u{202e}",
            "a\u{2067}b",
            "\u{2067}\u{2067}\u{2069}\u{202e}",
            "\u{2069}\u{2067}",
            "a\u{202e}b\u{2029}\u{202e}c\n\u{2069}\r\nd",
        ] {
            assert!(holds(&isolated(text)), "{text:?}: {:?}", isolated(text));
            assert_eq!(unmatched(balanced("a\u{2069}b\u{2066}").as_str()), (0, 0));
        }
    }

    #[test]
    fn isolating_twice_is_harmless() {
        let once = isolated("a\u{202e}b");
        assert!(holds(&isolated(&once)));
    }
}

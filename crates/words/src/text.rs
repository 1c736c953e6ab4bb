//! One text: plain words and arguments, which stand in double braces.

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Plain(&'a str),
    Argument(&'a str),
}

impl<'a> Piece<'a> {
    /// The name, if it is an argument.
    pub fn argument(&self) -> Option<&'a str> {
        match self {
            Self::Plain(_) => None,
            Self::Argument(name) => Some(name),
        }
    }
}

/// Takes a text apart, or says what is wrong with it.
pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, &'static str> {
    // A line is a text in the built file, and a tab parts its forms.
    if text.chars().any(char::is_control) {
        return Err("control characters have no place in a text");
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((plain, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").ok_or("an argument has no end")?;
        let name = name.trim();
        if !is_name(name) {
            return Err("an argument's name is not one of small letters, digits and underscores");
        }
        pieces.extend([Piece::Plain(plain), Piece::Argument(name)]);
        rest = after;
    }
    pieces.push(Piece::Plain(rest));
    let stray = |piece: &Piece| matches!(piece, Piece::Plain(words) if words.contains(['{', '}']));
    if pieces.iter().any(stray) {
        return Err("a single brace: arguments stand in double ones");
    }
    Ok(pieces)
}

/// The text with the number of each argument in single braces in place of its name.
pub fn numbered(text: &str, arguments: &[String]) -> String {
    let write = |piece: Piece| match piece {
        Piece::Plain(words) => words.to_owned(),
        Piece::Argument(name) => arguments
            .iter()
            .position(|argument| argument == name)
            .map_or_else(String::new, |number| format!("{{{number}}}")),
    };
    pieces(text).unwrap_or_default().into_iter().map(write).collect()
}

fn is_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart_at_its_arguments() {
        let expected = [
            Piece::Plain("From "),
            Piece::Argument("first"),
            Piece::Plain(" to "),
            Piece::Argument("last"),
            Piece::Plain("."),
        ];
        assert_eq!(pieces("From {{ first }} to {{last}}."), Ok(expected.into()));
    }

    #[test]
    fn a_text_that_cannot_be_meant_is_refused() {
        for text in [
            "{{ open",
            "a { b",
            "a } b",
            "{{ Name }}",
            "{{ }}",
            "{{ a }}}",
            "two\nlines",
            "a\ttab",
        ] {
            assert!(pieces(text).is_err(), "{text}");
        }
    }
}

//! What the server checks of a text it cannot read: the shape of an encrypted string and its length
//! (contract/conventions.md 3 "Encrypted strings", contract/import.md "Body").

/// More errors than these are not collected, as on the real server.
const MOST_ERRORS: usize = 200;

/// The validation errors of one request, keyed by server property names like `Ciphers[12].Login.Password`.
#[derive(Debug, Default)]
pub struct Errors(pub Vec<(String, String)>);

impl Errors {
    /// Notes an error for the property `name` of `path`.
    pub fn note(&mut self, path: &str, name: &str, message: String) {
        if self.0.len() < MOST_ERRORS {
            let key = if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            };
            self.0.push((key, message));
        }
    }

    /// A property that must be there.
    pub fn require<T>(&mut self, path: &str, name: &str, value: Option<&T>) {
        if value.is_none() {
            self.note(path, name, format!("The {name} field is required."));
        }
    }

    /// An encrypted string of at most `limit` characters; null is fine, an empty text is not encrypted.
    pub fn encrypted(&mut self, path: &str, name: &str, value: Option<&str>, limit: usize) {
        let Some(text) = value else { return };
        if !is_encrypted(text) {
            self.note(path, name, format!("{name} is not a valid encrypted string."));
        }
        if text.len() > limit {
            let message = format!("The field {name} exceeds the maximum encrypted value length of {limit} characters.");
            self.note(path, name, message);
        }
    }

    /// A plain text of at most `limit` characters.
    pub fn plain(&mut self, path: &str, name: &str, value: Option<&str>, limit: usize) {
        if value.is_some_and(|text| text.chars().count() > limit) {
            let message = format!("The field {name} must be a string with a maximum length of {limit}.");
            self.note(path, name, message);
        }
    }
}

/// Whether a text has the shape of an encrypted string: a type number, a dot, and as many non-empty base64 parts as the
/// type has.
pub fn is_encrypted(text: &str) -> bool {
    let Some((kind, rest)) = text.split_once('.') else {
        return false;
    };
    let parts = match kind {
        "1" | "2" => 3,
        "0" | "5" | "6" => 2,
        "3" | "4" | "7" => 1,
        _ => return false,
    };
    let mut found = 0;
    rest.split('|').all(|part| {
        found += 1;
        is_base64(part)
    }) && found == parts
}

/// Standard base64 with padding, not empty. Looks without decoding: an import holds hundreds of thousands of these.
fn is_base64(text: &str) -> bool {
    let bytes = text.as_bytes();
    let padding = bytes.iter().rev().take_while(|byte| **byte == b'=').count();
    !bytes.is_empty()
        && bytes.len().is_multiple_of(4)
        && padding <= 2
        && bytes[..bytes.len() - padding]
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encrypted_strings_are_known_by_type_and_number_of_parts() {
        for good in [
            "2.AAAA|BBBB|CCCC",
            "0.AAAA|BBB=",
            "4.AA==",
            "7.g1hA",
            "1.AAAA|BBBB|CCCC",
            "5.AAAA|BBBB",
        ] {
            assert!(is_encrypted(good), "{good}");
        }
    }

    #[test]
    fn other_texts_are_not_encrypted_strings() {
        for bad in [
            "",
            "hello",
            "2.AAAA|BBBB",
            "2.AAAA|BBBB|CCCC|DDDD",
            "2.AAAA||CCCC",
            "2.AAA|BBBB|CCCC",
            "2.AA-A|BBBB|CCCC",
            "2.A===|BBBB|CCCC",
            "8.AAAA",
            "AAAA|BBBB|CCCC",
            "2.AA=A|BBBB|CCCC",
        ] {
            assert!(!is_encrypted(bad), "{bad}");
        }
    }
}

//! The phrase two people compare before a key goes out (§6). Words: the EFF's large word list (Electronic Frontier
//! Foundation, Creative Commons Attribution).

use crate::primitive::{expand, sha256};

const WORDS: &str = include_str!("eff_large_wordlist.txt");
const COUNT: u32 = 7776;

/// Five words of a public key. `material`: the user id in the server's lower-case text (or the organization's id).
/// `spki`: the very key that will be used to encrypt.
pub fn phrase(material: &str, spki: &[u8]) -> String {
    let mut number = [0; 32];
    expand(&sha256(spki), material.as_bytes(), &mut number);
    let words: Vec<&str> = WORDS.lines().collect();
    let mut phrase = String::new();
    for position in 0..5 {
        let mut remainder = 0;
        for byte in &mut number {
            let value = remainder << 8 | u32::from(*byte);
            *byte = u8::try_from(value / COUNT).expect("the remainder is below the divisor");
            remainder = value % COUNT;
        }
        if position > 0 {
            phrase.push('-');
        }
        phrase.push_str(words.get(remainder as usize).copied().unwrap_or_default());
    }
    phrase
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_word_list_is_whole() {
        let words: Vec<&str> = super::WORDS.lines().collect();
        assert_eq!((words.len(), words[0], words[7775]), (7776, "abacus", "zoom"));
    }
}

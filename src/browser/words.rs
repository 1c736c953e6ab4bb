//! The words, which the boot script fetches: those it has at hand before the page starts, and others when asked.

use super::boot;

/// The tag of the language that the page starts in, and its words.
pub fn first() -> Option<(String, String)> {
    Some((boot::text("language")?, boot::text("words")?))
}

/// Fetches the words of a language; `None` when they don't arrive or aren't those that were built.
pub async fn fetch(language: &str) -> Option<String> {
    boot::promised("fetchWords", &[language]).await
}

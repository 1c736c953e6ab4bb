//! What is wrong with the words.

use thiserror::Error;

/// A fault that must be mended before the page can be built.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    #[error("{path}: {why}")]
    Unreadable { path: String, why: String },
    #[error("`{key}` is missing in `{language}`")]
    MissingKey { language: &'static str, key: String },
    #[error("`{key}` in `{language}` has no plural form `{form}`")]
    MissingForm {
        language: &'static str,
        key: String,
        form: &'static str,
    },
    #[error("`{key}` in `{language}` has a plural form that the language does not know: `{form}`")]
    UnknownForm {
        language: &'static str,
        key: String,
        form: &'static str,
    },
    #[error("`{key}` in `{language}` does not name the argument `{argument}`")]
    MissingArgument {
        language: &'static str,
        key: String,
        argument: String,
    },
    #[error("`{key}` has more arguments than a text can have")]
    TooManyArguments { key: String },
    #[error("`{key}` in `{language}`: {why}")]
    Malformed {
        language: &'static str,
        key: String,
        why: &'static str,
    },
    #[error("`{key}` is a plain text and a plural")]
    Twice { key: String },
}

//! What may stand in a text: words, isolated where they run in another direction, and whole numbers in digits. Grouped numbers,
//! dates and sizes come from `format`.

use crate::model::direction::isolated;

/// A value that becomes a part of a text.
pub trait Argument {
    fn word(self) -> String;
}

impl Argument for String {
    fn word(self) -> String {
        isolated(&self)
    }
}

impl Argument for &String {
    fn word(self) -> String {
        isolated(self)
    }
}

impl Argument for &str {
    fn word(self) -> String {
        isolated(self)
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl Argument for $number {
            fn word(self) -> String {
                digits(i64::try_from(self).unwrap_or(i64::MAX))
            }
        })+
    };
}

numbers!(u32, u64, usize, i64);

/// Names of others one after another, none of which turns the next.
pub fn joined(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| isolated(name)).collect();
    names.join(", ")
}

/// Numbers that can be counts.
pub trait Count: Argument {}

impl Count for u32 {}
impl Count for u64 {}
impl Count for usize {}

/// The count that chooses a plural form.
pub fn count(value: impl Count) -> String {
    value.word()
}

fn digits(value: i64) -> String {
    value.to_string()
}

//! What may stand in a text: words as they are, whole numbers in digits. Grouped numbers, dates and sizes come from `format`.

/// A value that becomes a part of a text.
pub trait Argument {
    fn word(self) -> String;
}

impl Argument for String {
    fn word(self) -> String {
        self
    }
}

impl Argument for &String {
    fn word(self) -> String {
        self.clone()
    }
}

impl Argument for &str {
    fn word(self) -> String {
        self.to_owned()
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

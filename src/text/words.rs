//! The keys, one module per file of `locales/`, made by `build.rs`. Their names and arguments are checked while the program
//! is compiled and are not in it.

#![allow(missing_docs, non_upper_case_globals)]

/// A key of the words: a number, and the arguments that its text wants.
#[derive(Clone, Copy)]
pub struct Key {
    number: u16,
    arguments: &'static [&'static str],
}

/// Bits of a call that say which of the values is an argument; `portal_words::MOST_ARGUMENTS` of them lie above the key.
pub(super) const ORDER_BITS: u32 = 4;

impl Key {
    pub(super) const fn new(number: u16, arguments: &'static [&'static str]) -> Self {
        Self { number, arguments }
    }

    /// The key of a text without arguments.
    pub const fn alone(self) -> u16 {
        assert!(self.arguments.is_empty(), "this text has arguments");
        self.number
    }

    /// The key, and for each of its arguments the place among those given.
    pub const fn with(self, given: &[&str]) -> u32 {
        let mut call = self.number as u32;
        let mut number = 0;
        while number < self.arguments.len() {
            let Some(place) = place(given, self.arguments[number]) else {
                panic!("an argument of this text is missing, or has another name");
            };
            call |= place << (16 + ORDER_BITS * number as u32);
            number += 1;
        }
        assert!(given.len() == number, "this text does not have so many arguments");
        call
    }
}

const fn place(given: &[&str], wanted: &str) -> Option<u32> {
    let mut place = 0;
    while place < given.len() {
        if same(given[place].as_bytes(), wanted.as_bytes()) {
            return Some(place as u32);
        }
        place += 1;
    }
    None
}

const fn same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

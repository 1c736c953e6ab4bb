//! How words are said. Words live in `locales/`, one file per area and language; the page's program knows a key only as a
//! number, and fetches the texts of the language in use (`src/boot.js`, `browser::words`).
//!
//! `tr!(members.title)` is a `Signal<String>` that follows the chosen language; `say!(…)` is the `String` of now.
//! Arguments are values: `say!(common.seats, count = n)`; inside `tr!` they are read anew each time: `count = n.get()`.
//! A key that isn't there, an argument that is missing and one too many don't compile.

mod argument;
pub mod explain;
pub mod format;
mod language;
mod table;
#[doc(hidden)]
pub mod words;

use leptos::prelude::*;

pub use crate::model::direction::{self, isolated};
pub use argument::joined;
#[doc(hidden)]
pub use argument::{Argument, count};
pub use language::{Language, Locale, locale, provide_language, tag};
#[doc(hidden)]
pub use table::{filled, plain};
pub use table::{is_loaded, load};

/// The `String` of a key in the language of now.
#[macro_export]
macro_rules! say {
    ($area:ident . $key:ident $(,)?) => {
        $crate::text::plain({
            const TEXT: u16 = $crate::text::words::$area::$key.alone();
            TEXT
        })
    };
    ($area:ident . $key:ident, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::text::filled(
            {
                const CALL: u32 = $crate::text::words::$area::$key.with(&[$(stringify!($name)),+]);
                CALL
            },
            [$($crate::argument!($name, $value)),+],
        )
    };
}

/// A `Signal<String>` of a key that follows the chosen language.
#[macro_export]
macro_rules! tr {
    ($area:ident . $key:ident $(,)?) => {
        $crate::text::follow({
            const TEXT: u16 = $crate::text::words::$area::$key.alone();
            TEXT
        })
    };
    ($($call:tt)*) => {
        $crate::text::follow_with(::std::boxed::Box::new(move || $crate::say!($($call)*)))
    };
}

/// An argument as the text it becomes; `count` chooses the plural form, so it must be a number.
#[doc(hidden)]
#[macro_export]
macro_rules! argument {
    (count, $value:expr) => {
        $crate::text::count($value)
    };
    ($name:ident, $value:expr) => {
        $crate::text::Argument::word($value)
    };
}

/// One kind of signal for every plain text: a closure each would cost the page's file its own copy of the machinery.
#[doc(hidden)]
pub fn follow(text: u16) -> Signal<String> {
    Signal::derive(move || plain(text))
}

#[doc(hidden)]
pub fn follow_with(words: Box<dyn Fn() -> String + Send + Sync>) -> Signal<String> {
    Signal::derive(words)
}

#[cfg(test)]
mod tests;

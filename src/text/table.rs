//! The texts of each language once they are there, and how a text is made of one: its plural form, its arguments in place.

use std::cell::OnceCell;

use super::words::{COUNT, ORDER_BITS};
use super::{Locale, locale, tag};
use crate::browser::intl;

thread_local! {
    /// A line per key for each of `Locale::ALL`. Texts stay for as long as the page does.
    static TEXTS: [OnceCell<Vec<&'static str>>; Locale::ALL.len()] = const { [OnceCell::new(), OnceCell::new()] };
}

/// What tests on the host find without having loaded anything.
#[cfg(not(target_arch = "wasm32"))]
const AT_HAND: [&str; Locale::ALL.len()] = [
    include_str!(concat!(env!("OUT_DIR"), "/words-en.txt")),
    include_str!(concat!(env!("OUT_DIR"), "/words-sv.txt")),
];

/// Takes a language's file (`portal_words::Words::file`); false if it isn't the one that this program was built with.
pub fn load(language: Locale, file: String) -> bool {
    if file.split('\n').count() != COUNT {
        return false;
    }
    TEXTS.with(|texts| {
        // What is there stays: a page that comes again takes no more memory.
        texts[language as usize].get_or_init(|| String::leak(file).split('\n').collect());
    });
    true
}

/// Whether the page can speak a language without fetching it first.
pub fn is_loaded(language: Locale) -> bool {
    cfg!(not(target_arch = "wasm32")) || TEXTS.with(|texts| texts[language as usize].get().is_some())
}

fn line(language: Locale, number: usize) -> &'static str {
    TEXTS.with(|texts| {
        let texts = &texts[language as usize];
        #[cfg(not(target_arch = "wasm32"))]
        let texts = Some(texts.get_or_init(|| AT_HAND[language as usize].split('\n').collect()));
        #[cfg(target_arch = "wasm32")]
        let texts = texts.get();
        texts.and_then(|lines| lines.get(number)).copied().unwrap_or_default()
    })
}

/// A text without arguments.
#[inline(never)]
pub fn plain(text: u16) -> String {
    line(locale(), usize::from(text)).to_owned()
}

/// A text with its arguments, as `words::Key::with` orders them.
#[inline(never)]
pub fn filled<const N: usize>(call: u32, arguments: [String; N]) -> String {
    fill(call, &arguments)
}

#[inline(never)]
fn fill(call: u32, arguments: &[String]) -> String {
    let language = locale();
    let argument = |number: u32| {
        let place = (call >> (16 + ORDER_BITS * number)) & ((1 << ORDER_BITS) - 1);
        arguments.get(place as usize).map_or("", String::as_str)
    };
    let line = line(language, (call & 0xffff) as usize);
    let text = if line.contains('\t') {
        form(line, language, argument(0))
    } else {
        line
    };
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    // One digit between single braces: nothing else in a file has braces.
    while let Some((before, after)) = rest.split_once('{') {
        let number = after.bytes().next().unwrap_or_default().wrapping_sub(b'0');
        filled.push_str(before);
        filled.push_str(argument(u32::from(number & 3)));
        rest = after.get(2..).unwrap_or_default();
    }
    filled.push_str(rest);
    filled
}

/// The form of a plural that a count asks for; the last one, which has no name, where it asks for none of the others.
fn form(line: &'static str, language: Locale, count: &str) -> &'static str {
    let category = intl::plural(tag(language), count.parse().unwrap_or(0.0));
    let mut last = "";
    for form in line.split('\t') {
        last = form;
        if let Some((name, text)) = form.split_once(':')
            && name == category
        {
            return text;
        }
    }
    last
}

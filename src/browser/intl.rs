//! The browser's own formatting of numbers and instants, by the person's region.

use std::cell::RefCell;

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // A plain object takes any property.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

/// What a text is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Date,
    Moment,
    Time,
    #[cfg(target_arch = "wasm32")]
    Plural,
}

impl Kind {
    fn format(self, language: &str) -> Function {
        let languages = Array::of1(&language.into());
        let dates = |pairs: &[(&str, &str)]| Intl::DateTimeFormat::new(&languages, &options(pairs)).format();
        match self {
            Self::Number => Intl::NumberFormat::new(&languages, &Object::new()).format(),
            Self::Date => dates(&[("dateStyle", "medium")]),
            Self::Moment => dates(&[("dateStyle", "medium"), ("timeStyle", "short")]),
            Self::Time => dates(&[("timeStyle", "short")]),
            #[cfg(target_arch = "wasm32")]
            Self::Plural => {
                let rules = Intl::PluralRules::new(&languages, &Object::new());
                // A method that they all have.
                let select = Reflect::get(&rules, &"select".into()).unwrap_or_default();
                select.unchecked_into::<Function>().bind0(&rules)
            }
        }
    }
}

/// The language of the page as the person's region writes it. The first of the browser's languages that is the page's says it;
/// where none is, the first language's region counts. `of` are the browser's, as `navigator.languages` has them.
fn regional(language: &str, of: &[String]) -> String {
    let mut own = of.iter().filter(|one| same_language(one, language)).peekable();
    let region = match own.peek() {
        Some(_) => own.find_map(|one| region(one)),
        None => of.first().and_then(|first| region(first)),
    };
    region.map_or_else(|| language.to_owned(), |region| format!("{language}-{region}"))
}

fn same_language(tag: &str, language: &str) -> bool {
    tag.split('-')
        .next()
        .is_some_and(|first| first.eq_ignore_ascii_case(language))
}

/// The region of a language tag (BCP 47): two letters or three digits, before anything of a single letter.
fn region(tag: &str) -> Option<String> {
    let mut parts = tag.split('-').skip(1).take_while(|part| part.len() > 1);
    let is_region = |part: &&str| {
        let all = |of: fn(&u8) -> bool| part.bytes().all(|byte| of(&byte));
        part.len() == 2 && all(u8::is_ascii_alphabetic) || part.len() == 3 && all(u8::is_ascii_digit)
    };
    parts.find(is_region).map(str::to_ascii_uppercase)
}

thread_local! {
    /// Making a format takes the browser many times longer than using it, and a list uses one in every row.
    static FORMATS: RefCell<Vec<(&'static str, Kind, Function)>> = const { RefCell::new(Vec::new()) };
}

/// Plural forms are the language's alone.
fn in_region(language: &str, kind: Kind) -> String {
    #[cfg(target_arch = "wasm32")]
    if kind == Kind::Plural {
        return language.to_owned();
    }
    let _ = kind;
    let languages = web_sys::window().map(|window| window.navigator().languages());
    let languages: Vec<String> = languages
        .into_iter()
        .flatten()
        .filter_map(|one| one.as_string())
        .collect();
    regional(language, &languages)
}

fn text_of(language: &'static str, kind: Kind, value: &JsValue) -> String {
    let format = FORMATS.with_borrow_mut(|formats| {
        let known = formats.iter().find(|(other, of, _)| *other == language && *of == kind);
        if let Some((_, _, format)) = known {
            return format.clone();
        }
        let format = kind.format(&in_region(language, kind));
        formats.push((language, kind, format.clone()));
        format
    });
    let text = format.call1(&JsValue::UNDEFINED, value).ok();
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

/// A whole number with grouping, as the language and the person's region have it.
pub fn number(language: &'static str, value: f64) -> String {
    text_of(language, Kind::Number, &value.into())
}

/// The plural form that a count asks for, by its CLDR name.
#[cfg(target_arch = "wasm32")]
pub fn plural(language: &'static str, count: f64) -> String {
    text_of(language, Kind::Plural, &count.into())
}

/// The same for tests on the host: the rule of English and Swedish.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::float_cmp)]
pub fn plural(_language: &str, count: f64) -> String {
    if count == 1.0 { "one" } else { "other" }.to_owned()
}

/// Date and time of an instant (milliseconds since 1970 UTC) in the person's time zone; `time` false gives the date alone.
pub fn instant(language: &'static str, milliseconds: f64, time: bool) -> String {
    let kind = if time { Kind::Moment } else { Kind::Date };
    text_of(language, kind, &milliseconds.into())
}

/// The time of day of an instant, in the person's time zone.
pub fn time(language: &'static str, milliseconds: f64) -> String {
    text_of(language, Kind::Time, &milliseconds.into())
}

/// A text that the browser holds.
pub type Held = JsValue;

/// Orders two texts as the language does: case and accents aside first, numbers by value. Build once, use for many.
pub struct Order(js_sys::Function);

impl Order {
    pub fn of(language: &str) -> Self {
        let settings = options(&[("sensitivity", "base")]);
        let _ = Reflect::set(&settings, &"numeric".into(), &JsValue::TRUE);
        Self(
            Intl::Collator::new(&Array::of1(&language.into()), &settings)
                .compare()
                .unchecked_into(),
        )
    }

    pub fn compare(&self, left: &str, right: &str) -> std::cmp::Ordering {
        self.compare_held(&left.into(), &right.into())
    }

    /// The same for texts that the browser holds already: much quicker where each is compared many times.
    pub fn compare_held(&self, left: &Held, right: &Held) -> std::cmp::Ordering {
        let answer = self.0.call2(&JsValue::UNDEFINED, left, right);
        answer
            .ok()
            .and_then(|value| value.as_f64())
            .unwrap_or(0.0)
            .total_cmp(&0.0)
    }
}

/// Folds case, accents and ways of writing the same letter away, for searching ("Ångström" is found by "angstrom", "Straße" by
/// "strasse").
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    folded(&String::from(js_sys::JsString::from(text).normalize("NFKD")))
}

/// A text in Unicode's form NFC: a letter with its mark is one character where there is one.
pub fn composed(text: &str) -> String {
    String::from(js_sys::JsString::from(text).normalize("NFC"))
}

/// The letters of a text in parts (NFKD), folded: Unicode's full case folding, and letters with a stroke or joined ones as they are
/// typed without a key for them. What can't be seen is left out.
fn folded(parts: &str) -> String {
    let mut folded = String::with_capacity(parts.len());
    for letter in parts.to_lowercase().chars() {
        let letters = match letter {
            'ß' => "ss",
            'ς' => "σ",
            '\u{345}' => "ι",
            'æ' => "ae",
            'œ' => "oe",
            'ø' => "o",
            'đ' | 'ð' => "d",
            'ł' => "l",
            'ħ' => "h",
            'þ' => "th",
            'ı' => "i",
            // Accents, soft hyphens, joiners, marks of direction and of the byte order.
            '\u{300}'..='\u{36f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => "",
            other => {
                folded.push(other);
                continue;
            }
        };
        folded.push_str(letters);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{folded, regional};

    fn of(language: &str, languages: &[&str]) -> String {
        let languages: Vec<String> = languages.iter().map(|one| (*one).to_owned()).collect();
        regional(language, &languages)
    }

    #[test]
    fn the_region_is_that_of_the_browsers_first_language_that_the_page_speaks() {
        assert_eq!(of("en", &["en-GB", "en"]), "en-GB");
        assert_eq!(of("en", &["en-US", "en-GB"]), "en-US");
        assert_eq!(of("sv", &["en-GB", "sv-FI", "sv"]), "sv-FI");
        assert_eq!(of("en", &["en", "en-AU"]), "en-AU");
        assert_eq!(of("en", &["EN-gb"]), "en-GB");
    }

    #[test]
    fn where_the_browser_does_not_speak_it_its_first_region_counts() {
        assert_eq!(of("sv", &["en-FI", "en-US"]), "sv-FI");
        assert_eq!(of("en", &["sv-SE", "sv"]), "en-SE");
        assert_eq!(of("en", &["zh-Hant-TW"]), "en-TW");
        assert_eq!(of("en", &["es-419"]), "en-419");
    }

    #[test]
    fn without_a_region_the_language_stands_alone() {
        for languages in [
            &[][..],
            &["sv"],
            &["de"],
            &["de-Latn"],
            &["de-x-ab"],
            &["", "-"],
            &["sv", "en-GB"],
        ] {
            assert_eq!(of("sv", languages), "sv", "{languages:?}");
        }
    }

    #[test]
    fn letters_are_found_however_they_are_written() {
        for (parts, typed) in [
            ("Straße", "strasse"),
            ("STRAẞE", "strasse"),
            ("I\u{307}stanbul", "istanbul"),
            ("Is\u{327}ık", "isik"),
            ("ΟΔΟΣ", "οδοσ"),
            ("οδος", "οδοσ"),
            ("A\u{30a}ngstro\u{308}m", "angstrom"),
            ("Sørensen, Łomz\u{307}a", "sorensen, lomza"),
            ("Ægir", "aegir"),
            ("El\u{ad}m\u{202e}\u{feff}", "elm"),
        ] {
            assert_eq!(folded(parts), typed, "{parts}");
        }
    }
}

//! The browser's own formatting of numbers and instants.

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

thread_local! {
    /// Making a format takes the browser many times longer than using it, and a list uses one in every row.
    static FORMATS: RefCell<Vec<(&'static str, Kind, Function)>> = const { RefCell::new(Vec::new()) };
}

fn text_of(language: &'static str, kind: Kind, value: &JsValue) -> String {
    let format = FORMATS.with_borrow_mut(|formats| {
        let known = formats.iter().find(|(other, of, _)| *other == language && *of == kind);
        if let Some((_, _, format)) = known {
            return format.clone();
        }
        let format = kind.format(language);
        formats.push((language, kind, format.clone()));
        format
    });
    let text = format.call1(&JsValue::UNDEFINED, value).ok();
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

/// A whole number with the language's grouping.
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

/// Folds case and accents away, for searching ("Ångström" is found by "angstrom").
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let parts = js_sys::JsString::from(text.to_lowercase()).normalize("NFD");
    String::from(parts)
        .chars()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .collect()
}

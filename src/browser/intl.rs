//! The browser's own formatting of numbers and instants.

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // A plain object takes any property.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

/// A whole number with the language's grouping.
pub fn number(language: &str, value: f64) -> String {
    let format = Intl::NumberFormat::new(&Array::of1(&language.into()), &Object::new());
    format
        .format()
        .call1(&JsValue::UNDEFINED, &value.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// The plural form that a count asks for, by its CLDR name.
#[cfg(target_arch = "wasm32")]
pub fn plural(language: &str, count: f64) -> String {
    Intl::PluralRules::new(&Array::of1(&language.into()), &Object::new())
        .select(count)
        .into()
}

/// The same for tests on the host: the rule of English and Swedish.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::float_cmp)]
pub fn plural(_language: &str, count: f64) -> String {
    if count == 1.0 { "one" } else { "other" }.to_owned()
}

/// Date and time of an instant (milliseconds since 1970 UTC) in the person's time zone; `time` false gives the date alone.
pub fn instant(language: &str, milliseconds: f64, time: bool) -> String {
    let pairs: &[(&str, &str)] = if time {
        &[("dateStyle", "medium"), ("timeStyle", "short")]
    } else {
        &[("dateStyle", "medium")]
    };
    format_date(language, milliseconds, pairs)
}

/// The time of day of an instant, in the person's time zone.
pub fn time(language: &str, milliseconds: f64) -> String {
    format_date(language, milliseconds, &[("timeStyle", "short")])
}

fn format_date(language: &str, milliseconds: f64, pairs: &[(&str, &str)]) -> String {
    let format = Intl::DateTimeFormat::new(&Array::of1(&language.into()), &options(pairs));
    let date = Date::new(&milliseconds.into());
    format
        .format()
        .call1(&JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
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

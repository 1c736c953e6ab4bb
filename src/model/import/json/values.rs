//! Taking the values out of an object of the file. What isn't of the kind that the format has there is noted and left out; the rest is
//! taken all the same.

use serde_json::{Map, Number, Value};

use crate::model::import::date::Date;
use crate::model::import::fault::{Fault, Lost, Part, What};
use crate::model::import::item::{Filled, Property, Texts};

/// An object, what it is a part of, and where its losses are noted.
pub(super) struct Taker<'l> {
    pub map: Map<String, Value>,
    pub part: Part,
    pub lost: &'l mut Lost,
}

impl<'l> Taker<'l> {
    /// Takes an object apart; null is one with nothing in it.
    pub fn of(value: Value, part: Part, lost: &'l mut Lost) -> Self {
        let map = match value {
            Value::Object(map) => map,
            Value::Null => Map::new(),
            _ => {
                lost.add(Fault::new(part, What::WrongKind));
                Map::new()
            }
        };
        Self { map, part, lost }
    }

    /// The same of an entry of a list, where null is nothing at all.
    pub fn entry(value: Value, part: Part, lost: &'l mut Lost) -> Option<Self> {
        match value {
            Value::Object(map) => Some(Self { map, part, lost }),
            Value::Null => None,
            _ => {
                lost.add(Fault::new(part, What::WrongKind));
                None
            }
        }
    }

    pub fn take(&mut self, name: &str) -> Value {
        self.map.remove(name).unwrap_or(Value::Null)
    }

    pub fn lose(&mut self, name: &str, what: What) {
        self.lost.add(Fault::new(self.part, what).of(name));
    }

    /// A text; numbers and booleans as their text, empty as none.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let text = text(self.take(name));
        text.unwrap_or_else(|what| {
            self.lose(name, what);
            None
        })
    }

    /// A text that has a part of its own.
    pub fn part(&mut self, name: &str, part: Part) -> Option<String> {
        let text = text(self.take(name)).map_err(|what| Fault::new(part, what));
        self.lost.or_none(text)
    }

    /// A text that official clients need. Anything else is as good as missing.
    pub fn filled(&mut self, name: &str) -> Option<Filled> {
        match self.take(name) {
            Value::String(text) => Filled::of(text),
            _ => None,
        }
    }

    pub fn texts(&mut self, properties: &'static [Property]) -> Texts {
        let texts = properties.iter();
        texts.filter_map(|(name, _)| Some((*name, self.text(name)?))).collect()
    }

    /// A date in the form of the wire.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        let date = date(&self.take(name));
        date.unwrap_or_else(|what| {
            self.lose(name, what);
            None
        })
    }

    /// True or false, also as a text or a number.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        let value = self.take(name);
        if value.is_null() {
            return None;
        }
        let flag = flag(&value);
        if flag.is_none() {
            self.lose(name, What::WrongKind);
        }
        flag
    }

    /// A whole number, also as a text.
    pub fn integer(&mut self, name: &str) -> Option<i64> {
        let value = self.take(name);
        if value.is_null() || value == "" {
            return None;
        }
        let number = integer(&value);
        if number.is_none() {
            self.lose(name, What::WrongKind);
        }
        number
    }

    /// The entries of a list; what stands there instead of one is its only entry.
    pub fn list(&mut self, name: &str) -> Vec<Value> {
        match self.take(name) {
            Value::Null => Vec::new(),
            Value::Array(list) => list,
            Value::String(text) if text.is_empty() => Vec::new(),
            Value::Object(map) if map.is_empty() => Vec::new(),
            one => vec![one],
        }
    }
}

/// The text of a value; numbers that were too long to be kept exactly have none.
pub(super) fn text(value: Value) -> Result<Option<String>, What> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        Value::Number(number) if is_exact(&number) => Ok(Some(number.to_string())),
        Value::Bool(value) => Ok(Some(value.to_string())),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => Err(What::WrongKind),
    }
}

/// A number with a point or of more than 19 digits is read with some 15 digits.
fn is_exact(number: &Number) -> bool {
    !number.is_f64() || number.as_f64().is_some_and(|number| number.abs() < 1e15)
}

pub(super) fn date(value: &Value) -> Result<Option<Date>, What> {
    match value {
        Value::Null => Ok(None),
        Value::Number(number) if number.as_f64() == Some(0.0) => Ok(None),
        Value::Number(number) => number
            .as_f64()
            .and_then(Date::since_1970)
            .map(Some)
            .ok_or(What::BadDate),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => Date::read(text).map(Some).ok_or(What::BadDate),
        _ => Err(What::BadDate),
    }
}

pub(super) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => match number.as_f64()? {
            0.0 => Some(false),
            1.0 => Some(true),
            _ => None,
        },
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Some(true),
            "false" | "0" | "no" | "off" | "" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let whole = number
                .as_f64()
                .filter(|number| number.fract() == 0.0 && number.abs() < 1e15)?;
            #[allow(clippy::cast_possible_truncation)]
            Some(whole as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

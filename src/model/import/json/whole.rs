//! The top level of a JSON export: its lists, each value of them read apart from the others.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::bounded::Bounded;
use super::places::{Listed, listed};
use super::{Entry, Fault, Lost, MOST_ROWS, Part, Row, STRETCH, Tell, What, entry};
use crate::model::import::fault::Losses;

/// Values in an item or a collection: many times what the largest has that anybody made.
pub(super) const MOST_VALUES: usize = 20_000;

/// The top level, items read one at a time.
#[derive(Default)]
pub(super) struct Raw {
    pub encrypted: bool,
    pub password_protected: bool,
    pub items: Option<Vec<Entry>>,
    pub collections: Option<Vec<Result<Listed, Fault>>>,
    pub folders: Option<Vec<Result<Listed, Fault>>>,
    /// Of the items.
    pub losses: Losses,
}

pub(super) fn raw(text: &str, total: usize, tell: &mut Tell<'_>) -> serde_json::Result<Raw> {
    let mut whole = serde_json::Deserializer::from_str(text);
    let raw = whole.deserialize_map(Top { total, tell })?;
    whole.end()?;
    Ok(raw)
}

/// How many items there are, or collections if those are more, by a look that keeps nothing and takes a small part of the reading's
/// time. Where the look fails, nobody knows; what is wrong is said by the reading.
pub(super) fn count(text: &str) -> usize {
    #[derive(Deserialize)]
    struct Counted {
        items: Option<Vec<IgnoredAny>>,
        collections: Option<Vec<IgnoredAny>>,
        folders: Option<Vec<IgnoredAny>>,
    }
    let Ok(counted) = serde_json::from_str::<Counted>(text) else {
        return 0;
    };
    let lists = [counted.items, counted.collections, counted.folders];
    let counts = lists.into_iter().flatten().map(|list| list.len());
    counts.max().unwrap_or(0)
}

struct Top<'t, 'f> {
    total: usize,
    tell: &'t mut Tell<'f>,
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an export")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let Self { total, tell } = self;
        let mut raw = Raw::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "encrypted" => raw.encrypted = map.next_value_seed(Bounded(&mut 1))? == Value::Bool(true),
                "passwordProtected" => {
                    raw.password_protected = map.next_value_seed(Bounded(&mut 1))? == Value::Bool(true)
                }
                "items" => {
                    let mut read = 0;
                    let losses = &mut raw.losses;
                    let item = |value: Result<Value, Fault>| {
                        read += 1;
                        if read % STRETCH == 0 {
                            tell(read, total);
                        }
                        let mut lost = Lost::default();
                        let entry = value
                            .and_then(|value| entry(value, &mut lost))
                            .unwrap_or_else(Entry::Wrong);
                        if matches!(entry, Entry::Item { .. }) {
                            losses.note(Row::Item(u32::try_from(read).unwrap_or(u32::MAX)), lost);
                        }
                        entry
                    };
                    raw.items = Some(map.next_value_seed(Each(item))?.unwrap_or_default());
                }
                "collections" => raw.collections = map.next_value_seed(OrNone(Each(listed)))?,
                "folders" => raw.folders = map.next_value_seed(OrNone(Each(listed)))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(raw)
    }
}

/// Reads a list, each of its values apart from the others and no longer kept than it takes to make something of it.
struct Each<F>(F);

impl<'de, T, F: FnMut(Result<Value, Fault>) -> T> DeserializeSeed<'de> for Each<F> {
    type Value = Option<Vec<T>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Vec<T>>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T, F: FnMut(Result<Value, Fault>) -> T> Visitor<'de> for Each<F> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Option<Vec<T>>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Option<Vec<T>>, A::Error> {
        let mut read = Vec::new();
        loop {
            let mut left = MOST_VALUES;
            let Some(value) = list.next_element_seed(Bounded(&mut left))? else {
                break;
            };
            // Where the count before couldn't tell.
            if read.len() == MOST_ROWS {
                return Err(A::Error::custom("too many"));
            }
            let value = if left > 0 {
                Ok(value)
            } else {
                Err(Fault::new(Part::Whole, What::TooMuch))
            };
            read.push((self.0)(value));
        }
        Ok(Some(read))
    }
}

/// The same, where anything else than a list is none: its items are told to have lost their places.
struct OrNone<F>(Each<F>);

impl<'de, T, F: FnMut(Result<Value, Fault>) -> T> DeserializeSeed<'de> for OrNone<F> {
    type Value = Option<Vec<T>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Vec<T>>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T, F: FnMut(Result<Value, Fault>) -> T> Visitor<'de> for OrNone<F> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or anything else")
    }

    fn visit_unit<E>(self) -> Result<Option<Vec<T>>, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<Vec<T>>, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Option<Vec<T>>, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Option<Vec<T>>, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Option<Vec<T>>, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Option<Vec<T>>, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<Vec<T>>, A::Error> {
        IgnoredAny.visit_map(map).map(|_| None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Option<Vec<T>>, A::Error> {
        self.0.visit_seq(list)
    }
}

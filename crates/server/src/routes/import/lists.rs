//! The lists of an import are counted while they are read: where one grows too long, reading ends (contract/import.md
//! "Limits"). Lists inside an item have no limit there; theirs is far above what items have, and keeps a body of a few bytes
//! per element from taking a hundred times its own size.

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use super::body::Cipher;

pub const MOST_CIPHERS: usize = 40_000;
pub const MOST_COLLECTIONS: usize = 2_000;
pub const MOST_FOLDERS: usize = 2_000;
pub const MOST_RELATIONSHIPS: usize = 80_000;
/// Custom fields, addresses, old passwords or passkeys of one item.
const MOST_INSIDE: usize = 10_000;
/// Of all items together.
const MOST_INSIDE_ALL: usize = 1_000_000;

/// Begins the error of a list that is too long.
const TOO_MANY: &str = "You cannot import this much data at once.";

/// Whether reading ended because a list was too long, and the words for it.
pub fn too_many(error: &serde_json::Error) -> Option<&'static str> {
    error.to_string().starts_with(TOO_MANY).then_some(TOO_MANY)
}

/// A list of at most so many elements; null is an empty one.
pub fn at_most<'de, const MOST: usize, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let list = List::new(MOST, |_| 0);
    Ok(deserializer.deserialize_option(list)?.unwrap_or_default())
}

/// The items.
pub fn ciphers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Cipher>, D::Error> {
    let list = List::new(MOST_CIPHERS, Cipher::parts);
    Ok(deserializer.deserialize_option(list)?.unwrap_or_default())
}

/// A list inside an item.
pub fn inside<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<T>>, D::Error> {
    deserializer.deserialize_option(List::new(MOST_INSIDE, |_| 0))
}

struct List<T> {
    most: usize,
    parts: fn(&T) -> usize,
    element: PhantomData<T>,
}

impl<T> List<T> {
    fn new(most: usize, parts: fn(&T) -> usize) -> Self {
        Self {
            most,
            parts,
            element: PhantomData,
        }
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let (mut list, mut parts) = (Vec::new(), 0);
        while let Some(element) = elements.next_element()? {
            parts += (self.parts)(&element);
            if list.len() == self.most || parts > MOST_INSIDE_ALL {
                return Err(A::Error::custom(TOO_MANY));
            }
            list.push(element);
        }
        Ok(Some(list))
    }
}

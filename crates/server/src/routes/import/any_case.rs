//! Reading structs whose property names match regardless of case, as the real server does (contract/conventions.md 3).
//!
//! A thin layer over any deserializer: wherever a struct is expected, each key is replaced by the field of that name in
//! any case. Streams; nothing is held beyond the value being read.

use std::io::Read;

use serde::Deserialize;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Parses JSON into `T` with property names in any case.
pub fn from_slice<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = T::deserialize(AnyCase(&mut json))?;
    json.end()?;
    Ok(value)
}

/// The same while it arrives: nothing is held but what has become part of the value.
pub fn from_reader<T: DeserializeOwned>(reader: impl Read) -> Result<T, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_reader(reader);
    let value = T::deserialize(AnyCase(&mut json))?;
    json.end()?;
    Ok(value)
}

struct AnyCase<D>(D);

macro_rules! forward {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method(Layer { visitor, fields: &[] })
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for AnyCase<D> {
    type Error = D::Error;

    forward! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_option deserialize_unit deserialize_seq
        deserialize_map deserialize_identifier deserialize_ignored_any
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, Layer { visitor, fields: &[] })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_tuple(len, Layer { visitor, fields: &[] })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0
            .deserialize_tuple_struct(name, len, Layer { visitor, fields: &[] })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, Layer { visitor, fields })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }
}

/// Wraps visitors, seeds and accessors alike, so that values inside values are read with the same rule. `fields` are the
/// names of the struct whose keys come next; empty where keys are data.
struct Layer<T> {
    visitor: T,
    fields: &'static [&'static str],
}

macro_rules! visit {
    ($($method:ident($type:ty))*) => {$(
        fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.visitor.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Layer<V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.visitor.expecting(formatter)
    }

    visit! {
        visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str) visit_borrowed_str(&'de str)
        visit_string(String) visit_bytes(&[u8])
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(AnyCase(deserializer))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_newtype_struct(AnyCase(deserializer))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_seq(Layer {
            visitor: access,
            fields: &[],
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Layer {
            visitor: access,
            fields: self.fields,
        })
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Layer<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.visitor.next_element_seed(Layer {
            visitor: seed,
            fields: &[],
        })
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Layer<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.visitor.next_key_seed(Key {
            seed,
            fields: self.fields,
        })
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.visitor.next_value_seed(Layer {
            visitor: seed,
            fields: &[],
        })
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Layer<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.visitor.deserialize(AnyCase(deserializer))
    }
}

/// A key about to be read: given to the struct as the field it means.
struct Key<S> {
    seed: S,
    fields: &'static [&'static str],
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Key<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Key<S> {
    type Value = S::Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a property name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<S::Value, E> {
        let field = self.fields.iter().find(|field| field.eq_ignore_ascii_case(name));
        self.seed
            .deserialize(StrDeserializer::new(field.copied().unwrap_or(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize, Debug, PartialEq)]
    #[serde(rename_all = "camelCase")]
    struct Outer {
        inner_list: Vec<Inner>,
        #[serde(default)]
        maybe: Option<Inner>,
    }

    #[derive(Deserialize, Debug, PartialEq)]
    #[serde(rename_all = "camelCase")]
    struct Inner {
        user_name: String,
    }

    #[test]
    fn names_match_in_any_case_at_every_depth_and_unknown_ones_are_ignored() {
        for json in [
            r#"{"innerList":[{"userName":"a"}],"maybe":{"userName":"b"}}"#,
            r#"{"InnerList":[{"UserName":"a","Other":{"UserName":1}}],"Maybe":{"UserName":"b"},"X":[{}]}"#,
            r#"{"INNERLIST":[{"username":"a"}],"mAybe":{"USERNAME":"b"}}"#,
        ] {
            let read: Outer = from_slice(json.as_bytes()).unwrap();
            assert_eq!(read.inner_list, [Inner { user_name: "a".into() }]);
            assert_eq!(read.maybe, Some(Inner { user_name: "b".into() }));
        }
    }

    #[test]
    fn trailing_text_and_wrong_types_are_errors() {
        assert!(from_slice::<Inner>(br#"{"userName":"a"} x"#).is_err());
        assert!(from_slice::<Inner>(br#"{"userName":5}"#).is_err());
    }
}

//! What resource routes share on the wire: the list wrapper and query parameters (contract/conventions.md section 3).

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde_json::{Value, json};

use crate::error::Error;

/// The list wrapper; nothing here is paged, so the token is null.
pub fn list(data: Vec<Value>) -> Value {
    json!({ "object": "list", "data": data, "continuationToken": null })
}

/// A row with the given `object` name instead of its own: the wire's models differ in little more than that.
pub fn named(mut value: Value, object: &str) -> Value {
    if let Value::Object(map) = &mut value {
        map.insert("object".into(), object.into());
    }
    value
}

/// Query parameters, their names matched regardless of case.
#[derive(Clone, Debug, Default)]
pub struct Params(HashMap<String, String>);

impl Params {
    /// A parameter's text; an empty one counts as missing.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0
            .get(&name.to_ascii_lowercase())
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    /// A flag: `true` in any case, else false.
    pub fn flag(&self, name: &str) -> bool {
        self.text(name).is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// A GUID in the form the database keeps; a missing one is an unknown one.
    pub fn id(&self, name: &str) -> Result<String, Error> {
        self.text(name).map(str::to_ascii_lowercase).ok_or(Error::NotFound)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Query(pairs) = Query::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map_err(|error| Error::invalid("", error.body_text()))?;
        Ok(Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value))
                .collect(),
        ))
    }
}

//! A JSON request body as the contract reads one: property names in any casing, numbers also as text
//! (contract/conventions.md section 3).

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde_json::Value;

use crate::error::Error;
use crate::patience;

/// A JSON object whose properties are looked up without regard to case.
#[derive(Clone, Debug)]
pub struct Body(Value);

impl Body {
    /// The value of a property; null counts as absent.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let (_, value) = self
            .0
            .as_object()?
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        (!value.is_null()).then_some(value)
    }

    /// A text property; blank counts as absent.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str().filter(|text| !text.trim().is_empty())
    }

    /// An object property.
    pub fn part(&self, name: &str) -> Option<Self> {
        self.get(name).filter(|value| value.is_object()).cloned().map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let bytes = axum::body::Bytes::from_request(request, state)
            .await
            .map_err(|refusal| {
                if refusal.status() == StatusCode::PAYLOAD_TOO_LARGE {
                    Error::TooLarge
                } else {
                    patience::why(&refusal)
                }
            })?;
        if bytes.is_empty() {
            return Err(Error::invalid("", "A non-empty request body is required."));
        }
        match serde_json::from_slice(&bytes) {
            Ok(value @ Value::Object(_)) => Ok(Self(value)),
            Ok(_) => Err(Error::invalid("$", "The JSON value could not be converted.")),
            Err(error) => Err(Error::invalid("$", format!("The JSON is malformed: {error}."))),
        }
    }
}

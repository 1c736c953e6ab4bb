//! How a call can fail. Source: contract/conventions.md sections 4 to 6.

use crate::json::{self, Value};

/// What the server or the way to it answered instead of what was asked. Words: `text::explain`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// The server could not be reached.
    #[error("offline")]
    Offline,
    /// The connection went in the middle of the answer.
    #[error("broken off")]
    BrokenOff,
    /// No answer in time; whether the server acted is unknown.
    #[error("timed out")]
    TimedOut,
    /// Given up by the person or because the page is gone.
    #[error("cancelled")]
    Cancelled,
    /// The session has ended: refresh was refused.
    #[error("signed out")]
    SignedOut,
    /// 403, 401 with a message, or 401 again with a token just made; the server's text where it sent one.
    #[error("forbidden")]
    Forbidden { message: Option<String> },
    /// 404: unknown or not permitted.
    #[error("not found")]
    NotFound,
    /// 400 or 409: the server's text, and its messages by field (server property names, `""` for general).
    #[error("rejected: {message}")]
    Rejected {
        message: String,
        fields: Vec<(String, String)>,
    },
    /// 413: the body is larger than the server takes.
    #[error("too large")]
    TooLarge,
    /// 429; seconds to wait where the server says.
    #[error("too many requests")]
    TooMany { retry_after: Option<u64> },
    /// Any other status; the server's own number for the request where it sent one.
    #[error("server error {status}")]
    Server { status: u16, request: Option<String> },
    /// A web page in place of data: something between this page and the server answered.
    #[error("a web page instead of {what}")]
    Foreign { what: &'static str },
    /// An answer that doesn't read as the contract says: what was asked, and where it failed.
    #[error("unreadable {what}: {field}")]
    Unreadable { what: &'static str, field: String },
}

/// The text of an error answer, where it has one.
pub(super) fn message_of(body: &[u8]) -> Option<String> {
    let answer = json::parse(body).ok()?;
    let message = json::field(&answer, "message").and_then(Value::as_str)?;
    (!message.trim().is_empty()).then(|| message.to_owned())
}

/// Words an error answer. `body` may be empty (contract/conventions.md 4.4).
pub(super) fn from_answer(status: u16, body: &[u8], retry_after: Option<u64>, request: Option<String>) -> ApiError {
    let answer = json::parse(body).unwrap_or(Value::Null);
    let message = json::field(&answer, "message")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let mut fields = Vec::new();
    for (field, texts) in json::field(&answer, "validationErrors")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let texts = texts.as_array().into_iter().flatten().filter_map(Value::as_str);
        fields.extend(texts.map(|text| (field.clone(), text.to_owned())));
    }
    match status {
        400 | 402 | 409 | 422 => ApiError::Rejected {
            message: message.unwrap_or_default(),
            fields,
        },
        401 | 403 => ApiError::Forbidden { message },
        404 => ApiError::NotFound,
        413 => ApiError::TooLarge,
        429 => ApiError::TooMany { retry_after },
        _ => ApiError::Server { status, request },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_validation_answer_keeps_every_message_with_its_field() {
        let body = br#"{"object":"error","message":"The model state is invalid.",
            "validationErrors":{"Ciphers[12].Notes":["too long"],"":["general"]},"exceptionMessage":null}"#;
        let ApiError::Rejected { message, fields } = from_answer(400, body, None, None) else {
            panic!("rejected")
        };
        assert_eq!(message, "The model state is invalid.");
        assert!(fields.contains(&("Ciphers[12].Notes".into(), "too long".into())) && fields.len() == 2);
    }

    #[test]
    fn an_answer_of_another_shape_keeps_what_it_says() {
        let body = br#"{"Message":"No.","ValidationErrors":{"Name":"not a list","Email":[5,"bad"]}}"#;
        assert_eq!(
            from_answer(400, body, None, None),
            ApiError::Rejected {
                message: "No.".into(),
                fields: vec![("Email".into(), "bad".into())],
            }
        );
    }

    #[test]
    fn only_a_message_with_words_explains_a_refusal() {
        let of = |body: &str| message_of(body.as_bytes());
        assert_eq!(of(r#"{"message":"Unauthorized."}"#).as_deref(), Some("Unauthorized."));
        for silent in [
            "",
            "<!DOCTYPE html><html></html>",
            r#"{"message":" "}"#,
            r#"{"message":null}"#,
            r#"{"error":{"code":401,"reason":"Unauthorized","description":"The request requires user authentication."}}"#,
        ] {
            assert_eq!(of(silent), None, "{silent}");
        }
    }

    #[test]
    fn an_empty_body_still_gives_the_kind_of_refusal() {
        assert_eq!(from_answer(403, b"", None, None), ApiError::Forbidden { message: None });
        assert_eq!(
            from_answer(429, b"", Some(7), None),
            ApiError::TooMany { retry_after: Some(7) }
        );
        assert_eq!(
            from_answer(502, b"<html>", None, None),
            ApiError::Server {
                status: 502,
                request: None
            }
        );
    }
}

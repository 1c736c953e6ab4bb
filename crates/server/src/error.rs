//! How a refusal looks on the wire: contract/conventions.md sections 4 and 5.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// Every way a route can refuse. One variant per wire shape, not per cause.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 400 with a plain message.
    #[error("{0}")]
    Rejected(String),
    /// 400 "The model state is invalid." with messages per field (server property names, `""` for general).
    #[error("The model state is invalid.")]
    Invalid(Vec<(String, String)>),
    /// 401 with an empty body: no token, or an expired one.
    #[error("unauthenticated")]
    Unauthenticated,
    /// 401 "Unauthorized." in the standard shape: a rule that throws.
    #[error("{0}")]
    Unauthorized(String),
    /// 403 with an empty body: an attribute rule.
    #[error("forbidden")]
    Forbidden,
    /// 404 "Resource not found.": unknown or not permitted.
    #[error("Resource not found.")]
    NotFound,
    /// 408: what was begun to be sent didn't come on.
    #[error("The request took too long to arrive.")]
    TooSlow,
    /// 409 with a message.
    #[error("{0}")]
    Conflict(String),
    /// 413: more than this address takes.
    #[error("The request is too large.")]
    TooLarge,
    /// 421: the request names a host that this server doesn't go by.
    #[error("{0}")]
    Misdirected(String),
    /// 429 with `Retry-After` in seconds.
    #[error("Slow down! Too many requests.")]
    TooMany { retry_after: u64, period: String },
    /// 400 in the OAuth shape of the token endpoint (contract/identity.md 2.4): the ready JSON.
    #[error("{0}")]
    OAuth(Value),
    /// 503 with a message: not now.
    #[error("{0}")]
    Unavailable(String),
    /// 500: storage or a broken invariant. The detail goes to the log, never to the wire.
    #[error("internal: {0}")]
    Internal(String),
}

/// What routes return.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A 400 with this message.
    pub fn rejected(message: impl Into<String>) -> Self {
        Self::Rejected(message.into())
    }

    /// A 400 whose `validationErrors` names one field.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![(field.into(), message.into())])
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::NotFound,
            other => Self::Internal(other.to_string()),
        }
    }
}

fn standard(message: &str, validation: Value) -> Value {
    json!({
        "object": "error", "message": message, "validationErrors": validation,
        "exceptionMessage": null, "exceptionStackTrace": null, "innerExceptionMessage": null,
    })
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let with = |status, message: &str| (status, axum::Json(standard(message, Value::Null))).into_response();
        match self {
            Self::Rejected(message) => with(StatusCode::BAD_REQUEST, &message),
            Self::Invalid(fields) => {
                let mut errors = Map::new();
                for (field, message) in fields {
                    if let Value::Array(list) = errors.entry(field).or_insert_with(|| json!([])) {
                        list.push(Value::String(message));
                    }
                }
                let body = standard("The model state is invalid.", Value::Object(errors));
                (StatusCode::BAD_REQUEST, axum::Json(body)).into_response()
            }
            Self::Unauthenticated => StatusCode::UNAUTHORIZED.into_response(),
            Self::Unauthorized(message) => with(StatusCode::UNAUTHORIZED, &message),
            Self::Forbidden => StatusCode::FORBIDDEN.into_response(),
            Self::NotFound => with(StatusCode::NOT_FOUND, "Resource not found."),
            Self::TooSlow => with(StatusCode::REQUEST_TIMEOUT, "The request took too long to arrive."),
            Self::Conflict(message) => with(StatusCode::CONFLICT, &message),
            Self::TooLarge => with(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large."),
            Self::Misdirected(message) => with(StatusCode::MISDIRECTED_REQUEST, &message),
            Self::Unavailable(message) => with(StatusCode::SERVICE_UNAVAILABLE, &message),
            Self::TooMany { retry_after, period } => {
                let message = format!("Slow down! Too many requests. Try again in {period}.");
                let mut response = with(StatusCode::TOO_MANY_REQUESTS, &message);
                response.headers_mut().insert("retry-after", retry_after.into());
                response
            }
            Self::OAuth(body) => (StatusCode::BAD_REQUEST, axum::Json(body)).into_response(),
            Self::Internal(detail) => {
                tracing::error!(detail, "unhandled");
                with(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "An unhandled server error has occurred.",
                )
            }
        }
    }
}

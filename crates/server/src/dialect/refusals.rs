//! Refusals as this dialect words them: by status alone, or with a text in a shape of its own.
//! Source: contract/vaultwarden.md "Differences that hold everywhere" and the recorded exchanges.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

/// Nobody is signed in, or they may not do this: the two look alike.
pub const NOT_ALLOWED: StatusCode = StatusCode::UNAUTHORIZED;
/// A required property is missing or of the wrong kind.
pub const UNFIT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
/// There is no such route.
pub const NO_ROUTE: StatusCode = StatusCode::NOT_FOUND;

fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        UNFIT => (
            "Unprocessable Entity",
            "The request was well-formed but was unable to be followed due to semantic errors.",
        ),
        NO_ROUTE => ("Not Found", "The requested resource could not be found."),
        _ => ("Unauthorized", "The request requires user authentication."),
    }
}

/// A refusal that says no more than its status: JSON for whoever accepts it by name, else a page.
pub fn bare(status: StatusCode, headers: &HeaderMap) -> Response {
    let (reason, description) = words(status);
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accepts.is_some_and(|kinds| kinds.contains("application/json")) {
        let error = json!({ "code": status.as_u16(), "reason": reason, "description": description });
        return (status, axum::Json(json!({ "error": error }))).into_response();
    }
    let code = status.as_u16();
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n    <meta charset=\"utf-8\">\n    <title>{code} {reason}</title>\n\
         </head>\n<body>\n    <h1>{code}: {reason}</h1>\n    <p>{description}</p>\n</body>\n</html>"
    );
    (status, Html(page)).into_response()
}

/// A refusal with a text.
pub fn worded(said: &str) -> Value {
    json!({
        "message": said, "validationErrors": { "": [said] }, "errorModel": { "message": said, "object": "error" },
        "error": "", "error_description": "", "exceptionMessage": null, "exceptionStackTrace": null,
        "innerExceptionMessage": null, "object": "error",
    })
}

/// Said here without its last stop.
const WRONG_PASSWORD: &str = "Username or password is incorrect. Try again.";

/// What a 400 of the common routes becomes: `None` is the bare 422.
pub fn rejection(answer: &Value) -> Option<Value> {
    // The token endpoint: a second step that is wanted, and refusals without a text, have the common form.
    if answer.get("TwoFactorProviders2").is_some() {
        return Some(answer.clone());
    }
    if let Some(said) = answer["ErrorModel"]["Message"].as_str() {
        return Some(worded(if said == WRONG_PASSWORD {
            said.trim_end_matches('.')
        } else {
            said
        }));
    }
    let Some(message) = answer["message"].as_str() else {
        return Some(answer.clone());
    };
    let fields = answer["validationErrors"].as_object();
    let Some((field, said)) = fields.and_then(|fields| fields.iter().next()) else {
        return Some(worded(message));
    };
    let said = said[0].as_str().unwrap_or(message);
    let unfit = field.starts_with('$') || said.ends_with("is required.") || said.contains("could not be read");
    (!unfit).then(|| worded(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invalid(field: &str, said: &str) -> Value {
        json!({ "message": "The model state is invalid.", "validationErrors": { field: [said] } })
    }

    #[test]
    fn missing_and_malformed_properties_have_no_words_and_refused_values_have() {
        assert_eq!(rejection(&invalid("$", "The JSON is malformed: x.")), None);
        assert_eq!(rejection(&invalid("Email", "The Email field is required.")), None);
        let wrong = rejection(&invalid("MasterPasswordHash", "Invalid password."));
        assert_eq!(wrong.unwrap()["message"], "Invalid password.");
    }

    #[test]
    fn a_refusal_of_the_token_endpoint_without_words_stays_as_it_is() {
        let bare = json!({ "error": "invalid_grant" });
        assert_eq!(rejection(&bare), Some(bare.clone()));
        let wrong = json!({ "error": "invalid_grant", "ErrorModel": { "Message": WRONG_PASSWORD } });
        let said = &rejection(&wrong).unwrap()["errorModel"]["message"];
        assert_eq!(said, "Username or password is incorrect. Try again");
    }
}

//! True answers with some values exchanged, as a server that means harm would send them.

use axum::body::Body;
use axum::http::header;
use axum::response::Response;
use serde_json::{Map, Value};

/// Answers are far smaller; a list of 10,000 members has 6 MB.
const LARGEST: usize = 32 * 1024 * 1024;

/// The answer with the values that these JSON pointers name set to others, or left out where the other is null. A pointer
/// that leads nowhere adds its last property. What is no JSON stays as it is.
pub async fn alter(response: Response, values: &Map<String, Value>) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, LARGEST).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let Ok(mut answer) = serde_json::from_slice::<Value>(&bytes) else {
        return Response::from_parts(parts, bytes.into());
    };
    for (pointer, value) in values {
        put(&mut answer, pointer, value);
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, answer.to_string().into())
}

fn put(answer: &mut Value, pointer: &str, value: &Value) {
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        return;
    };
    match answer.pointer_mut(parent) {
        Some(Value::Object(parent)) if value.is_null() => {
            parent.remove(name);
        }
        Some(Value::Object(parent)) => {
            parent.insert(name.to_owned(), value.clone());
        }
        Some(Value::Array(parent)) => {
            if let Some(place) = name.parse().ok().and_then(|index: usize| parent.get_mut(index)) {
                *place = value.clone();
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_exchanged_added_and_left_out_by_pointer() {
        let mut answer = json!({ "a": { "b": 1, "c": 2 }, "list": [{ "id": 1 }, { "id": 2 }] });
        for (pointer, value) in [
            ("/a/b", json!("new")),
            ("/a/c", Value::Null),
            ("/a/d", json!(3)),
            ("/list/1/id", json!(9)),
            ("/list/0", json!("gone")),
            ("/nowhere/at/all", json!(1)),
            ("", json!(1)),
        ] {
            put(&mut answer, pointer, &value);
        }
        let expected = json!({ "a": { "b": "new", "d": 3 }, "list": ["gone", { "id": 9 }] });
        assert_eq!(answer, expected);
    }
}

//! Comparing an answer with a golden file by shape: property names and kinds of values, not the values themselves.

use serde_json::Value;

/// A golden file below `tests/contract`.
pub fn golden(path: &str) -> Value {
    let file = format!("{}/../../tests/contract/{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The answer has exactly the golden file's properties, each of the same kind. Null stands for any kind; every element of
/// a list must look like one of the golden elements, and an empty list proves nothing, so it fails unless golden is empty.
pub fn assert_like(answer: &Value, path: &str) {
    if let Err(difference) = like(answer, &golden(path), "") {
        panic!("{path}: {difference}\nanswer: {answer:#}");
    }
}

fn like(answer: &Value, golden: &Value, at: &str) -> Result<(), String> {
    match (answer, golden) {
        (Value::Null, _) | (_, Value::Null) => Ok(()),
        (Value::Object(answer), Value::Object(golden)) => {
            let missing: Vec<_> = golden.keys().filter(|key| !answer.contains_key(*key)).collect();
            let extra: Vec<_> = answer.keys().filter(|key| !golden.contains_key(*key)).collect();
            if !missing.is_empty() || !extra.is_empty() {
                return Err(format!("{at}: missing {missing:?}, extra {extra:?}"));
            }
            answer
                .iter()
                .try_for_each(|(key, value)| like(value, &golden[key], &format!("{at}.{key}")))
        }
        (Value::Array(answer), Value::Array(golden)) => {
            if at.is_empty() || at == ".data" {
                assert_eq!(answer.is_empty(), golden.is_empty(), "{at}: one list is empty");
            }
            for (index, value) in answer.iter().enumerate() {
                let tries: Vec<_> = golden
                    .iter()
                    .map(|each| like(value, each, &format!("{at}[{index}]")))
                    .collect();
                if !tries.is_empty() && tries.iter().all(Result::is_err) {
                    return tries.into_iter().next().unwrap();
                }
            }
            Ok(())
        }
        (Value::String(text), Value::String(model)) => {
            let dated = |text: &str| text.len() > 18 && text.ends_with('Z') && text.contains('T');
            if at.ends_with("Date") && dated(model) && !dated(text) {
                return Err(format!("{at}: {text} is not a date"));
            }
            if at.ends_with(".object") && text != model {
                return Err(format!("{at}: {text} instead of {model}"));
            }
            Ok(())
        }
        (Value::Bool(_), Value::Bool(_)) | (Value::Number(_), Value::Number(_)) => Ok(()),
        _ => Err(format!("{at}: {answer} instead of {golden}")),
    }
}

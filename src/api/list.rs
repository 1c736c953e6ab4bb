//! The contract's list wrapper (contract/conventions.md 3).

use serde::Deserialize;

/// `{ "object": "list", "data": […], "continuationToken": … }`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct List<T> {
    pub data: Vec<T>,
    /// Non-null on paged endpoints only.
    #[serde(default)]
    pub continuation_token: Option<String>,
}

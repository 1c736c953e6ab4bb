//! The contract's list wrapper (contract/conventions.md 3).

use crate::json::record;

record! {
    /// `{ "object": "list", "data": […], "continuationToken": … }`.
    #[derive(Debug)]
    pub struct List<T> {
        pub data: Vec<T>,
        /// Non-null on paged endpoints only.
        pub continuation_token: Option<String>,
    }
}

//! What was asked of the server and by whom: a ring in memory that tests read, without bodies, queries or secrets.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::state::AppState;

/// How many requests are remembered.
const LENGTH: usize = 20_000;

/// One answered request.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    pub method: String,
    /// Without the query.
    pub path: String,
    /// The e-mail address of the access token that came along, if it was a valid one.
    pub account: Option<String>,
    pub status: u16,
}

/// The ring; clones share it.
#[derive(Clone, Default, Debug)]
pub struct Journal(Arc<Mutex<VecDeque<Entry>>>);

impl Journal {
    /// Everything remembered, oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn push(&self, entry: Entry) {
        let mut ring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if ring.len() == LENGTH {
            ring.pop_front();
        }
        ring.push_back(entry);
    }
}

/// The middleware that writes it. What tests ask of the server itself leaves no trace.
pub async fn record(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let path = request.uri().path().to_owned();
    if path.starts_with("/__") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let account = crate::identity::tokens::caller_from(&parts, &state)
        .ok()
        .map(|caller| caller.email);
    let response = next.run(Request::from_parts(parts, body)).await;
    state.journal.push(Entry {
        method,
        path,
        account,
        status: response.status().as_u16(),
    });
    response
}

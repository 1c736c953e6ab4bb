//! What was asked of the server and by whom: a ring in memory that tests read, without bodies, queries or secrets.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::state::AppState;

/// How many requests are remembered, and how many bytes of a path or a method.
const LENGTH: usize = 20_000;
const LONGEST: usize = 256;

/// One answered request.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    pub method: String,
    /// Without the query, and cut where it is longer than any address of this server.
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

/// The middleware that writes it, where `Config::journal` asks for it. What tests ask of the server itself leaves no trace.
pub async fn record(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if !state.config.journal || request.uri().path().starts_with("/__") {
        return next.run(request).await;
    }
    let method = cut(request.method().as_str());
    let path = cut(request.uri().path());
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

fn cut(text: &str) -> String {
    text.get(..text.floor_char_boundary(LONGEST))
        .unwrap_or_default()
        .to_owned()
}

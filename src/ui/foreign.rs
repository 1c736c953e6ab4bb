//! How is a text of somebody else shown? As it is, and so that it never turns what stands beside it.

use leptos::prelude::*;

use crate::text::direction::{balanced, turns};

/// A name or another text that comes from a server, a file or a person, as a part of a view. In attributes and inside texts
/// `text::isolated` does the same.
pub fn foreign(text: impl Into<String>) -> AnyView {
    fn of(text: String) -> AnyView {
        if turns(&text) {
            view! { <bdi>{balanced(&text)}</bdi> }.into_any()
        } else {
            text.into_any()
        }
    }
    of(text.into())
}

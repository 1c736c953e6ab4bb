//! Reading and writing JSON without a generated visitor per type: everything goes through one [`Value`].
//!
//! `read` takes values apart, `items` the items of a long list one by one, `write` puts texts together, `record` has the two macros that make a struct or an enum
//! readable ([`record`]) or readable and writable ([`message`]). Knows nothing of the product.
//!
//! What is read is read tolerantly (contract/conventions.md 3): names in any casing, null like absent, unknown names
//! ignored, numbers also as texts. What doesn't fit is named by its path and never by its content, which may be secret.

mod items;
mod read;
mod record;
mod write;

pub use items::Items;
pub use read::{Fields, FromJson, Trail, Unfit, field, from_slice, from_str, from_value, parse};
pub(crate) use record::{message, record};
pub use serde_json::Value;
pub use write::{ToJson, Writer, texts, to_string};

#[cfg(test)]
mod tests;

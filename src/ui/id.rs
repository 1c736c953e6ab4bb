//! How do labels, hints and panels find each other? By ids that are unique in the document.

use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// A fresh element id, such as `field-7`.
pub fn fresh_id(prefix: &str) -> String {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{prefix}-{number}")
}

#[cfg(test)]
mod tests {
    use super::fresh_id;

    #[test]
    fn two_ids_with_the_same_prefix_differ() {
        assert_ne!(fresh_id("field"), fresh_id("field"));
    }
}

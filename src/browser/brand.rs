//! The colour that whoever runs the page has chosen for it.

/// Hands the colour to the style sheet, which makes its accents of it.
pub fn wear(accent: &str) {
    if let Some(top) = super::document::top() {
        // Both fail only for what is no name and no value.
        let _ = top.style().set_property("--brand", accent);
        let _ = top.set_attribute("data-brand", "");
    }
}

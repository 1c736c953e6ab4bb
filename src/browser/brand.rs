//! The colour that whoever runs the page has chosen for it.

use wasm_bindgen::JsCast;

/// Hands the colour to the style sheet, which makes its accents of it.
pub fn wear(accent: &str) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element())
        .and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(root) = root {
        // Both fail only for what is no name and no value.
        let _ = root.style().set_property("--brand", accent);
        let _ = root.set_attribute("data-brand", "");
    }
}

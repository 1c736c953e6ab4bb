//! Handing a file to the person.

use wasm_bindgen::JsCast;

/// Saves text under this name. `mime` is the media type with its charset.
pub fn save_text(name: &str, mime: &str, text: &str) {
    let save = || -> Option<()> {
        let document = web_sys::window()?.document()?;
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(mime);
        let parts = js_sys::Array::of1(&text.into());
        let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
        let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        let link: web_sys::HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
        link.set_href(&url);
        link.set_download(name);
        link.click();
        web_sys::Url::revoke_object_url(&url).ok()
    };
    // Without a document there is nobody to hand it to.
    let _ = save();
}

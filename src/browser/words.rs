//! The words, which `boot.js` fetches: those it has put on its element before the page starts, and others when asked.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

pub(super) fn property(name: &str) -> Option<(JsValue, JsValue)> {
    let boot: JsValue = super::document::boot_element()?.into();
    let value = Reflect::get(&boot, &name.into()).ok()?;
    Some((boot, value))
}

/// The tag of the language that the page starts in, and its words.
pub fn first() -> Option<(String, String)> {
    let text = |name| property(name)?.1.as_string();
    Some((text("language")?, text("words")?))
}

/// Fetches the words of a language; `None` when they don't arrive or aren't those that were built.
pub async fn fetch(language: &str) -> Option<String> {
    let (boot, fetch) = property("fetchWords")?;
    let fetch: Function = fetch.dyn_into().ok()?;
    let promise: Promise = fetch.call1(&boot, &language.into()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

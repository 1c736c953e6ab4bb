//! What the boot script hands the page: words, settings, where the built files are; in a host's page also what the host wants
//! and whom to tell.

use std::cell::RefCell;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static BOOT: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

/// Takes over what a boot script hands; `undefined` lets go of it.
pub fn hold(boot: JsValue) {
    BOOT.set(boot);
}

/// A text of the boot script.
pub fn text(name: &str) -> Option<String> {
    property(name)?.as_string()
}

/// Tells the host, if there is one.
pub fn tell(what: &str, value: &str) {
    // A host that fails while it listens is not our failure.
    let _ = call("tell", &[what, value]);
}

/// Whether somebody wants to be told.
pub fn is_hosted() -> bool {
    property("tell").is_some_and(|tell| tell.is_function())
}

/// What a function of the boot script promises as a text; `None` where it doesn't keep that.
pub(super) async fn promised(name: &str, arguments: &[&str]) -> Option<String> {
    let promise: Promise = call(name, arguments)?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

pub(super) fn call(name: &str, arguments: &[&str]) -> Option<JsValue> {
    let function: Function = property(name)?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().map(|text| JsValue::from_str(text)).collect();
    function.apply(&JsValue::UNDEFINED, &arguments).ok()
}

fn property(name: &str) -> Option<JsValue> {
    BOOT.with_borrow(|boot| Reflect::get(boot, &name.into()).ok())
}

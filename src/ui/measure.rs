//! Who is told when an element becomes higher or wider?

use leptos::prelude::on_cleanup;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Measures again whenever the element changes its size, until the present owner is gone.
pub fn watch_size(element: &Element, measure: impl FnMut() + 'static) {
    let changed = Closure::<dyn FnMut()>::new(measure);
    // Every browser in use has ResizeObserver; without it the first measure stands.
    let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else {
        return;
    };
    observer.observe(element);
    let held = SendWrapper::new((observer, changed));
    on_cleanup(move || held.take().0.disconnect());
}

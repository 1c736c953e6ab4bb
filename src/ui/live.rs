//! What changes by itself in a view, as few types: the framework makes its code again for every type of closure it is given, and
//! a page has hundreds. Boxed here, all of them share one copy.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;

/// A part of a view or the value of an attribute that is made anew when what it reads changes.
pub type Live<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// A value for an attribute or a text, read anew when it changes.
pub fn live<T: 'static>(read: impl FnMut() -> T + Send + 'static) -> Live<T> {
    Arc::new(Mutex::new(read))
}

/// A part of a view that is drawn anew when what it reads changes.
pub fn drawn<V: IntoAny>(mut draw: impl FnMut() -> V + Send + 'static) -> Live<AnyView> {
    Arc::new(Mutex::new(move || draw().into_any()))
}

/// A signal computed from others; `Signal::derive` with one kind of function.
pub fn derived<T: Send + Sync + 'static>(read: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    fn of<T: Send + Sync + 'static>(read: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T> {
        Signal::derive(read)
    }
    of(Box::new(read))
}

/// Parts of a view by number: a number that stays keeps its part as it is, with the focus in it.
pub fn keyed(
    numbers: impl Fn() -> Vec<u32> + Send + Sync + 'static,
    draw: impl Fn(u32) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    type Numbers = Box<dyn Fn() -> Vec<u32> + Send + Sync>;
    type Draw = Arc<dyn Fn(u32) -> AnyView + Send + Sync>;
    fn of(numbers: Numbers, draw: Draw) -> AnyView {
        let children = move |number| draw(number);
        view! { <For each=numbers key=|number| *number children /> }.into_any()
    }
    of(Box::new(numbers), Arc::new(draw))
}

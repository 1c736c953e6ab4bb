//! Web storage as text. Only `session::storage` calls this for the session, `text`-free preferences for the rest.

use super::listener::Listener;

/// Which of the two stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// Until the tab closes.
    Session,
    /// Until cleared.
    Local,
}

fn open(store: Store) -> Option<web_sys::Storage> {
    let window = web_sys::window()?;
    match store {
        Store::Session => window.session_storage(),
        Store::Local => window.local_storage(),
    }
    .ok()
    .flatten()
}

/// The text under this name.
pub fn read(store: Store, name: &str) -> Option<String> {
    open(store)?.get_item(name).ok().flatten()
}

/// Keeps a text; false if it is not kept because the store is full or forbidden.
pub fn write(store: Store, name: &str, value: &str) -> bool {
    open(store).is_some_and(|storage| storage.set_item(name, value).is_ok())
}

/// Calls back when another tab has changed the local store, until the cleanup of who asks.
pub fn follow(mut changed: Box<dyn FnMut()>) {
    if let Some(window) = web_sys::window() {
        Listener::until_cleanup(window.into(), "storage", Box::new(move |_| changed()));
    }
}

/// Forgets it.
pub fn remove(store: Store, name: &str) {
    if let Some(storage) = open(store) {
        let _ = storage.remove_item(name);
    }
}

//! Web storage as text. Only `session::storage` calls this for the session, `text`-free preferences for the rest.

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

/// Keeps a text; a store that is full or forbidden keeps nothing.
pub fn write(store: Store, name: &str, value: &str) {
    if let Some(storage) = open(store) {
        let _ = storage.set_item(name, value);
    }
}

/// Forgets it.
pub fn remove(store: Store, name: &str) {
    if let Some(storage) = open(store) {
        let _ = storage.remove_item(name);
    }
}

//! Where the page is: its path and query as signals, kept by the browser's history or in memory.
//!
//! Paths here are the product's own: without the base under which the page is served. `base` knows that base, `query` the
//! part after the question mark, `links` which clicks are ours; `store` is what keeps the address, `history` and `memory`
//! its two kinds; `spots` where on a page one was. The memory kind is for a host page with a router of its own, which keeps the address bar for itself.

mod base;
mod history;
mod links;
mod memory;
pub mod query;
mod spots;
mod store;

use std::rc::Rc;

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::EventTarget;

use history::History;
use memory::Memory;
pub use spots::Spot;
use spots::Spots;
use store::Store;

use super::listener::Listener;

/// The current address; a handle to copy around.
#[derive(Clone, Copy)]
pub struct CurrentAddress {
    path: RwSignal<String>,
    query: RwSignal<String>,
    kept: StoredValue<SendWrapper<Rc<Kept>>>,
    spots: StoredValue<Spots>,
}

/// Whom to tell of every address we come to, without the base, and whether it takes the place of the one before.
pub type Tell = Box<dyn Fn(&str, bool)>;

struct Kept {
    base: String,
    store: Box<dyn Store>,
    tell: Tell,
}

impl Kept {
    /// The store's address in full with ours in it.
    fn full(&self, address: &str) -> String {
        format!("{}{}", self.base, base::without(&self.base, address))
    }

    /// Ours: path and query. `None` where the way back led out of our part of a host page.
    fn ours(&self) -> Option<(String, String)> {
        let current = self.store.current();
        let (path, query) = query::split(&current);
        Some((base::below(&self.base, path)?.to_owned(), query.to_owned()))
    }

    fn tell(&self, replaced: bool) {
        if let Some((path, query)) = self.ours() {
            let mark = if query.is_empty() { "" } else { "?" };
            (self.tell)(&format!("{path}{mark}{query}"), replaced);
        }
    }
}

/// The current address; below whoever provided it, which is the whole page.
pub fn use_current_address() -> CurrentAddress {
    expect_context()
}

impl CurrentAddress {
    /// The address bar, with the browser's way back and forth. `base` is where the page is served, empty for the root; a
    /// host's addresses beside it are none of ours.
    pub fn in_history(base: &str, tell: Tell) -> Self {
        let address = Self::new(base, Box::new(History), tell);
        if let Some(window) = web_sys::window() {
            Listener::until_cleanup(window.into(), "popstate", Box::new(move |_| address.come_back()));
        }
        address
    }

    /// A place of our own, beginning at an address. `base` is where the host shows the places it is told of: links have it.
    pub fn in_memory(start: &str, base: &str, tell: Tell) -> Self {
        let address = Self::new(base, Box::new(Memory::new(base)), tell);
        if let Some(kept) = address.kept() {
            kept.store.replace(&kept.full(start));
        }
        address.reread();
        address
    }

    fn new(base: &str, store: Box<dyn Store>, tell: Tell) -> Self {
        let kept = Kept {
            base: base::tidy(base),
            store,
            tell,
        };
        let address = Self {
            path: RwSignal::new("/".to_owned()),
            query: RwSignal::new(String::new()),
            kept: StoredValue::new(SendWrapper::new(Rc::new(kept))),
            spots: StoredValue::new(Spots::default()),
        };
        address.reread();
        address
    }

    /// The path, to read. It changes before the query does, so that what is drawn by path is asked first.
    pub fn path(self) -> RwSignal<String> {
        self.path
    }

    /// The query as it is written, to read: `query::parse` takes it apart.
    pub fn query(self) -> RwSignal<String> {
        self.query
    }

    /// What a link to this path has to say, base included.
    pub fn href(self, path: &str) -> String {
        self.kept()
            .map_or_else(|| path.to_owned(), |kept| format!("{}{path}", kept.base))
    }

    /// Goes to an address of ours, which begins with a slash; the base may be in front. `replace` leaves no way back to the
    /// present one; `scroll` shows the page from its top, or from the part that the address names.
    pub fn navigate(self, address: &str, replace: bool, scroll: bool) {
        let Some(kept) = self.kept() else { return };
        let href = kept.full(address);
        if replace {
            kept.store.replace(&href);
        } else if kept.store.current() != href {
            kept.store.push(&href);
            self.set_returned(false);
        }
        self.reread();
        kept.tell(replace);
        if scroll {
            kept.store.scroll();
        }
    }

    /// Puts an address in place of the present one and draws nothing: for pages that are about to go away. They come back
    /// there, by `reread`.
    pub fn leave_at(self, address: &str) {
        if let Some(kept) = self.kept() {
            kept.store.replace(&kept.full(address));
            kept.tell(true);
        }
    }

    /// One step back.
    pub fn back(self) {
        if let Some(kept) = self.kept() {
            kept.store.back();
            self.come_back();
        }
    }

    /// Takes over a step that was taken back or forth.
    fn come_back(self) {
        self.set_returned(true);
        self.reread();
        if let Some(kept) = self.kept() {
            kept.tell(true);
        }
    }

    fn set_returned(self, returned: bool) {
        self.spots.try_update_value(|spots| spots.returned = returned);
    }

    /// Takes over what the store says now.
    pub fn reread(self) {
        // In a host page, the way back may lead out of our part of it: what we show then is the host's matter.
        if let Some((path, query)) = self.kept().and_then(|kept| kept.ours()) {
            set_if_other(self.path, &path);
            set_if_other(self.query, &query);
        }
    }

    /// Follows our links below this element without loading anything, until the cleanup of who asks.
    pub fn follow_links(self, root: &EventTarget) {
        let heard = move |event: web_sys::Event| {
            let Some(kept) = self.kept() else { return };
            let to = links::read(&event).and_then(|click| links::destination(&click, &kept.base));
            if let Some(to) = to {
                event.prevent_default();
                self.navigate(&to, false, true);
            }
        };
        Listener::until_cleanup(root.clone(), "click", Box::new(heard));
    }

    /// `None` once the page is gone.
    fn kept(self) -> Option<Rc<Kept>> {
        self.kept.try_with_value(|kept| Rc::clone(kept))
    }
}

/// Signals tell of every `set`, and pages would be drawn anew for nothing.
fn set_if_other(signal: RwSignal<String>, now: &str) {
    if signal.try_with_untracked(|before| before != now) == Some(true) {
        signal.try_set(now.to_owned());
    }
}

#[cfg(test)]
mod tests;

//! What opens over any page by a shortcut: the palette of clients, pages and actions, and the list of shortcuts.
//!
//! `entries` is everything that can be found by this person at this place, `search` finds in it, `page` draws it.

mod entries;
mod page;
mod search;
mod shortcuts;

pub use page::Palette;
pub use shortcuts::ShortcutsDialog;

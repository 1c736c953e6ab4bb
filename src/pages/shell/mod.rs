//! The frame around every page of a signed-in person: bar, navigation, content.
//!
//! `page` is the frame itself, `switcher` the product switcher, `account` the account menu, `navigation` the list of
//! pages, `offline` the bar that says the network is gone, `lock_warning` the question before the session locks by itself,
//! `title` the tab's name and the focus after a change of page, `keys` the shortcuts, `paper` what stands over a printed page.

mod account;
mod keys;
mod lock_warning;
mod navigation;
mod offline;
mod page;
mod paper;
mod switcher;
mod title;

pub use lock_warning::LockWarning;
pub use page::Frame;

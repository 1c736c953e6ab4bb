//! Import data: a vault file into a client, in four steps. Choose, check, import, receipt. The items themselves stay in the
//! worker; here are counts only.

mod actions;
mod banners;
mod choose;
mod destination;
mod draft;
mod failed;
mod meter;
mod page;
mod phase;
mod preview;
mod receipt;
mod state;
mod trouble;
mod words;
mod working;

pub use page::ImportPage;

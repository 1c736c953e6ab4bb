//! Thin wrappers over the browser: what the rest of the page may ask of it. With `ui` (and embedding) the only place
//! where `web_sys` appears.

pub mod abort;
pub mod activity;
pub mod address;
pub mod blob;
pub mod boot;
pub mod brand;
pub mod bytes;
pub mod channel;
pub mod clock;
pub mod crash;
pub mod document;
pub mod download;
pub mod file;
pub mod intl;
pub mod keys;
pub mod leaving;
mod listener;
pub mod online;
pub mod print;
pub mod random;
pub mod report;
pub mod request;
pub mod slices;
pub mod storage;
pub mod tasks;
pub mod upload;
pub mod words;
pub mod worker;

/// What the page is mounted in.
pub use web_sys::HtmlElement as Root;

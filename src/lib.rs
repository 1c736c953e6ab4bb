//! The Provider Portal's page.
//!
//! `app` frames it and chooses the page by the address, `pages` has one folder per screen area, `ui` the house widgets,
//! `text` every word. `session` knows who is here and with which keys, `api` speaks the REST contract, `model` holds
//! decrypted things and the rules about them, `browser` wraps the browser, `place` spells every address, `json` reads and
//! writes JSON. `embed` puts the page where it is to stand. `background` is the worker's side; the program (`main.rs`) adds the
//! parts that are fetched when first needed.
//! Encryption is `crates/crypto`. Which folder may import which: `tests/house.rs`.

pub mod api;
pub mod app;
pub mod background;
pub mod browser;
pub mod embed;
pub mod json;
pub mod model;
pub mod pages;
pub mod place;
pub mod session;
pub mod text;
pub mod ui;

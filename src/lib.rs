//! The Provider Portal's page.
//!
//! `app` frames it and owns the routes, `pages` has one folder per screen area, `ui` the house widgets, `text` every
//! word. `session` knows who is here and with which keys, `api` speaks the REST contract, `model` holds decrypted things
//! and the rules about them, `browser` wraps the browser, `place` spells every address, `json` reads and writes JSON.
//! `background` is the worker's side. Encryption is `crates/crypto`. Which folder may import which: `tests/house.rs`.

pub mod api;
pub mod app;
pub mod background;
pub mod browser;
pub mod json;
pub mod model;
pub mod pages;
pub mod place;
pub mod session;
pub mod text;
pub mod ui;

/// Draws the page into the document; called once by the page's program.
pub fn mount() {
    browser::crash::set_hook();
    leptos::mount::mount_to_body(app::App);
}

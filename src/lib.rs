//! The Provider Portal's page.
//!
//! `app` frames it and chooses the page by the address, `pages` has one folder per screen area, `ui` the house widgets,
//! `text` every word. `session` knows who is here and with which keys, `api` speaks the REST contract, `model` holds
//! decrypted things and the rules about them, `browser` wraps the browser, `place` spells every address, `json` reads and
//! writes JSON. `background` is the worker's side; the program (`main.rs`) adds the parts that are fetched when first needed.
//! Encryption is `crates/crypto`. Which folder may import which: `tests/house.rs`.

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

use browser::address::CurrentAddress;
use leptos::prelude::provide_context;

/// Draws the page into the document; called once by the page's program, which knows where the parts are.
pub fn mount(parts: app::Parts) {
    browser::crash::set_hook();
    let Some(body) = browser::document::body() else { return };
    let root = body.clone();
    let page = move || {
        let address = CurrentAddress::in_history("");
        address.follow_links(&root);
        provide_context(address);
        provide_context(parts);
        app::App()
    };
    leptos::mount::mount_to(body, page).forget();
}

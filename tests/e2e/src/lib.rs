//! What the end-to-end tests are written with: a whole server in this process, real browsers, and a visitor who finds
//! things on screen as people do, by role and name.
//!
//! `world` is the server with its demo data, `visitor` a person at a browser, `words` what the product says in a language,
//! `files` the vault files that are imported, `keys` the demo accounts' keys opened beside the page, `official` the official
//! command-line client, `front` a web server before the server and `http` what is asked of it without a browser, `host` a
//! portal of the provider's own with ours in it, `tools` where browsers, drivers and packages lie, `engine` which
//! browser it is, `driver` the program that drives it and `screen` where one of them shows itself; `crowd` fills lists, and `relay` notes every byte that the browser sends.

pub mod crowd;
mod driver;
pub mod engine;
pub mod files;
pub mod front;
pub mod host;
pub mod http;
pub mod keys;
pub mod official;
pub mod relay;
mod screen;
pub mod tools;
pub mod visitor;
pub mod words;
pub mod world;

pub use engine::Engine;
pub use thirtyfour::Key;
pub use visitor::find::{Role, has};
pub use visitor::{Setup, Visitor};
pub use words::{Language, Words};
pub use world::World;

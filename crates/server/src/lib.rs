//! The embedded server: the REST contract on axum and SQLite, with real authentication, refusals, storage and demo data.
//!
//! `config` says what a server is started with, `state` what every route shares, `error` how refusals are worded on the
//! wire, `auth` who is calling, `access` what he may do; `routes/` has one file per resource, `dialect/` what another server does otherwise, `identity/` the sign-in,
//! `seed/` the demo data; `host`, `limits` and `patience` refuse before any of them is asked. Sources: contract/*.md; SPA and server share no wire types.

pub mod access;
pub mod auth;
pub mod body;
pub mod clock;
pub mod config;
pub mod db;
pub mod dialect;
pub mod error;
pub mod events;
pub mod faults;
pub mod host;
pub mod identity;
pub mod journal;
pub mod limits;
pub mod mail;
pub mod page;
pub mod patience;
mod private;
pub mod routes;
pub mod run;
pub mod seed;
pub mod state;
pub mod tls;

pub use config::Config;
pub use run::{Running, start};
pub use state::AppState;

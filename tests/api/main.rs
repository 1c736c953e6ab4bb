//! `api` and `session` against the embedded server's router, in process: no socket, no browser.
#![cfg(not(target_arch = "wasm32"))]

mod access;
mod queue;
mod sign_in;
mod tampered;
mod vaultwarden;
mod world;

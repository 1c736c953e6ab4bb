//! The built product in real Chromium, against a real server. One program, so that it is linked and its demo data made once.
//!
//! `main_job` is the reason for everything, by pointer and by `keyboard`; `sign_in`, `sessions`, `idle` and `roles` who gets in,
//! stays in and where to; `import` and `faults` what can go wrong on the way; `parts` and `config` what the page fetches beside
//! itself; `security` what must never be found anywhere; `official_client` that others read what was imported; `fronts` that the
//! page works behind the web servers of `deploy/`; `embed` that it works inside a provider's own portal.

mod ways;

mod config;
mod embed;
mod faults;
mod fronts;
mod idle;
mod import;
mod keyboard;
mod main_job;
mod official_client;
mod parts;
mod roles;
mod security;
mod sessions;
mod sign_in;

//! The built product in real Chromium, against a real server. One program, so that it is linked and its demo data made once.
//!
//! `main_job` is the reason for everything, by pointer and by `keyboard`; `sign_in`, `sessions`, `idle` and `roles` who gets in,
//! stays in and where to, `rights` what goes while the page is open, `drafts` what is typed and not sent; `import`, `faults` and
//! `everywhere` what can go wrong on the way, `crash` when the page itself fails; `parts`, `config` and `branding` what the page
//! fetches beside itself; `security` what must never be found anywhere, `tampered` what a server may not get away with,
//! `survival` what the page must bear; `official_client` that others read what was imported; `other_servers` that servers without
//! providers are served as well; `fronts` that the page works behind the web servers of `deploy/`; `sizes` that long lists, and
//! lists seen before, keep their place; `palette`, `desk`, `views` and `print` what makes a long day shorter.

mod ways;

mod branding;
mod config;
mod crash;
mod desk;
mod drafts;
mod everywhere;
mod faults;
mod fronts;
mod idle;
mod import;
mod keyboard;
mod main_job;
mod official_client;
mod other_servers;
mod palette;
mod parts;
mod print;
mod rights;
mod roles;
mod security;
mod sessions;
mod sign_in;
mod sizes;
mod survival;
mod tampered;
mod views;

//! The built product in real browsers, against a real server. One program, so that it is linked and its demo data made once.
//!
//! `main_job` is the reason for everything, by pointer and by `keyboard`; `by_keys` the other tasks with keys alone, `closely`
//! every state for everybody, `preferences` what a system asks for, `semantics` what is told to those who hear the page;
//! `sign_in`, `sessions`, `idle` and `roles` who gets in, stays in and where to, `rights` what goes while the page is open,
//! `drafts` what is typed and not sent; `import`, `faults` and `everywhere` what can go wrong on the way, `crash` when the page
//! itself fails, `outdated` when it can't even start; `parts`, `config` and `branding` what the page fetches beside itself;
//! `security` the policy around the page, `integrity` that nothing runs but what was built, `secrets` what must never be found
//! anywhere, `addresses` and `markup` what is planted by others, `tampered` what a server may not get away with, `survival` what the
//! page must bear; `official_client` that others read what was imported, `harmless` that no import keeps them from it; `other_servers`
//! that servers without providers are served as well; `fronts` that the page works behind the web servers of `deploy/`; `sizes`
//! that long lists, and lists seen before, keep their place, `finding` that what is sought in them is found, `fits` that things
//! have room, `memory` that pages left are gone; `palette`, `desk`, `views` and `print` what makes a long day shorter; `embed`
//! that it works inside a provider's own portal; `engines` that what matters most works in Firefox and WebKit too, where everything
//! else runs in Chromium.

mod ways;

mod addresses;
mod branding;
mod by_keys;
mod closely;
mod config;
mod crash;
mod desk;
mod drafts;
mod embed;
mod engines;
mod everywhere;
mod faults;
mod finding;
mod fits;
mod fronts;
mod harmless;
mod idle;
mod import;
mod integrity;
mod keyboard;
mod main_job;
mod markup;
mod memory;
mod official_client;
mod other_servers;
mod outdated;
mod palette;
mod parts;
mod preferences;
mod print;
mod rights;
mod roles;
mod secrets;
mod security;
mod semantics;
mod sessions;
mod sign_in;
mod sizes;
mod survival;
mod tampered;
mod views;

//! Who is here, is the vault open, with which keys. The only caller of `api::identity` and the only holder of keys.
//!
//! `state` is the session itself, `unlock` the way from a password to it, `keyring` its keys by slot, `claims` whose a token
//! is, `storage` what survives a reload (nothing secret), `drafts` what is typed and not sent, `desk` what a person keeps for
//! himself in this browser, `seen` lists kept for the way back, `looks` when a refusal is worth a look at the profile, `idle` when to lock by itself, `tabs` what this browser's tabs
//! tell each other, `worker` the second thread for slow key derivation, `failure` what can go wrong.

mod claims;
pub mod desk;
mod drafts;
pub mod failure;
pub mod idle;
pub mod keyring;
mod looks;
pub mod seen;
pub mod state;
pub mod storage;
mod tabs;
pub mod unlock;
pub mod worker;

pub use desk::{Desk, use_desk};
pub use failure::Failure;
pub use keyring::{Keyring, Slot};
pub use state::{Account, Ended, Locked, Open, Session, State, use_session};

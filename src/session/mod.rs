//! Who is here, is the vault open, with which keys. The only caller of `api::identity` and the only holder of keys.
//!
//! `state` is the session itself, `unlock` the way from a password to it, `keyring` its keys by slot, `storage` what
//! survives a reload (nothing secret), `worker` the second thread for slow key derivation, `failure` what can go wrong.

pub mod failure;
pub mod keyring;
pub mod state;
pub mod storage;
pub mod unlock;
pub mod worker;

pub use failure::Failure;
pub use keyring::{Keyring, Slot};
pub use state::{Account, Ended, Open, Session, State, use_session};

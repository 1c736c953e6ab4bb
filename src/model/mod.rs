//! Decrypted things and the rules about them: pure, no I/O, no signals. Records come from `api`, keys from whoever asks.

pub mod access;
pub mod branding;
pub mod client;
pub mod collection;
pub mod csv;
pub mod direction;
pub mod directory;
pub mod import;
pub mod member;
pub mod opened;
pub mod search;
pub mod server;

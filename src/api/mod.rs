//! The REST contract, typed: one file per resource, named as the contract names it. Carries encrypted texts through
//! untouched; never encrypts or decrypts.

pub mod accounts;
mod answer;
pub mod client;
pub mod collections;
pub mod config;
pub mod error;
pub mod groups;
pub mod identity;
pub mod ids;
pub mod import;
pub mod list;
pub mod members;
pub mod organizations;
pub mod pace;
pub mod policies;
pub mod providers;
mod queue;
pub mod servers;
pub mod transport;

pub use client::{Api, Device, Token, Tokens};
pub use error::ApiError;
pub use servers::{BadConfig, Servers};

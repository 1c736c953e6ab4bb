//! The Provider Portal.

pub mod clients;

//! The Admin Console of one client.

mod frame;

pub mod collections;
pub mod groups;
pub mod import;
pub mod members;
pub mod overview;

pub use frame::ConsoleFrame;

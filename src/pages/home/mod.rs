//! The start page, at the address without a path.

mod page;

pub use page::HomePage;

//! Admin Console → Collections: their names and who reaches them, never what they contain.

mod details;
mod page;
mod row;
mod state;
mod table;

pub use page::CollectionsPage;

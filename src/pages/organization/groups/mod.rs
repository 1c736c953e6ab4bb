//! Admin Console → Groups: who is in them and which collections they reach.

mod details;
mod page;
mod row;
mod state;
mod table;

pub use page::GroupsPage;

//! Admin Console → Members: everybody with role, status, two-step login, recovery and groups.

mod page;
mod row;
mod state;
mod table;

pub use page::MembersPage;

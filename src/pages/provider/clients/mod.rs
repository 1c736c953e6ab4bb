//! Provider Portal → Clients: every client with its seats, plan and state.

mod page;
mod row;
mod state;
mod table;
mod toolbar;

pub use page::ClientsPage;

//! Admin Console → Overview: a client's facts, each part read and failing on its own.

mod figures;
mod note;
mod page;
mod state;

pub use page::OverviewPage;

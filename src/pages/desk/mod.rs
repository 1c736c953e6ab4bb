//! What a person keeps for himself in this browser: a list's columns and views, and all of it at a glance.

mod columns;
mod kept;
mod views;

pub use kept::KeptDialog;
pub use views::ViewsDialog;

//! Importing a vault file into a client: from a file's bytes to a report by counts, and to the encrypted body.
//!
//! `file` tells what a file is, `json` and `table` (with `rows` and `addresses`) read it into the plain items of `item`, with `date` and
//! `ssh` for what official clients need in one form; `name` names those without one, `limits` holds them against the server's
//! lengths, `report` sums up by counts, `seal` encrypts, `job` is the worker's door to all of it, `receipt` what remains afterwards
//! and `refusal` how a server's refusal is traced back to the file. Runs in the worker: the page never holds an item. Source:
//! contract/import.md.

mod addresses;
pub mod date;
pub mod fault;
pub mod file;
mod halves;
pub mod item;
pub mod job;
mod json;
pub mod limits;
mod name;
pub mod receipt;
pub mod refusal;
pub mod report;
mod rows;
mod seal;
mod ssh;
mod table;

pub use fault::{Fault, Loss, Part, Problem, Row, What};
pub use file::{Parsed, Source, Unusable};
pub use item::Kind;
pub use job::{Answer, Desk, Job};
pub use report::{Block, Destination, Existing, Outcome, Report};

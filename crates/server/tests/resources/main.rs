//! The resources of a client organization against the contract: for every caller, the answer or the refusal.

mod collections;
mod groups;
mod import;
mod import_fields;
mod items;
mod members;
mod organizations;
mod policies;
mod providers;
mod shape;
mod vaultwarden;
mod world;

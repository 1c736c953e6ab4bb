//! Does the library hold for every input what the known answers show for some? Nothing altered ever opens, nothing from
//! outside makes it panic, and what it writes it reads.

#[path = "properties/altered.rs"]
mod altered;
#[path = "properties/arbitrary.rs"]
mod arbitrary;
#[path = "properties/batch.rs"]
mod batch;
#[path = "properties/keys.rs"]
mod keys;
#[path = "properties/passwords.rs"]
mod passwords;
#[path = "properties/round_trips.rs"]
mod round_trips;
#[path = "properties/rsa.rs"]
mod rsa;

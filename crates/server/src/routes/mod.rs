//! Every address the server answers, one file per resource; each gives its router with full paths.

pub mod accounts;
pub mod billing;
pub mod collections;
pub mod devices;
pub mod groups;
pub mod import;
pub mod items;
pub mod keys;
pub mod members;
pub mod organizations;
pub mod policies;
mod profile;
pub mod providers;
mod reported;
mod secret;
pub mod service;
pub mod sync;
pub mod two_factor;
pub mod wire;

use axum::Router;

use crate::dialect::{self, Dialect};
use crate::state::AppState;

/// All of them together, with the standard 404 for an unknown address below the API.
pub fn all(dialect: Dialect) -> Router<AppState> {
    if dialect.has_providers() {
        common()
            .merge(providers::routes())
            .merge(billing::routes())
            .merge(policies::routes())
            .merge(import::routes())
    } else {
        common().merge(dialect::routes())
    }
}

/// What every dialect has.
fn common() -> Router<AppState> {
    Router::new()
        .merge(service::routes())
        .merge(crate::identity::routes())
        .merge(accounts::routes())
        .merge(sync::routes())
        .merge(keys::routes())
        .merge(devices::routes())
        .merge(two_factor::routes())
        .merge(organizations::routes())
        .merge(members::routes())
        .merge(groups::routes())
        .merge(collections::routes())
        .merge(items::routes())
        .merge(reported::routes())
}

//! Import of encrypted items into an organization, the one way a provider user puts items into a client's vault
//! (contract/import.md, contract/provider-access.md section 4).

pub mod any_case;
pub mod body;
pub mod encrypted;
pub mod store;

use std::collections::HashMap;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::routing::post;
use rusqlite::Connection;

use self::body::Import;
use super::collections::managed;
use super::wire::Params;
use crate::access::Standing;
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::state::AppState;

/// The largest body taken, in bytes: 40,000 long items are about 150 MB.
pub const LARGEST_BODY: usize = 512 * 1024 * 1024;

/// Counts of contract/import.md "Limits".
const MOST_CIPHERS: usize = 40_000;
const MOST_COLLECTIONS: usize = 2_000;
const MOST_FOLDERS: usize = 2_000;
const MOST_RELATIONSHIPS: usize = 80_000;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/ciphers/import-organization", post(import))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

async fn import(State(state): State<AppState>, caller: Caller, params: Params, body: Bytes) -> Result<()> {
    let organization = params.id("organizationId")?;
    let now = state.clock.stamp();
    let user = caller.user_id.clone();
    // Large bodies take a moment to read; the database stays free for others meanwhile.
    let import = tokio::task::spawn_blocking(move || read(&body, &user))
        .await
        .map_err(|error| Error::Internal(error.to_string()))??;
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &organization)?;
            let existing = store::existing(connection, &organization, &import)?;
            permit(connection, &standing, &organization, &import, &existing)?;
            let importer = standing.member.as_ref().map(|(id, ..)| id.as_str());
            store::store(connection, &organization, importer, import, existing, &now)
        })
        .await
}

/// The body, with every field checked and the counts within the limits.
fn read(body: &[u8], user: &str) -> Result<Import> {
    if body.is_empty() {
        return Err(Error::invalid("", "A non-empty request body is required."));
    }
    let import: Import = any_case::from_slice(body).map_err(|error| Error::invalid("$", error.to_string()))?;
    let errors = import.check();
    if !errors.0.is_empty() {
        return Err(Error::Invalid(errors.0));
    }
    if import.ciphers.len() > MOST_CIPHERS
        || import.collections.len() > MOST_COLLECTIONS
        || import.folders.len() > MOST_FOLDERS
        || import.collection_relationships.len() > MOST_RELATIONSHIPS
        || import.folder_relationships.len() > MOST_RELATIONSHIPS
    {
        return Err(Error::rejected("You cannot import this much data at once."));
    }
    let foreign = |cipher: &body::Cipher| {
        cipher
            .encrypted_for
            .as_deref()
            .is_some_and(|sealed_for| !sealed_for.eq_ignore_ascii_case(user))
    };
    if import.ciphers.iter().any(foreign) {
        return Err(Error::rejected(
            "The items were not encrypted for the current user. Please try again.",
        ));
    }
    Ok(import)
}

/// Who may import what: those with `accessImportExport` and provider users always; other members as far as they may
/// create collections and edit the ones they name.
fn permit(
    connection: &Connection,
    standing: &Standing,
    organization: &str,
    import: &Import,
    existing: &HashMap<usize, String>,
) -> Result<()> {
    if standing.is_stranger() {
        return Err(Error::Unauthorized("Unauthorized.".into()));
    }
    if !standing.may(|flags| flags.access_import_export) {
        let (may_create, may_edit_any) = (
            standing.may(|flags| flags.create_new_collections) || !creation_is_limited(connection, organization)?,
            standing.may(|flags| flags.edit_any_collection),
        );
        let managed = managed(connection, standing)?;
        let creates = existing.len() < import.collections.len();
        let allowed = !import.collections.is_empty()
            && (!creates || may_create)
            && existing.values().all(|id| may_edit_any || managed.contains(id));
        if !allowed {
            return Err(Error::rejected(
                "Not enough privileges to import into this organization.",
            ));
        }
    }
    if import.ciphers.is_empty() && import.collections.is_empty() {
        return Err(Error::rejected("No organization ID found in the import data."));
    }
    let (most, held): (Option<i64>, i64) = connection.query_row(
        "SELECT o.max_collections, (SELECT COUNT(*) FROM collections c WHERE c.organization_id = o.id)
         FROM organizations o WHERE o.id = ?1",
        [organization],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    // All posted collections count, the existing ones too.
    let posted = i64::try_from(import.collections.len()).unwrap_or(i64::MAX);
    match most {
        Some(most) if posted > 0 && held.saturating_add(posted) > most => Err(Error::rejected(format!(
            "This organization can only have a maximum of {most} collections."
        ))),
        _ => Ok(()),
    }
}

fn creation_is_limited(connection: &Connection, organization: &str) -> Result<bool> {
    let limited = connection.query_row(
        "SELECT limit_collection_creation FROM organizations WHERE id = ?1",
        [organization],
        |row| row.get(0),
    )?;
    Ok(limited)
}

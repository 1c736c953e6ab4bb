//! Import of encrypted items into an organization, the one way a provider user puts items into a client's vault
//! (contract/import.md, contract/provider-access.md section 4).

pub mod any_case;
pub mod body;
pub mod encrypted;
mod lists;
pub mod receive;
pub mod store;

use std::collections::HashMap;
use std::io::BufReader;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::routing::post;
use rusqlite::Connection;

use self::body::Import;
use self::receive::Arriving;
use super::collections::managed;
use super::wire::Params;
use crate::access::Standing;
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::state::AppState;

pub use self::receive::Room;

/// Where imports go.
pub const PATH: &str = "/api/ciphers/import-organization";

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, post(import))
}

async fn import(State(state): State<AppState>, caller: Caller, params: Params, body: Body) -> Result<()> {
    let organization = params.id("organizationId")?;
    let now = state.clock.stamp();
    let (asking, into) = (caller.clone(), organization.clone());
    let at_all = state
        .db
        .call(move |connection| may_at_all(connection, &Standing::of(connection, &asking, &into)?, &into))
        .await;
    if let Err(refusal) = at_all {
        receive::pass(body).await;
        return Err(refusal);
    }
    let user = caller.user_id.clone();
    // The database stays free for others while a large body arrives.
    let (import, place) = receive::receive(&state, body, move |body| read(body, &user)).await?;
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &organization)?;
            let existing = store::existing(connection, &organization, &import)?;
            permit(connection, &standing, &organization, &import, &existing)?;
            let importer = standing.member.as_ref().map(|(id, ..)| id.as_str());
            store::store(connection, &organization, importer, import, existing, &now)?;
            drop(place);
            Ok(())
        })
        .await
}

/// The body, with every field checked and the counts within the limits.
fn read(body: &mut Arriving, user: &str) -> Result<Import> {
    let read = any_case::from_reader(BufReader::with_capacity(64 * 1024, &mut *body));
    let import: Import = match read {
        Ok(import) => import,
        Err(_) if body.was_empty() => return Err(Error::invalid("", "A non-empty request body is required.")),
        Err(error) => {
            return Err(match lists::too_many(&error) {
                Some(text) => Error::rejected(text),
                None => Error::invalid("$", error.to_string()),
            });
        }
    };
    let errors = import.check();
    if !errors.0.is_empty() {
        return Err(Error::Invalid(errors.0));
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

/// Refuses whoever may import nothing here, whatever it is: before the body is read.
fn may_at_all(connection: &Connection, standing: &Standing, organization: &str) -> Result<()> {
    if standing.is_stranger() {
        return Err(Error::Unauthorized("Unauthorized.".into()));
    }
    let may = standing
        .may(|flags| flags.access_import_export || flags.create_new_collections || flags.edit_any_collection)
        || !creation_is_limited(connection, organization)?
        || !managed(connection, standing)?.is_empty();
    if may { Ok(()) } else { Err(not_enough()) }
}

fn not_enough() -> Error {
    Error::rejected("Not enough privileges to import into this organization.")
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
            return Err(not_enough());
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

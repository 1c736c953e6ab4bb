//! The import in this dialect: no limits but for the body, no folders, broken items and those of newer types dropped without a
//! word, and a relationship that leads nowhere noticed when items and earlier relationships are stored already, which stay
//! (contract/import.md "Vaultwarden differences").

use std::collections::HashMap;
use std::io::Read;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::routing::post;
use rusqlite::Connection;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::gate::has_everything;
use crate::access::Standing;
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::routes::collections::assigned;
use crate::routes::import::body::{Import, Pair};
use crate::routes::import::encrypted::Errors;
use crate::routes::import::{PATH, any_case, receive, store};
use crate::routes::wire::Params;
use crate::state::AppState;

/// The largest body taken, in bytes.
const LARGEST_BODY: u64 = 20_000_000;
/// Types 6 to 8 aren't known here.
const NEWEST_TYPE: i64 = 5;
const LONGEST_NOTE: usize = 10_000;

pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, post(import))
}

/// What a body must have besides the items: each collection says who gets it, if only by empty lists.
#[derive(Deserialize)]
#[allow(dead_code, reason = "only their being there is asked for")]
struct Required {
    collections: Vec<Access>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "as above")]
struct Access {
    groups: Vec<IgnoredAny>,
    users: Vec<IgnoredAny>,
}

async fn import(State(state): State<AppState>, caller: Caller, params: Params, body: Body) -> Result<()> {
    let organization = params.id("organizationId")?;
    let now = state.clock.stamp();
    let (asking, into) = (caller.clone(), organization.clone());
    let standing = state
        .db
        .call(move |connection| Standing::of(connection, &asking, &into))
        .await?;
    if let Err(refusal) = member_only(&standing) {
        receive::pass(body).await;
        return Err(refusal);
    }
    let (mut import, place) = receive::receive(&state, body, |body| {
        let mut bytes = Vec::new();
        // Why it couldn't be read, `receive` knows.
        body.take(LARGEST_BODY + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Error::Internal(error.to_string()))?;
        if bytes.len() as u64 > LARGEST_BODY {
            return Err(Error::TooLarge);
        }
        read(&bytes)
    })
    .await?;
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &organization)?;
            let existing = store::existing(connection, &organization, &import)?;
            permit(connection, &standing, &import, &existing)?;
            let fits = take_fitting(&mut import);
            // Nobody is given a right on a new collection, and what is stored stays.
            store::store(connection, &organization, None, import, existing, &now)?;
            drop(place);
            if fits {
                Ok(())
            } else {
                Err(Error::rejected("Invalid collection relationship"))
            }
        })
        .await
}

fn read(body: &[u8]) -> Result<Import> {
    let unreadable = |error: serde_json::Error| Error::invalid("$", error.to_string());
    any_case::from_slice::<Required>(body).map_err(unreadable)?;
    let mut import: Import = any_case::from_slice(body).map_err(unreadable)?;
    let long = |note: &String| note.len() > LONGEST_NOTE;
    if import
        .ciphers
        .iter()
        .any(|cipher| cipher.notes.as_ref().is_some_and(long))
    {
        return Err(Error::rejected(
            "The field Notes exceeds the maximum encrypted value length of 10000 characters.",
        ));
    }
    import.folders.clear();
    import.folder_relationships.clear();
    drop_broken(&mut import);
    Ok(import)
}

/// Takes broken items out; the relationships of those that stay follow them to their new places.
fn drop_broken(import: &mut Import) {
    let mut places = Vec::with_capacity(import.ciphers.len());
    let mut next = 0;
    import.ciphers.retain(|cipher| {
        let mut errors = Errors::default();
        cipher.check("", &mut errors);
        let whole = errors.0.is_empty() && cipher.kind <= NEWEST_TYPE;
        places.push(whole.then_some(next));
        next += i64::from(whole);
        whole
    });
    let place = |key: i64| usize::try_from(key).ok().and_then(|key| places.get(key));
    import
        .collection_relationships
        .retain_mut(|pair: &mut Pair| match place(pair.key) {
            Some(Some(place)) => {
                pair.key = *place;
                true
            }
            Some(None) => false,
            // It never led anywhere and is complained of later, wherever the items have moved to.
            None => {
                pair.key = i64::MAX;
                true
            }
        });
}

fn member_only(standing: &Standing) -> Result<()> {
    if standing.member.is_some() {
        return Ok(());
    }
    Err(Error::Unauthorized(
        "The current user isn't member of the organization.".into(),
    ))
}

fn permit(
    connection: &Connection,
    standing: &Standing,
    import: &Import,
    existing: &HashMap<usize, String>,
) -> Result<()> {
    member_only(standing)?;
    if has_everything(standing) {
        return Ok(());
    }
    let reachable = assigned(connection, standing)?;
    let writable = |id: &String| reachable.get(id).is_some_and(|access| !access.read_only);
    if existing.len() < import.collections.len() || !existing.values().all(writable) {
        return Err(Error::rejected("The current user can't write into these collections."));
    }
    Ok(())
}

/// Keeps the relationships before the first that leads to no item or no collection of the body; whether that is all of them.
fn take_fitting(import: &mut Import) -> bool {
    let inside = |index: i64, length: usize| usize::try_from(index).is_ok_and(|index| index < length);
    let (items, collections) = (import.ciphers.len(), import.collections.len());
    let bad = import
        .collection_relationships
        .iter()
        .position(|pair| !inside(pair.key, items) || !inside(pair.value, collections));
    if let Some(bad) = bad {
        import.collection_relationships.truncate(bad);
    }
    bad.is_none()
}

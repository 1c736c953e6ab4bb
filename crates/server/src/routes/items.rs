//! Vault items: a person's own clients read what he reaches, reports read an organization's, and nobody writes but by
//! import. Provider users are refused everything (contract/provider-access.md section 3); the one list that the contract would
//! give them, `organization-details`, isn't here for anybody as long as no page makes a report of it.

pub mod reach;
pub mod shape;

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::routing::{any, get};
use axum::{Json, Router};
use rusqlite::Connection;
use serde_json::{Value, json};

use self::shape::{COLUMNS, CipherRow};
use super::wire::{Params, list};
use crate::access::Standing;
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/ciphers", get(own).fallback(refuse))
        .route(
            "/api/ciphers/organization-details/assigned",
            get(assigned).fallback(refuse),
        )
        .route("/api/ciphers/{id}", get(one).fallback(refuse))
        .route("/api/ciphers/{id}/details", get(one_details).fallback(refuse))
        .route("/api/ciphers/{id}/full-details", get(one_details).fallback(refuse))
        .route("/api/ciphers/{id}/{*rest}", any(refuse))
        .route("/api/organizations/{id}/export", get(export))
}

/// Every way of touching an item that this server doesn't offer: provider users must be refused (sections 3.1 and 3.2),
/// and nobody else writes items one by one here.
async fn refuse(_caller: Caller) -> Error {
    Error::NotFound
}

async fn own(State(state): State<AppState>, caller: Caller) -> Result<Json<Value>> {
    state
        .db
        .call(move |connection| Ok(Json(list(reach::own(connection, &caller.user_id)?))))
        .await
}

async fn one(State(state): State<AppState>, caller: Caller, Path(id): Path<String>) -> Result<Json<Value>> {
    let id = id.to_ascii_lowercase();
    state
        .db
        .call(move |connection| reach::one(connection, &caller.user_id, &id, false).map(Json))
        .await
}

async fn one_details(State(state): State<AppState>, caller: Caller, Path(id): Path<String>) -> Result<Json<Value>> {
    let id = id.to_ascii_lowercase();
    state
        .db
        .call(move |connection| reach::one(connection, &caller.user_id, &id, true).map(Json))
        .await
}

async fn assigned(State(state): State<AppState>, caller: Caller, params: Params) -> Result<Json<Value>> {
    let organization = params.id("organizationId")?;
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &organization)?;
            standing.or_not_found(standing.member.is_some())?;
            let open: bool = connection.query_row(
                "SELECT allow_admin_access FROM organizations WHERE id = ?1",
                [&organization],
                |row| row.get(0),
            )?;
            let unassigned = matches!(standing.member, Some((_, 0 | 1, _))) && open
                || matches!(&standing.member, Some((_, 4, flags)) if flags.edit_any_collection);
            Ok(Json(list(reach::assigned(
                connection,
                &caller.user_id,
                &organization,
                unassigned,
            )?)))
        })
        .await
}

/// `GET /api/organizations/{id}/export` (contract/import.md "Export"): encrypted as stored.
async fn export(State(state): State<AppState>, caller: Caller, Path(id): Path<String>) -> Result<Json<Value>> {
    let id = id.to_ascii_lowercase();
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &id)?;
            standing.or_not_found(standing.member.is_some())?;
            let all = standing.member_may(|flags| flags.access_import_export);
            let mut collections = super::collections::shared(connection, &id)?;
            let mut items = everything(connection, &id)?;
            if !all {
                let managed = super::collections::managed(connection, &standing)?;
                collections.retain(|row| row["id"].as_str().is_some_and(|id| managed.contains(id)));
                items.retain(|row| {
                    row["collectionIds"]
                        .as_array()
                        .is_some_and(|ids| ids.iter().any(|id| id.as_str().is_some_and(|id| managed.contains(id))))
                });
            }
            Ok(Json(
                json!({ "object": "organizationExport", "collections": collections, "ciphers": items }),
            ))
        })
        .await
}

/// Every item of an organization as `cipherMiniDetails`, trashed ones too, without those that lie only in members' "My items"
/// collections.
fn everything(connection: &Connection, organization: &str) -> Result<Vec<Value>> {
    let mut shared: HashMap<String, Vec<String>> = HashMap::new();
    let mut personal = std::collections::HashSet::new();
    let mut ways = connection.prepare(
        "SELECT cc.cipher_id, cc.collection_id, k.type FROM collection_ciphers cc
         JOIN collections k ON k.id = cc.collection_id WHERE k.organization_id = ?1",
    )?;
    let mut rows = ways.query([organization])?;
    while let Some(row) = rows.next()? {
        let (cipher, collection, kind): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if kind == 0 {
            shared.entry(cipher).or_default().push(collection);
        } else {
            personal.insert(cipher);
        }
    }
    let mut statement = connection.prepare(&format!(
        "SELECT {COLUMNS} FROM ciphers c WHERE c.organization_id = ?1 ORDER BY c.creation_date, c.rowid"
    ))?;
    let mut out = Vec::new();
    for row in statement.query_map([organization], CipherRow::read)? {
        let row = row?;
        match shared.get(&row.id) {
            Some(collections) => out.push(row.mini_details(collections)),
            None if personal.contains(&row.id) => {}
            None => out.push(row.mini_details(&[])),
        }
    }
    Ok(out)
}

//! Groups of an organization, read (contract/groups-collections.md "Groups").

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Value, json};

use super::collections::{Access, managed};
use super::wire::{list, named};
use crate::access::Standing;
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/organizations/{org}/groups", get(groups))
        .route("/api/organizations/{org}/groups/details", get(details))
        .route("/api/organizations/{org}/groups/{id}", get(one))
        .route("/api/organizations/{org}/groups/{id}/details", get(one_details))
        .route("/api/organizations/{org}/groups/{id}/users", get(users))
}

fn group(row: &Row<'_>) -> rusqlite::Result<Value> {
    Ok(json!({
        "object": "group", "id": row.get::<_, String>(0)?, "organizationId": row.get::<_, String>(1)?,
        "name": row.get::<_, String>(2)?, "externalId": row.get::<_, Option<String>>(3)?,
    }))
}

fn all(connection: &Connection, org: &str) -> Result<Vec<Value>> {
    let mut statement = connection.prepare(
        "SELECT id, organization_id, name, external_id FROM groups WHERE organization_id = ?1 ORDER BY name, id",
    )?;
    let rows = statement.query_map([org], group)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn find(connection: &Connection, org: &str, id: &str) -> Result<Value> {
    connection
        .query_row(
            "SELECT id, organization_id, name, external_id FROM groups WHERE id = ?1 AND organization_id = ?2",
            [id, org],
            group,
        )
        .optional()?
        .ok_or(Error::NotFound)
}

/// The collections of every group of an organization, as selections.
fn selections(connection: &Connection, org: &str) -> Result<HashMap<String, Vec<Value>>> {
    let mut statement = connection.prepare(
        "SELECT cg.group_id, cg.collection_id, cg.read_only, cg.hide_passwords, cg.manage FROM collection_groups cg
         JOIN collections c ON c.id = cg.collection_id
         WHERE c.organization_id = ?1 AND c.type = 0 ORDER BY cg.rowid",
    )?;
    let mut rows = statement.query([org])?;
    let mut found: HashMap<String, Vec<Value>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(1)?;
        found
            .entry(row.get(0)?)
            .or_default()
            .push(Access::read(row, 2)?.selection(&id));
    }
    Ok(found)
}

fn with_collections(group: Value, selections: &mut HashMap<String, Vec<Value>>) -> Value {
    let collections = group["id"]
        .as_str()
        .and_then(|id| selections.remove(id))
        .unwrap_or_default();
    let mut out = named(group, "groupDetails");
    out["collections"] = collections.into();
    out
}

/// Names of groups are for whoever shares collections: besides the managers, members who may create collections or
/// manage one. The rule is an in-method one, so others get 404.
async fn groups(State(state): State<AppState>, caller: Caller, Path(org): Path<String>) -> Result<Json<Value>> {
    let org = org.to_ascii_lowercase();
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &org)?;
            let mut allowed = standing.may(|flags| {
                flags.create_new_collections || flags.manage_users || flags.manage_groups || flags.access_reports
            });
            if !allowed && standing.member.is_some() {
                let limited: bool = connection.query_row(
                    "SELECT limit_collection_creation FROM organizations WHERE id = ?1",
                    [&org],
                    |row| row.get(0),
                )?;
                allowed = !limited || !managed(connection, &standing)?.is_empty();
            }
            standing.or_not_found(allowed)?;
            Ok(Json(list(all(connection, &org)?)))
        })
        .await
}

async fn details(State(state): State<AppState>, caller: Caller, Path(org): Path<String>) -> Result<Json<Value>> {
    let org = org.to_ascii_lowercase();
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &org)?;
            if !standing.may(|flags| flags.manage_users || flags.manage_groups) {
                return Err(Error::Forbidden);
            }
            let mut selections = selections(connection, &org)?;
            let rows = all(connection, &org)?;
            Ok(Json(list(
                rows.into_iter()
                    .map(|row| with_collections(row, &mut selections))
                    .collect(),
            )))
        })
        .await
}

/// The group of the path, for those who manage groups.
fn manageable(connection: &Connection, caller: &Caller, org: &str, id: &str) -> Result<Value> {
    if !Standing::of(connection, caller, org)?.may(|flags| flags.manage_groups) {
        return Err(Error::Forbidden);
    }
    find(connection, org, id)
}

type OneOf = Path<(String, String)>;

async fn one(State(state): State<AppState>, caller: Caller, Path((org, id)): OneOf) -> Result<Json<Value>> {
    let (org, id) = (org.to_ascii_lowercase(), id.to_ascii_lowercase());
    state
        .db
        .call(move |connection| manageable(connection, &caller, &org, &id).map(Json))
        .await
}

async fn one_details(State(state): State<AppState>, caller: Caller, Path((org, id)): OneOf) -> Result<Json<Value>> {
    let (org, id) = (org.to_ascii_lowercase(), id.to_ascii_lowercase());
    state
        .db
        .call(move |connection| {
            let row = manageable(connection, &caller, &org, &id)?;
            Ok(Json(with_collections(row, &mut selections(connection, &org)?)))
        })
        .await
}

/// A bare array of member ids.
async fn users(State(state): State<AppState>, caller: Caller, Path((org, id)): OneOf) -> Result<Json<Value>> {
    let (org, id) = (org.to_ascii_lowercase(), id.to_ascii_lowercase());
    state
        .db
        .call(move |connection| {
            manageable(connection, &caller, &org, &id)?;
            let mut statement =
                connection.prepare("SELECT member_id FROM group_members WHERE group_id = ?1 ORDER BY rowid")?;
            let rows = statement.query_map([&id], |row| row.get::<_, String>(0))?;
            Ok(Json(json!(rows.collect::<rusqlite::Result<Vec<_>>>()?)))
        })
        .await
}

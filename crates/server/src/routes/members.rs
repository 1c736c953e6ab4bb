//! Members of an organization, read (contract/members.md "Reading"): the list for those who manage members, a reduced
//! list for account recovery, names alone for everybody inside.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Map, Value, json};

use super::collections::Access;
use super::organizations::permissions;
use super::wire::{Params, list};
use crate::access::Standing;
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/organizations/{org}/users", get(members))
        .route("/api/organizations/{org}/users/mini-details", get(mini_details))
        .route("/api/organizations/{org}/users/{id}", get(one))
}

const SELECT: &str = "SELECT m.id, m.user_id, m.type, m.status, m.external_id, m.access_secrets_manager, m.permissions,
    m.reset_password_key IS NOT NULL AS recovery, u.password_verifier IS NOT NULL AS has_password, u.name AS user_name,
    COALESCE(u.email, m.email) AS address, u.avatar_color, m.revocation_reason, m.creation_date,
    u.totp_secret IS NOT NULL OR u.email_two_factor IS NOT NULL AS two_factor
  FROM members m LEFT JOIN users u ON u.id = m.user_id WHERE m.organization_id = ?1";

/// What the list and the single member share.
fn base(row: &Row<'_>, object: &str) -> rusqlite::Result<Map<String, Value>> {
    let mut out = Map::new();
    out.insert("object".into(), object.into());
    out.insert("id".into(), row.get::<_, String>("id")?.into());
    out.insert("userId".into(), row.get::<_, Option<String>>("user_id")?.into());
    out.insert("type".into(), row.get::<_, i64>("type")?.into());
    out.insert("status".into(), row.get::<_, i64>("status")?.into());
    out.insert("externalId".into(), row.get::<_, Option<String>>("external_id")?.into());
    out.insert(
        "accessSecretsManager".into(),
        row.get::<_, bool>("access_secrets_manager")?.into(),
    );
    out.insert("accessPam".into(), false.into());
    // Left out altogether for rows older than custom roles.
    if let Some(stored) = row.get::<_, Option<String>>("permissions")? {
        out.insert("permissions".into(), permissions(Some(&stored)));
    }
    out.insert("resetPasswordEnrolled".into(), row.get::<_, bool>("recovery")?.into());
    out.insert("usesKeyConnector".into(), false.into());
    out.insert("hasMasterPassword".into(), row.get::<_, bool>("has_password")?.into());
    out.insert("claimedByOrganization".into(), false.into());
    out.insert("creationDate".into(), row.get::<_, String>("creation_date")?.into());
    Ok(out)
}

fn details(row: &Row<'_>) -> rusqlite::Result<Map<String, Value>> {
    let mut out = base(row, "organizationUserUserDetails")?;
    out.insert("name".into(), row.get::<_, Option<String>>("user_name")?.into());
    out.insert("email".into(), row.get::<_, Option<String>>("address")?.into());
    out.insert(
        "avatarColor".into(),
        row.get::<_, Option<String>>("avatar_color")?.into(),
    );
    out.insert("twoFactorEnabled".into(), row.get::<_, bool>("two_factor")?.into());
    out.insert("ssoBound".into(), false.into());
    out.insert(
        "revocationReason".into(),
        row.get::<_, Option<i64>>("revocation_reason")?.into(),
    );
    Ok(out)
}

/// Groups of every member of an organization, or of one.
fn groups_of(connection: &Connection, org: &str, member: Option<&str>) -> Result<HashMap<String, Vec<Value>>> {
    let mut statement = connection.prepare(
        "SELECT gm.member_id, gm.group_id FROM group_members gm JOIN groups g ON g.id = gm.group_id
         WHERE g.organization_id = ?1 AND (?2 IS NULL OR gm.member_id = ?2) ORDER BY g.name, g.id",
    )?;
    let mut rows = statement.query((org, member))?;
    let mut found: HashMap<String, Vec<Value>> = HashMap::new();
    while let Some(row) = rows.next()? {
        found
            .entry(row.get(0)?)
            .or_default()
            .push(row.get::<_, String>(1)?.into());
    }
    Ok(found)
}

/// Direct assignments of every member of an organization, or of one, without "My items".
fn collections_of(connection: &Connection, org: &str, member: Option<&str>) -> Result<HashMap<String, Vec<Value>>> {
    let mut statement = connection.prepare(
        "SELECT cm.member_id, cm.collection_id, cm.read_only, cm.hide_passwords, cm.manage FROM collection_members cm
         JOIN collections c ON c.id = cm.collection_id
         WHERE c.organization_id = ?1 AND c.type = 0 AND (?2 IS NULL OR cm.member_id = ?2) ORDER BY cm.rowid",
    )?;
    let mut rows = statement.query((org, member))?;
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

async fn members(
    State(state): State<AppState>,
    caller: Caller,
    Path(org): Path<String>,
    params: Params,
) -> Result<Json<Value>> {
    let org = org.to_ascii_lowercase();
    let (with_groups, with_collections) = (params.flag("includeGroups"), params.flag("includeCollections"));
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &org)?;
            let everybody = standing.may(|flags| flags.manage_users);
            standing.or_not_found(everybody || standing.may(|flags| flags.manage_reset_password))?;
            // Account recovery alone shows only whom it can recover: the confirmed and enrolled.
            let only = if everybody {
                ""
            } else {
                " AND m.status = 2 AND m.reset_password_key IS NOT NULL"
            };
            let mut groups = if with_groups {
                groups_of(connection, &org, None)?
            } else {
                HashMap::new()
            };
            let mut collections = if with_collections {
                collections_of(connection, &org, None)?
            } else {
                HashMap::new()
            };
            let mut statement = connection.prepare(&format!("{SELECT}{only} ORDER BY m.creation_date, m.rowid"))?;
            let rows = statement.query_map([&org], |row| {
                let mut out = details(row)?;
                let id: String = row.get("id")?;
                out.insert("collections".into(), collections.remove(&id).unwrap_or_default().into());
                out.insert("groups".into(), groups.remove(&id).unwrap_or_default().into());
                Ok(Value::Object(out))
            })?;
            Ok(Json(list(rows.collect::<rusqlite::Result<_>>()?)))
        })
        .await
}

async fn mini_details(State(state): State<AppState>, caller: Caller, Path(org): Path<String>) -> Result<Json<Value>> {
    let org = org.to_ascii_lowercase();
    state
        .db
        .call(move |connection| {
            if Standing::of(connection, &caller, &org)?.is_stranger() {
                return Err(Error::Forbidden);
            }
            let mut statement = connection.prepare(&format!("{SELECT} ORDER BY m.creation_date, m.rowid"))?;
            let rows = statement.query_map([&org], |row| {
                Ok(json!({
                    "object": "organizationUserUserMiniDetails", "id": row.get::<_, String>("id")?,
                    "userId": row.get::<_, Option<String>>("user_id")?, "type": row.get::<_, i64>("type")?,
                    "status": row.get::<_, i64>("status")?, "name": row.get::<_, Option<String>>("user_name")?,
                    "email": row.get::<_, Option<String>>("address")?,
                }))
            })?;
            Ok(Json(list(rows.collect::<rusqlite::Result<_>>()?)))
        })
        .await
}

async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path((org, id)): Path<(String, String)>,
    params: Params,
) -> Result<Json<Value>> {
    let (org, id) = (org.to_ascii_lowercase(), id.to_ascii_lowercase());
    let with_groups = params.flag("includeGroups");
    state
        .db
        .call(move |connection| {
            if !Standing::of(connection, &caller, &org)?.may(|flags| flags.manage_users) {
                return Err(Error::Forbidden);
            }
            let mut out = connection
                .query_row(&format!("{SELECT} AND m.id = ?2"), [&org, &id], |row| {
                    base(row, "organizationUserDetails")
                })
                .optional()?
                .ok_or(Error::NotFound)?;
            out.insert("ssoExternalId".into(), Value::Null);
            let collections = collections_of(connection, &org, Some(&id))?
                .remove(&id)
                .unwrap_or_default();
            out.insert("collections".into(), collections.into());
            if with_groups {
                let groups = groups_of(connection, &org, Some(&id))?.remove(&id).unwrap_or_default();
                out.insert("groups".into(), groups.into());
            }
            Ok(Json(Value::Object(out)))
        })
        .await
}

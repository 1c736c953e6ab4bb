//! Collections, read: who may see which, and who has access to them (contract/groups-collections.md "Collections").
//! Every refusal is 404. "My items" collections (type 1) are left out of every listing but a member's own.

use std::collections::{HashMap, HashSet};

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Value, json};

use super::wire::{list, named};
use crate::access::Standing;
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::events;
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/collections", get(mine))
        .route("/api/organizations/{org}/collections", get(of_organization))
        .route("/api/organizations/{org}/collections/details", get(details))
        .route("/api/organizations/{org}/collections/{id}", get(one))
        .route("/api/organizations/{org}/collections/{id}/details", get(one_details))
        .route("/api/organizations/{org}/collections/{id}/users", get(users))
}

const COLUMNS: &str = "c.id, c.organization_id, c.name, c.external_id, c.type, c.default_user_email";

fn collection(row: &Row<'_>) -> rusqlite::Result<Value> {
    Ok(json!({
        "object": "collection", "id": row.get::<_, String>(0)?, "organizationId": row.get::<_, String>(1)?,
        "name": row.get::<_, String>(2)?, "externalId": row.get::<_, Option<String>>(3)?, "type": row.get::<_, i64>(4)?,
        "defaultUserCollectionEmail": row.get::<_, Option<String>>(5)?,
    }))
}

/// What one member, group or caller may do with a collection: the access selection of contract/members.md.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Access {
    pub read_only: bool,
    pub hide_passwords: bool,
    pub manage: bool,
}

impl Access {
    /// Reads `read_only, hide_passwords, manage` starting at this column.
    pub(crate) fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            read_only: row.get(first)?,
            hide_passwords: row.get(first + 1)?,
            manage: row.get(first + 2)?,
        })
    }

    /// `{id, readOnly, hidePasswords, manage}`.
    pub(crate) fn selection(self, id: &str) -> Value {
        json!({ "id": id, "readOnly": self.read_only, "hidePasswords": self.hide_passwords, "manage": self.manage })
    }

    /// The more generous of two ways to the same collection.
    fn or(self, other: Self) -> Self {
        Self {
            read_only: self.read_only && other.read_only,
            hide_passwords: self.hide_passwords && other.hide_passwords,
            manage: self.manage || other.manage,
        }
    }
}

/// The shared collections of an organization, as `collection`.
pub(crate) fn shared(connection: &Connection, organization: &str) -> Result<Vec<Value>> {
    let mut statement = connection.prepare(&format!(
        "SELECT {COLUMNS} FROM collections c WHERE c.organization_id = ?1 AND c.type = 0 ORDER BY c.creation_date, c.rowid"
    ))?;
    let rows = statement.query_map([organization], collection)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What a membership reaches, itself or through its groups. A caller without membership reaches nothing.
pub(crate) fn assigned(connection: &Connection, standing: &Standing) -> Result<HashMap<String, Access>> {
    let Some((member, ..)) = &standing.member else {
        return Ok(HashMap::new());
    };
    let mut statement = connection.prepare(
        "SELECT collection_id, read_only, hide_passwords, manage FROM collection_members WHERE member_id = ?1
         UNION ALL
         SELECT cg.collection_id, cg.read_only, cg.hide_passwords, cg.manage FROM collection_groups cg
         JOIN group_members gm ON gm.group_id = cg.group_id WHERE gm.member_id = ?1",
    )?;
    let mut rows = statement.query([member])?;
    let mut found: HashMap<String, Access> = HashMap::new();
    while let Some(row) = rows.next()? {
        let access = Access::read(row, 1)?;
        found
            .entry(row.get(0)?)
            .and_modify(|known| *known = known.or(access))
            .or_insert(access);
    }
    Ok(found)
}

/// The collections the caller has "Can manage" on as a member.
pub(crate) fn managed(connection: &Connection, standing: &Standing) -> Result<HashSet<String>> {
    let reachable = assigned(connection, standing)?;
    Ok(reachable
        .into_iter()
        .filter(|(_, access)| access.manage)
        .map(|(id, _)| id)
        .collect())
}

/// A person's collections in every organization he is a confirmed member of, as `collectionDetails`: for
/// `GET /api/collections` and sync.
pub fn own(connection: &Connection, user: &str) -> Result<Vec<Value>> {
    let mut memberships = connection.prepare(
        "SELECT m.id, m.organization_id FROM members m JOIN organizations o ON o.id = m.organization_id
         WHERE m.user_id = ?1 AND m.status = 2 AND o.enabled = 1",
    )?;
    let mut statement = connection.prepare(&format!(
        "SELECT {COLUMNS} FROM collections c WHERE c.organization_id = ?1 ORDER BY c.creation_date, c.rowid"
    ))?;
    let mut out = Vec::new();
    let pairs = memberships.query_map([user], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    for pair in pairs {
        let (member, organization) = pair?;
        let standing = Standing {
            member: Some((member, 2, Default::default())),
            provider: None,
        };
        let reachable = assigned(connection, &standing)?;
        for row in statement.query_map([organization], collection)? {
            let row = row?;
            if let Some(access) = row["id"].as_str().and_then(|id| reachable.get(id)) {
                out.push(with_flags(named(row, "collectionDetails"), *access));
            }
        }
    }
    Ok(out)
}

fn with_flags(mut row: Value, access: Access) -> Value {
    row["readOnly"] = access.read_only.into();
    row["hidePasswords"] = access.hide_passwords.into();
    row["manage"] = access.manage.into();
    row
}

/// Who has access to the collections of one organization: selections of groups and of members, by collection.
struct AccessLists {
    groups: HashMap<String, Vec<Value>>,
    users: HashMap<String, Vec<Value>>,
    managed: HashSet<String>,
}

impl AccessLists {
    fn of(connection: &Connection, organization: &str) -> Result<Self> {
        let mut lists = Self {
            groups: HashMap::new(),
            users: HashMap::new(),
            managed: HashSet::new(),
        };
        let Self { groups, users, managed } = &mut lists;
        for (table, id, target) in [
            ("collection_groups", "group_id", groups),
            ("collection_members", "member_id", users),
        ] {
            let mut statement = connection.prepare(&format!(
                "SELECT a.collection_id, a.{id}, a.read_only, a.hide_passwords, a.manage FROM {table} a
                 JOIN collections c ON c.id = a.collection_id WHERE c.organization_id = ?1 ORDER BY a.rowid"
            ))?;
            let mut rows = statement.query([organization])?;
            while let Some(row) = rows.next()? {
                let (collection, whom, access): (String, String, _) = (row.get(0)?, row.get(1)?, Access::read(row, 2)?);
                if access.manage {
                    managed.insert(collection.clone());
                }
                target.entry(collection).or_default().push(access.selection(&whom));
            }
        }
        Ok(lists)
    }

    /// `collectionAccessDetails`.
    fn details(&mut self, row: Value, caller: Option<Access>) -> Value {
        let id = row["id"].as_str().unwrap_or_default().to_owned();
        let mut out = with_flags(named(row, "collectionAccessDetails"), caller.unwrap_or_default());
        out["groups"] = self.groups.remove(&id).unwrap_or_default().into();
        out["users"] = self.users.remove(&id).unwrap_or_default().into();
        out["assigned"] = caller.is_some().into();
        out["unmanaged"] = (!self.managed.contains(&id)).into();
        out
    }
}

async fn mine(State(state): State<AppState>, caller: Caller) -> Result<Json<Value>> {
    state
        .db
        .call(move |connection| Ok(Json(list(own(connection, &caller.user_id)?))))
        .await
}

async fn of_organization(
    State(state): State<AppState>,
    caller: Caller,
    Path(org): Path<String>,
) -> Result<Json<Value>> {
    let org = org.to_ascii_lowercase();
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &org)?;
            let mut rows = shared(connection, &org)?;
            let all = standing.may(|flags| {
                flags.edit_any_collection
                    || flags.delete_any_collection
                    || flags.access_import_export
                    || flags.manage_groups
            });
            if !all {
                let managed = managed(connection, &standing)?;
                rows.retain(|row| row["id"].as_str().is_some_and(|id| managed.contains(id)));
            }
            Ok(Json(list(rows)))
        })
        .await
}

async fn details(State(state): State<AppState>, caller: Caller, Path(org): Path<String>) -> Result<Json<Value>> {
    let org = org.to_ascii_lowercase();
    let now = state.clock.stamp();
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &org)?;
            let reachable = assigned(connection, &standing)?;
            let all = standing.may(|flags| {
                flags.edit_any_collection || flags.delete_any_collection || flags.manage_users || flags.manage_groups
            });
            let mut lists = AccessLists::of(connection, &org)?;
            let mut out = Vec::new();
            for row in shared(connection, &org)? {
                let access = row["id"].as_str().and_then(|id| reachable.get(id)).copied();
                if all || access.is_some_and(|access| access.manage) {
                    out.push(lists.details(row, access));
                }
            }
            events::client_vault_accessed(connection, &caller, &standing, &org, &now)?;
            Ok(Json(list(out)))
        })
        .await
}

/// One collection and what the caller, as a member, may do with it; 404 unless `right` or "Can manage" lets him read it.
fn readable(
    connection: &Connection,
    standing: &Standing,
    organization: &str,
    id: &str,
    right: impl Fn(&crate::access::Permissions) -> bool,
) -> Result<(Value, Option<Access>)> {
    let row = connection
        .query_row(
            &format!("SELECT {COLUMNS} FROM collections c WHERE c.id = ?1 AND c.organization_id = ?2 AND c.type = 0"),
            [id, organization],
            collection,
        )
        .optional()?
        .ok_or(Error::NotFound)?;
    let access = assigned(connection, standing)?.remove(id);
    standing.or_not_found(standing.may(right) || access.is_some_and(|access| access.manage))?;
    Ok((row, access))
}

type OneOf = Path<(String, String)>;

async fn one(State(state): State<AppState>, caller: Caller, Path((org, id)): OneOf) -> Result<Json<Value>> {
    let (org, id) = (org.to_ascii_lowercase(), id.to_ascii_lowercase());
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &org)?;
            let right = |flags: &crate::access::Permissions| flags.edit_any_collection || flags.delete_any_collection;
            Ok(Json(readable(connection, &standing, &org, &id, right)?.0))
        })
        .await
}

async fn one_details(State(state): State<AppState>, caller: Caller, Path((org, id)): OneOf) -> Result<Json<Value>> {
    let (org, id) = (org.to_ascii_lowercase(), id.to_ascii_lowercase());
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &org)?;
            let (row, access) = readable(connection, &standing, &org, &id, |flags| {
                flags.edit_any_collection || flags.delete_any_collection || flags.manage_users
            })?;
            Ok(Json(AccessLists::of(connection, &org)?.details(row, access)))
        })
        .await
}

async fn users(State(state): State<AppState>, caller: Caller, Path((org, id)): OneOf) -> Result<Json<Value>> {
    let (org, id) = (org.to_ascii_lowercase(), id.to_ascii_lowercase());
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &org)?;
            let right = |flags: &crate::access::Permissions| flags.edit_any_collection || flags.delete_any_collection;
            readable(connection, &standing, &org, &id, right)?;
            let mut lists = AccessLists::of(connection, &org)?;
            Ok(Json(lists.users.remove(&id).unwrap_or_default().into()))
        })
        .await
}

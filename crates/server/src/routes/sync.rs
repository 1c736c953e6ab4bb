//! One call with everything of one's own: profile, own items, and those of collections a membership reaches; nothing of
//! a client for a provider user. Source: contract/accounts.md section 2.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::wire::Params;
use super::{accounts, collections, items, profile, secret};
use crate::auth::Caller;
use crate::error::Result;
use crate::identity::user::User;
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/sync", get(sync))
}

async fn sync(State(state): State<AppState>, caller: Caller, params: Params) -> Result<Json<Value>> {
    let user = secret::account(&state, &caller).await?;
    let domains = !params.flag("excludeDomains");
    state
        .db
        .call(move |connection| everything(connection, &user, domains))
        .await
        .map(Json)
}

fn everything(connection: &Connection, user: &User, domains: bool) -> Result<Value> {
    let policies = policies(connection, &user.id)?;
    let domains =
        domains.then(|| json!({ "object": "domains", "equivalentDomains": [], "globalEquivalentDomains": [] }));
    Ok(json!({
        "object": "sync", "profile": profile::full(connection, user)?, "folders": [],
        "collections": collections::own(connection, &user.id)?, "ciphers": items::reach::own(connection, &user.id)?,
        "domains": domains, "policies": policies, "policiesNew": policies, "sends": [],
        "userDecryption": accounts::user_decryption(user),
    }))
}

/// Full policies of the person's confirmed organizations, as the official clients apply them to their own user.
fn policies(connection: &Connection, user_id: &str) -> Result<Vec<Value>> {
    let mut statement = connection.prepare(
        "SELECT p.id, p.organization_id, p.type, p.data, p.enabled, p.revision_date
         FROM policies p JOIN organizations o ON o.id = p.organization_id JOIN members m ON m.organization_id = o.id
         WHERE m.user_id = ?1 AND m.status = 2 AND o.enabled = 1 AND o.use_policies = 1 ORDER BY p.organization_id, p.type",
    )?;
    let rows = statement.query_map([user_id], |row| {
        let data: Option<String> = row.get(3)?;
        let data = data.and_then(|text| serde_json::from_str::<Value>(&text).ok());
        Ok(json!({
            "object": "policy", "id": row.get::<_, String>(0)?, "organizationId": row.get::<_, String>(1)?,
            "type": row.get::<_, i64>(2)?, "data": data, "enabled": row.get::<_, bool>(4)?,
            "revisionDate": row.get::<_, String>(5)?,
        }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

//! The provider and its clients, read by both provider roles (contract/providers.md sections 1 and 3). The wrong role
//! answers 403 with an empty body.

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::wire::list;
use crate::access::provider_role;
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/providers/{id}", get(provider))
        .route("/api/providers/{id}/organizations", get(clients))
}

/// Either role, by the token's claims.
fn either(caller: &Caller, provider: &str) -> Result<()> {
    provider_role(caller, provider).map(|_| ()).ok_or(Error::Forbidden)
}

async fn provider(State(state): State<AppState>, caller: Caller, Path(id): Path<String>) -> Result<Json<Value>> {
    let id = id.to_ascii_lowercase();
    either(&caller, &id)?;
    state
        .db
        .call(move |connection| {
            let row = connection.query_row(
                "SELECT id, name, business_name, billing_email, creation_date, type FROM providers WHERE id = ?1",
                [&id],
                |row| {
                    Ok(json!({
                        "object": "provider", "id": row.get::<_, String>(0)?, "name": row.get::<_, String>(1)?,
                        "businessName": row.get::<_, Option<String>>(2)?, "businessAddress1": null,
                        "businessAddress2": null, "businessAddress3": null, "businessCountry": null,
                        "businessTaxNumber": null, "billingEmail": row.get::<_, String>(3)?,
                        "creationDate": row.get::<_, String>(4)?, "type": row.get::<_, i64>(5)?,
                    }))
                },
            )?;
            Ok(Json(row))
        })
        .await
}

async fn clients(State(state): State<AppState>, caller: Caller, Path(id): Path<String>) -> Result<Json<Value>> {
    let id = id.to_ascii_lowercase();
    either(&caller, &id)?;
    state
        .db
        .call(move |connection| {
            // Seats are taken by the members invited, accepted and confirmed (0, 1, 2).
            let mut statement = connection.prepare(
                "SELECT po.id, po.organization_id, po.key, po.settings, po.creation_date, po.revision_date, o.seats,
                        o.plan_name, o.name, COALESCE(m.confirmed, 0), COALESCE(m.occupied, 0)
                 FROM provider_organizations po JOIN organizations o ON o.id = po.organization_id
                 LEFT JOIN (SELECT organization_id, SUM(status = 2) AS confirmed, SUM(status IN (0, 1, 2)) AS occupied
                              FROM members GROUP BY organization_id) m ON m.organization_id = o.id
                 WHERE po.provider_id = ?1 ORDER BY o.name, po.id",
            )?;
            let rows = statement.query_map([&id], |row| {
                let (seats, occupied): (Option<i64>, i64) = (row.get(6)?, row.get(10)?);
                Ok(json!({
                    "object": "providerOrganizationOrganizationDetail", "id": row.get::<_, String>(0)?,
                    "providerId": id, "organizationId": row.get::<_, String>(1)?,
                    "key": row.get::<_, Option<String>>(2)?, "settings": row.get::<_, Option<String>>(3)?,
                    "creationDate": row.get::<_, String>(4)?, "revisionDate": row.get::<_, String>(5)?,
                    "userCount": row.get::<_, i64>(9)?, "seats": seats, "occupiedSeats": occupied,
                    "remainingSeats": seats.map(|seats| seats - occupied), "plan": row.get::<_, String>(7)?,
                    "organizationName": row.get::<_, String>(8)?,
                }))
            })?;
            Ok(Json(list(rows.collect::<rusqlite::Result<_>>()?)))
        })
        .await
}

//! What the provider pays for: seats by plan, read by both provider roles (contract/providers.md 7.1 and section 5).

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};
use time::{Date, Month, OffsetDateTime};

use super::organizations::plan::{named, prices};
use crate::access::provider_role;
use crate::auth::Caller;
use crate::clock;
use crate::error::{Error, Result};
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/providers/{id}/billing/subscription", get(subscription))
}

async fn subscription(State(state): State<AppState>, caller: Caller, Path(id): Path<String>) -> Result<Json<Value>> {
    let id = id.to_ascii_lowercase();
    let period_end = first_of_next_month(state.clock.now());
    state
        .db
        .call(move |connection| {
            let (kind, status): (i64, i64) = connection
                .query_row("SELECT type, status FROM providers WHERE id = ?1", [&id], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?
                .ok_or(Error::NotFound)?;
            // Billable is status 2; resellers (type 1) are billed outside.
            if provider_role(&caller, &id).is_none() || status != 2 || kind == 1 {
                return Err(Error::Unauthorized("Unauthorized.".into()));
            }
            Ok(Json(json!({
                "status": "active", "currentPeriodEndDate": period_end, "discountPercentage": null,
                "collectionMethod": "send_invoice", "plans": plans(connection, &id)?, "accountCredit": 0.0,
                "taxInformation": null, "cancelAt": null, "suspension": null, "providerType": kind,
                "paymentSource": null,
            })))
        })
        .await
}

/// One entry per provider plan; `assignedSeats` sums the seats of the managed clients whose plan has that name.
fn plans(connection: &Connection, provider: &str) -> Result<Vec<Value>> {
    let mut statement = connection.prepare(
        "SELECT plan_type, seat_minimum, purchased_seats FROM provider_plans WHERE provider_id = ?1
         ORDER BY plan_type DESC",
    )?;
    let mut out = Vec::new();
    let mut rows = statement.query([provider])?;
    while let Some(row) = rows.next()? {
        let (kind, minimum, purchased): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (name, tier) = named(kind);
        let (_, price) = prices(kind);
        let assigned: i64 = connection.query_row(
            "SELECT COALESCE(SUM(o.seats), 0) FROM provider_organizations po
             JOIN organizations o ON o.id = po.organization_id
             WHERE po.provider_id = ?1 AND o.plan_name = ?2 AND o.status = 2",
            [provider, name],
            |row| row.get(0),
        )?;
        let seats = i32::try_from(minimum + purchased).unwrap_or(i32::MAX);
        out.push(json!({
            "planName": name, "type": kind, "productTier": tier, "seatMinimum": minimum, "purchasedSeats": purchased,
            "assignedSeats": assigned, "cost": f64::from(seats) * price,
            "cadence": if matches!(kind, 18 | 20) { "Annual" } else { "Monthly" },
        }));
    }
    Ok(out)
}

/// When the running billing period ends: midnight UTC at the turn of the month.
fn first_of_next_month(now: OffsetDateTime) -> String {
    let (year, month) = match now.month() {
        Month::December => (now.year() + 1, Month::January),
        month => (now.year(), month.next()),
    };
    let end = Date::from_calendar_date(year, month, 1).map_or(now, |date| date.midnight().assume_utc());
    clock::stamp(end)
}

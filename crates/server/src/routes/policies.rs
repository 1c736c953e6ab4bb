//! Policies of an organization, read (contract/policies.md). A policy without a row was never saved and is off.

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::wire::list;
use crate::access::Standing;
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/organizations/{org}/policies", get(policies))
        .route("/api/organizations/{org}/policies/{kind}", get(one))
}

/// Enum names by number: the path takes either.
const NAMES: [&str; 23] = [
    "TwoFactorAuthentication",
    "MasterPassword",
    "PasswordGenerator",
    "SingleOrg",
    "RequireSso",
    "OrganizationDataOwnership",
    "DisableSend",
    "SendOptions",
    "ResetPassword",
    "MaximumVaultTimeout",
    "DisablePersonalVaultExport",
    "ActivateAutofill",
    "AutomaticAppLogIn",
    "FreeFamiliesSponsorshipPolicy",
    "RemoveUnlockWithPin",
    "RestrictedItemTypesPolicy",
    "UriMatchDefaults",
    "AutotypeDefaultSetting",
    "AutomaticUserConfirmation",
    "BlockClaimedDomainAccountCreation",
    "OrganizationUserNotification",
    "SendControls",
    "FillAssist",
];

const DISABLE_SEND: i64 = 6;
const SEND_OPTIONS: i64 = 7;
const SEND_CONTROLS: i64 = 21;

/// Policy status: `data` is `{}` when nothing is stored. Nothing here can lock a toggle (no verified domains yet).
fn status(org: &str, kind: i64, data: Value, enabled: bool) -> Value {
    json!({ "object": "policy", "organizationId": org, "type": kind, "data": data, "enabled": enabled, "canToggleState": true })
}

fn stored(connection: &Connection, org: &str) -> Result<Vec<(i64, Value, bool)>> {
    let mut statement =
        connection.prepare("SELECT type, data, enabled FROM policies WHERE organization_id = ?1 ORDER BY type")?;
    let rows = statement.query_map([org], |row| {
        let data: Option<String> = row.get(1)?;
        let data = data
            .and_then(|text| serde_json::from_str(&text).ok())
            .filter(|data: &Value| !data.is_null());
        Ok((row.get(0)?, data.unwrap_or_else(|| json!({})), row.get(2)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Policy 21 made up from the two it replaced, while it has no row of its own.
fn send_controls(org: &str, rows: &[(i64, Value, bool)]) -> Value {
    let on = |kind| rows.iter().find(|(each, _, enabled)| *each == kind && *enabled);
    let no_send = on(DISABLE_SEND).is_some();
    let options = on(SEND_OPTIONS);
    let hide = options.is_some_and(|(_, data, _)| data["disableHideEmail"].as_bool().unwrap_or(false));
    let data = json!({
        "disableSend": no_send, "disableHideEmail": hide, "whoCanAccess": null, "allowedDomains": null,
        "deletionHours": null, "allowedSendTypes": null,
    });
    status(org, SEND_CONTROLS, data, no_send || options.is_some())
}

fn manages(connection: &Connection, caller: &Caller, org: &str) -> Result<()> {
    let standing = Standing::of(connection, caller, org)?;
    if standing.may(|flags| flags.manage_policies) {
        Ok(())
    } else {
        Err(Error::Forbidden)
    }
}

async fn policies(State(state): State<AppState>, caller: Caller, Path(org): Path<String>) -> Result<Json<Value>> {
    let org = org.to_ascii_lowercase();
    state
        .db
        .call(move |connection| {
            manages(connection, &caller, &org)?;
            let rows = stored(connection, &org)?;
            let made_up = (!rows.iter().any(|(kind, ..)| *kind == SEND_CONTROLS)).then(|| send_controls(&org, &rows));
            let saved = rows
                .into_iter()
                .map(|(kind, data, enabled)| status(&org, kind, data, enabled));
            Ok(Json(list(saved.chain(made_up).collect())))
        })
        .await
}

async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path((org, kind)): Path<(String, String)>,
) -> Result<Json<Value>> {
    let org = org.to_ascii_lowercase();
    state
        .db
        .call(move |connection| {
            manages(connection, &caller, &org)?;
            let kind = kind_of(&kind).ok_or(Error::NotFound)?;
            let rows = stored(connection, &org)?;
            let found = rows.iter().find(|(each, ..)| *each == kind);
            Ok(Json(match found {
                Some((_, data, enabled)) => status(&org, kind, data.clone(), *enabled),
                None if kind == SEND_CONTROLS => send_controls(&org, &rows),
                None => status(&org, kind, json!({}), false),
            }))
        })
        .await
}

/// A policy type from its number or enum name.
fn kind_of(text: &str) -> Option<i64> {
    let index = match text.parse::<usize>() {
        Ok(number) => number,
        Err(_) => NAMES.iter().position(|name| name.eq_ignore_ascii_case(text))?,
    };
    (index < NAMES.len()).then(|| i64::try_from(index).ok()).flatten()
}

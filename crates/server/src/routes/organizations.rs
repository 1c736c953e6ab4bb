//! The client organization's own record, the caller's memberships and public keys (contract/subscription.md
//! "Organization").

pub mod plan;

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Map, Value, json};

use self::plan::plan;
use super::wire::list;
use crate::access::{Permissions, Standing};
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::state::AppState;

/// The addresses of this resource.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/organizations", get(mine))
        .route("/api/organizations/{id}", get(one))
        .route("/api/organizations/{id}/public-key", get(public_key))
        .route("/api/organizations/{id}/keys", get(public_key))
}

async fn mine(State(state): State<AppState>, caller: Caller) -> Result<Json<Value>> {
    state
        .db
        .call(move |connection| Ok(Json(list(memberships(connection, &caller.user_id, false)?))))
        .await
}

async fn one(State(state): State<AppState>, caller: Caller, Path(id): Path<String>) -> Result<Json<Value>> {
    let id = id.to_ascii_lowercase();
    state
        .db
        .call(move |connection| {
            let standing = Standing::of(connection, &caller, &id)?;
            standing.or_not_found(standing.is_owner())?;
            let row = connection.query_row("SELECT * FROM organizations o WHERE o.id = ?1", [&id], organization)?;
            Ok(Json(row))
        })
        .await
}

/// Any signed-in person may have it: it is what keys are encapsulated to.
async fn public_key(State(state): State<AppState>, _caller: Caller, Path(id): Path<String>) -> Result<Json<Value>> {
    let id = id.to_ascii_lowercase();
    state
        .db
        .call(move |connection| {
            let key: Option<String> = connection
                .query_row("SELECT public_key FROM organizations WHERE id = ?1", [&id], |row| {
                    row.get(0)
                })
                .optional()?
                .ok_or(Error::NotFound)?;
            Ok(Json(json!({ "object": "organizationPublicKey", "publicKey": key })))
        })
        .await
}

/// `organization`: every setting, as its owners see it. The row must hold all columns of `organizations`.
fn organization(row: &Row<'_>) -> rusqlite::Result<Value> {
    let plan_type: i64 = row.get("plan_type")?;
    let mut out = json!({
        "object": "organization", "id": row.get::<_, String>("id")?, "name": row.get::<_, String>("name")?,
        "businessName": row.get::<_, Option<String>>("business_name")?,
        "businessAddress1": null, "businessAddress2": null, "businessAddress3": null, "businessCountry": null,
        "businessTaxNumber": null, "billingEmail": row.get::<_, String>("billing_email")?,
        "plan": plan(plan_type, &row.get::<_, String>("plan_name")?, row.get("product_tier")?),
        "secretsManagerPlan": null, "planType": plan_type, "seats": row.get::<_, Option<i64>>("seats")?,
        "maxAutoscaleSeats": row.get::<_, Option<i64>>("max_autoscale_seats")?,
        "smSeats": null, "smServiceAccounts": null, "maxAutoscaleSmSeats": null, "maxAutoscaleSmServiceAccounts": null,
        "useDisableSmAdsForUsers": false,
    });
    if let Value::Object(out) = &mut out {
        out.extend(common(row)?);
    }
    Ok(out)
}

/// What `organization`, `profileOrganization` and `profileProviderOrganization` have in common: limits, features and
/// collection settings. The row must hold all columns of `organizations`.
pub fn common(row: &Row<'_>) -> rusqlite::Result<Map<String, Value>> {
    let mut out = Map::new();
    for (name, column) in [
        ("usePolicies", "use_policies"),
        ("useSso", "use_sso"),
        ("useScim", "use_scim"),
        ("useGroups", "use_groups"),
        ("useDirectory", "use_scim"),
        ("useEvents", "use_events"),
        ("useResetPassword", "use_reset_password"),
        ("useCustomPermissions", "use_custom_permissions"),
        ("useRiskInsights", "use_risk_insights"),
        ("useOrganizationDomains", "use_organization_domains"),
        ("useMyItems", "use_my_items"),
        ("limitCollectionCreation", "limit_collection_creation"),
        ("limitCollectionDeletion", "limit_collection_deletion"),
        ("limitItemDeletion", "limit_item_deletion"),
        ("allowAdminAccessToAllCollectionItems", "allow_admin_access"),
    ] {
        out.insert(name.into(), row.get::<_, bool>(column)?.into());
    }
    for name in [
        "useTotp",
        "use2fa",
        "useApi",
        "usersGetPremium",
        "usePasswordManager",
        "selfHost",
    ] {
        out.insert(name.into(), true.into());
    }
    for name in [
        "useKeyConnector",
        "useSecretsManager",
        "useAdminSponsoredFamilies",
        "useAutomaticUserConfirmation",
        "usePhishingBlocker",
        "useInviteLinks",
        "usePam",
    ] {
        out.insert(name.into(), false.into());
    }
    out.insert(
        "maxCollections".into(),
        row.get::<_, Option<i64>>("max_collections")?.into(),
    );
    out.insert(
        "maxStorageGb".into(),
        row.get::<_, Option<i64>>("max_storage_gb")?.into(),
    );
    let keys = row.get::<_, Option<String>>("public_key")?.is_some()
        && row.get::<_, Option<String>>("wrapped_private_key")?.is_some();
    out.insert("hasPublicAndPrivateKeys".into(), keys.into());
    Ok(out)
}

/// The part of `profileOrganization` and `profileProviderOrganization` that depends on the organization alone
/// (contract/accounts.md 1.1); the caller adds keys, provider and membership.
pub fn profile_base(row: &Row<'_>) -> rusqlite::Result<Map<String, Value>> {
    let mut out = common(row)?;
    out.insert("id".into(), row.get::<_, String>("id")?.into());
    out.insert("name".into(), row.get::<_, String>("name")?.into());
    out.insert("enabled".into(), row.get::<_, bool>("enabled")?.into());
    out.insert("identifier".into(), row.get::<_, Option<String>>("identifier")?.into());
    out.insert("productTierType".into(), row.get::<_, i64>("product_tier")?.into());
    out.insert("seats".into(), row.get::<_, Option<i64>>("seats")?.into());
    out.insert(
        "useActivateAutofillPolicy".into(),
        row.get::<_, bool>("use_policies")?.into(),
    );
    out.insert("useDisableSMAdsForUsers".into(), false.into());
    out.insert("ssoBound".into(), false.into());
    out.insert("ssoEnabled".into(), false.into());
    out.insert("keyConnectorEnabled".into(), false.into());
    out.insert("keyConnectorUrl".into(), Value::Null);
    out.insert("ssoMemberDecryptionType".into(), Value::Null);
    Ok(out)
}

/// The thirteen flags of a stored custom role; missing ones are false (contract/members.md "permissions").
pub fn permissions(stored: Option<&str>) -> Value {
    let flags: Permissions = stored
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    serde_json::to_value(flags).unwrap_or_default()
}

/// A person's memberships as `profileOrganization`: the confirmed ones, with `accepted` also those that wait for
/// confirmation (`organizationsNew` of the profile).
pub fn memberships(connection: &Connection, user: &str, accepted: bool) -> Result<Vec<Value>> {
    let mut statement = connection.prepare(
        "SELECT o.*, m.id AS member_id, m.key AS member_key, m.status AS member_status, m.type AS member_type,
                m.permissions AS member_permissions, m.reset_password_key AS recovery, m.access_secrets_manager AS secrets,
                p.id AS provider_id, p.name AS provider_name, p.type AS provider_type
         FROM members m JOIN organizations o ON o.id = m.organization_id
         LEFT JOIN provider_organizations po ON po.organization_id = o.id LEFT JOIN providers p ON p.id = po.provider_id
         WHERE m.user_id = ?1 AND (m.status = 2 OR (m.status = 1 AND ?2)) ORDER BY o.name, o.id",
    )?;
    let rows = statement.query_map((user, accepted), |row| {
        let mut out = profile_base(row)?;
        let stored: Option<String> = row.get("member_permissions")?;
        let own = json!({
            "object": "profileOrganization", "key": row.get::<_, Option<String>>("member_key")?,
            "providerId": row.get::<_, Option<String>>("provider_id")?,
            "providerName": row.get::<_, Option<String>>("provider_name")?,
            "providerType": row.get::<_, Option<i64>>("provider_type")?,
            "organizationUserId": row.get::<_, String>("member_id")?, "userId": user,
            "status": row.get::<_, i64>("member_status")?, "type": row.get::<_, i64>("member_type")?,
            "permissions": permissions(stored.as_deref()),
            "resetPasswordEnrolled": row.get::<_, Option<String>>("recovery")?.is_some(),
            "accessSecretsManager": row.get::<_, bool>("secrets")?, "accessPam": false,
            "userIsClaimedByOrganization": false, "familySponsorshipFriendlyName": null,
            "familySponsorshipAvailable": false, "familySponsorshipLastSyncDate": null,
            "familySponsorshipValidUntil": null, "familySponsorshipToDelete": null, "isAdminInitiated": false,
        });
        if let Value::Object(own) = own {
            out.extend(own);
        }
        Ok(Value::Object(out))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

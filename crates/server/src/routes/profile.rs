//! The profile: who somebody is, which organizations and providers he belongs to, and which clients he reaches through
//! them. Source: contract/accounts.md section 1.

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::organizations::{memberships, permissions, profile_base};
use crate::error::Result;
use crate::identity::user::User;

/// `GET /api/accounts/profile`, with every list.
pub fn full(connection: &Connection, user: &User) -> Result<Value> {
    let mut profile = alone(connection, user)?;
    profile["organizations"] = json!(memberships(connection, &user.id, false)?);
    profile["organizationsNew"] = json!(memberships(connection, &user.id, true)?);
    profile["providers"] = json!(providers(connection, &user.id)?);
    profile["providerOrganizations"] = json!(provider_organizations(connection, &user.id)?);
    Ok(profile)
}

/// The profile as changes of it answer: the lists are null.
pub fn alone(connection: &Connection, user: &User) -> Result<Value> {
    let premium_from_organization: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM members m JOIN organizations o ON o.id = m.organization_id
         WHERE m.user_id = ?1 AND m.status = 2 AND o.enabled = 1)",
        [&user.id],
        |row| row.get(0),
    )?;
    Ok(json!({
        "object": "profile", "id": user.id, "name": user.name, "email": user.email,
        "emailVerified": user.email_verified, "premium": false, "premiumFromOrganization": premium_from_organization,
        "culture": user.culture, "twoFactorEnabled": user.two_factor_enabled(), "key": user.wrapped_user_key,
        "privateKey": user.wrapped_private_key, "accountKeys": user.account_keys("object"),
        "securityStamp": user.security_stamp, "forcePasswordReset": user.force_password_reset,
        "usesKeyConnector": false, "avatarColor": user.avatar_color, "creationDate": user.creation_date,
        "verifyDevices": user.verify_devices, "organizations": null, "organizationsNew": null, "providers": null,
        "providerOrganizations": null,
    }))
}

/// `profileProvider`: confirmed provider users of providers that are not pending.
fn providers(connection: &Connection, user_id: &str) -> Result<Vec<Value>> {
    let mut statement = connection.prepare(
        "SELECT p.id, p.name, u.key, u.type, p.enabled, p.use_events, p.status, p.type
         FROM provider_users u JOIN providers p ON p.id = u.provider_id
         WHERE u.user_id = ?1 AND u.status = 2 AND p.status <> 0 ORDER BY p.name, p.id",
    )?;
    let rows = statement.query_map([user_id], |row| {
        Ok(json!({
            "object": "profileProvider", "id": row.get::<_, String>(0)?, "name": row.get::<_, String>(1)?,
            "key": row.get::<_, Option<String>>(2)?, "status": 2, "type": row.get::<_, i64>(3)?,
            "enabled": row.get::<_, bool>(4)?, "permissions": permissions(None), "userId": user_id,
            "useEvents": row.get::<_, bool>(5)?, "providerStatus": row.get::<_, i64>(6)?,
            "providerType": row.get::<_, i64>(7)?,
        }))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// `profileProviderOrganization`: the clients of those providers, each with its key wrapped by the provider key.
fn provider_organizations(connection: &Connection, user_id: &str) -> Result<Vec<Value>> {
    let mut statement = connection.prepare(
        "SELECT o.*, l.key AS client_key, p.id AS provider_id, p.name AS provider_name, p.type AS provider_type
         FROM provider_users u JOIN providers p ON p.id = u.provider_id
         JOIN provider_organizations l ON l.provider_id = p.id JOIN organizations o ON o.id = l.organization_id
         WHERE u.user_id = ?1 AND u.status = 2 AND p.status <> 0 ORDER BY o.name, o.id",
    )?;
    let rows = statement.query_map([user_id], |row| {
        let mut client: Map<String, Value> = profile_base(row)?;
        let own = json!({
            "object": "profileProviderOrganization", "key": row.get::<_, Option<String>>("client_key")?,
            "providerId": row.get::<_, String>("provider_id")?,
            "providerName": row.get::<_, String>("provider_name")?,
            "providerType": row.get::<_, i64>("provider_type")?, "userId": user_id, "status": 2, "type": 0,
            "permissions": permissions(None), "resetPasswordEnrolled": false, "accessSecretsManager": false,
            "accessPam": false,
        });
        if let Value::Object(own) = own {
            client.extend(own);
        }
        Ok(Value::Object(client))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

//! What the policies of a person's organizations demand at sign-in. Whom they bind: contract/policies.md.

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use crate::error::Result;
use crate::identity::user::User;

const MASTER_PASSWORD: i64 = 1;
const REQUIRE_SSO: i64 = 4;

/// The organizations whose policy wants single sign-on of this person: their identifiers, or `None` when there is none.
/// Owners and admins are exempt.
pub fn single_sign_on(connection: &Connection, user: &User) -> Result<Option<Vec<Option<String>>>> {
    let mut statement = connection.prepare(
        "SELECT o.identifier FROM policies p JOIN organizations o ON o.id = p.organization_id
         JOIN members m ON m.organization_id = o.id
         WHERE p.type = ?1 AND p.enabled = 1 AND o.enabled = 1 AND o.use_policies = 1
           AND m.user_id = ?2 AND m.status IN (1, 2) AND m.type NOT IN (0, 1)",
    )?;
    let found = statement.query_map((REQUIRE_SSO, &user.id), |row| row.get(0))?;
    let organizations: Vec<Option<String>> = found.collect::<std::result::Result<_, _>>()?;
    Ok((!organizations.is_empty()).then_some(organizations))
}

/// The strictest master-password rules over all organizations of this person (owners and admins too), camelCase, every
/// property present; all null where nothing is demanded.
pub fn master_password_policy(connection: &Connection, user_id: &str) -> Result<Value> {
    let mut statement = connection.prepare(
        "SELECT p.data FROM policies p JOIN organizations o ON o.id = p.organization_id
         JOIN members m ON m.organization_id = o.id
         WHERE p.type = ?1 AND p.enabled = 1 AND o.enabled = 1 AND o.use_policies = 1
           AND m.user_id = ?2 AND m.status IN (1, 2)",
    )?;
    let found = statement.query_map((MASTER_PASSWORD, user_id), |row| row.get::<_, Option<String>>(0))?;
    let mut strictest = Map::new();
    strictest.insert("object".into(), json!("masterPasswordPolicy"));
    for name in NUMBERS.iter().chain(FLAGS) {
        strictest.insert((*name).to_owned(), Value::Null);
    }
    for data in found {
        let data: Value = data?
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        for name in NUMBERS {
            if let Some(asked) = data[*name].as_i64() {
                let kept = strictest[*name].as_i64().unwrap_or_default();
                strictest.insert((*name).to_owned(), json!(asked.max(kept)));
            }
        }
        for name in FLAGS {
            if let Some(asked) = data[*name].as_bool() {
                let kept = strictest[*name].as_bool().unwrap_or_default();
                strictest.insert((*name).to_owned(), json!(asked || kept));
            }
        }
    }
    Ok(Value::Object(strictest))
}

const NUMBERS: &[&str] = &["minComplexity", "minLength"];
const FLAGS: &[&str] = &[
    "requireLower",
    "requireUpper",
    "requireNumbers",
    "requireSpecial",
    "enforceOnLogin",
];

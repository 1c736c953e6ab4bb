//! What a successful grant answers: contract/identity.md 2.2 (PascalCase, nested nulls omitted).

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use crate::error::Result;
use crate::identity::tokens::{self, Origin};
use crate::identity::user::User;
use crate::state::AppState;

/// The OAuth part: a freshly signed access token with claims from the database as it is now.
pub fn access(
    connection: &Connection,
    state: &AppState,
    user: &User,
    origin: &Origin,
    now: i64,
    refresh_token: Option<String>,
) -> Result<Map<String, Value>> {
    let lifetime = state.config.access_token_seconds;
    let claims = tokens::claims(connection, user, origin, now, lifetime)?;
    let mut answer = Map::new();
    answer.insert("access_token".into(), json!(tokens::sign(state, &claims)?));
    answer.insert("expires_in".into(), json!(lifetime));
    answer.insert("token_type".into(), json!("Bearer"));
    let scope = if refresh_token.is_some() {
        "api offline_access"
    } else {
        "api"
    };
    if let Some(token) = refresh_token {
        answer.insert("refresh_token".into(), json!(token));
    }
    answer.insert("scope".into(), json!(scope));
    Ok(answer)
}

/// The whole answer of a password grant.
pub fn success(mut answer: Map<String, Value>, user: &User, policy: Value, remember_token: Option<String>) -> Value {
    let mut put = |name: &str, value: Value| answer.insert(name.to_owned(), value);
    if let Some(private) = &user.wrapped_private_key {
        put("PrivateKey", json!(private));
        put("AccountKeys", without_nulls(user.account_keys("Object")));
    }
    if let Some(key) = &user.wrapped_user_key {
        put("Key", json!(key));
    }
    put("MasterPasswordPolicy", pascal_case(&policy));
    put("ForcePasswordReset", json!(user.force_password_reset));
    put("Kdf", json!(user.kdf_type));
    put("KdfIterations", json!(user.kdf_iterations));
    put("KdfMemory", json!(user.kdf_memory));
    put("KdfParallelism", json!(user.kdf_parallelism));
    let unlock = user.wrapped_user_key.as_ref().map(|key| {
        json!({
            "Kdf": {
                "KdfType": user.kdf_type, "Iterations": user.kdf_iterations,
                "Memory": user.kdf_memory, "Parallelism": user.kdf_parallelism,
            },
            "MasterKeyEncryptedUserKey": key, "Salt": user.salt,
        })
    });
    let options = json!({
        "Object": "userDecryptionOptions", "HasMasterPassword": user.password_verifier.is_some(),
        "MasterPasswordUnlock": unlock,
    });
    put("UserDecryptionOptions", without_nulls(options));
    if let Some(token) = remember_token {
        put("TwoFactorToken", json!(token));
    }
    Value::Object(answer)
}

/// The same object with capital first letters and without nulls.
pub fn pascal_case(value: &Value) -> Value {
    let renamed = value
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, inner)| !inner.is_null())
        .map(|(name, inner)| {
            let mut letters = name.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            (first.into_iter().chain(letters).collect::<String>(), inner.clone())
        });
    Value::Object(renamed.collect())
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(_, inner)| !inner.is_null());
            Value::Object(kept.map(|(name, inner)| (name, without_nulls(inner))).collect())
        }
        other => other,
    }
}

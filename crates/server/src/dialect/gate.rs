//! What isn't there in this dialect, and who may not have what is.

use axum::http::request::Parts;
use serde_json::{Value, json};

use crate::access::{Permissions, Standing};
use crate::auth::Caller;
use crate::error::{Error, Result};
use crate::identity::tokens::caller_from;
use crate::state::AppState;

/// How a request goes on.
pub enum Way {
    Open,
    Answered(Value),
}

/// Refuses, answers in a route's place, or lets through.
pub async fn look(state: &AppState, parts: &Parts, place: &[&str]) -> Result<Way> {
    match place {
        ["api", "organizations", _, "groups", rest @ ..] if !state.config.dialect.has_groups() => {
            caller_from(parts, state)?;
            if parts.method == "GET" && matches!(rest, [] | ["details"]) {
                return Ok(Way::Answered(
                    json!({ "object": "list", "data": [], "continuationToken": null }),
                ));
            }
            Err(Error::rejected("Group support is disabled"))
        }
        ["api", "organizations", org, "users" | "collections"] => only(state, parts, org, has_everything).await,
        ["api", "organizations", org, "public-key"] => only(state, parts, org, |member| member.member.is_some()).await,
        ["api", "organizations", org, "export"] => {
            only(state, parts, org, |member| matches!(member.member, Some((_, 0 | 1, _)))).await
        }
        ["api", "ciphers", "organization-details"] => {
            let org = organization_of(parts.uri.query().unwrap_or_default());
            only(state, parts, &org, has_everything).await
        }
        _ => Ok(Way::Open),
    }
}

/// Lets through whom `may` accepts; everybody else is told that nothing is there.
async fn only(state: &AppState, parts: &Parts, org: &str, may: fn(&Standing) -> bool) -> Result<Way> {
    let (caller, org): (Caller, _) = (caller_from(parts, state)?, org.to_ascii_lowercase());
    let standing = state
        .db
        .call(move |connection| Standing::of(connection, &caller, &org))
        .await?;
    standing.or_not_found(may(&standing)).map(|()| Way::Open)
}

/// Access to all collections: owners, admins, and the one custom role that is kept.
pub fn has_everything(standing: &Standing) -> bool {
    standing.member_may(is_everything)
}

/// The only combination of a custom role's flags that this dialect keeps.
pub fn is_everything(flags: &Permissions) -> bool {
    flags.create_new_collections && flags.edit_any_collection && flags.delete_any_collection
}

fn organization_of(query: &str) -> String {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let found = pairs
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("organizationId"));
    found.map(|(_, id)| id).unwrap_or_default()
}

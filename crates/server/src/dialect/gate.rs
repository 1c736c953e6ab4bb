//! What isn't there in this dialect, and who may not have what is. Source: contract/vaultwarden.md, rows 4 and 5 and
//! "Differences that hold everywhere".

use axum::http::Method;
use axum::http::request::Parts;
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::{Permissions, Standing};
use crate::auth::Caller;
use crate::error::Result;
use crate::identity::tokens::caller_from;
use crate::routes::collections::{assigned, managed};
use crate::state::AppState;

/// How a request goes on.
pub enum Way {
    Open,
    Answered(Value),
    /// Nobody is signed in any more, or too low a role.
    NotAllowed,
    NoRoute,
    /// A fixed word stands where an id is expected.
    Unfit,
    /// Refused with a text.
    Refused(&'static str),
}

/// Refuses, answers in a route's place, or lets through. An error is the standard one.
pub async fn look(state: &AppState, parts: &Parts, place: &[&str]) -> Result<Way> {
    // Without a token, or with a bad one, routes that ask who calls refuse by themselves.
    let Ok(caller) = caller_from(parts, state) else {
        return Ok(Way::Open);
    };
    if !matches!(place, ["api", ..]) {
        return Ok(Way::Open);
    }
    let place: Vec<String> = place.iter().map(|part| (*part).to_owned()).collect();
    let (groups, reads) = (state.config.dialect.has_groups(), parts.method == Method::GET);
    let query = parts.uri.query().map(str::to_owned);
    state
        .db
        .call(move |connection| {
            if !is_current(connection, &caller)? {
                return Ok(Way::NotAllowed);
            }
            let place: Vec<&str> = place.iter().map(String::as_str).collect();
            match place[1..] {
                ["organizations", org, ref rest @ ..] => {
                    let standing = Standing::of(connection, &caller, &org.to_ascii_lowercase())?;
                    if let (["groups", rest @ ..], false, true) = (rest, groups, standing.member_may(|_| true)) {
                        return Ok(without_groups(rest, reads));
                    }
                    in_organization(connection, &standing, rest)
                }
                ["ciphers", "organization-details"] => {
                    let org = organization_of(query.as_deref().unwrap_or_default());
                    let standing = Standing::of(connection, &caller, &org)?;
                    standing.or_not_found(has_everything(&standing)).map(|()| Way::Open)
                }
                _ => Ok(Way::Open),
            }
        })
        .await
}

/// A token is worthless as soon as the account's sessions have been ended.
fn is_current(connection: &Connection, caller: &Caller) -> Result<bool> {
    let stamp: Option<String> = connection
        .query_row(
            "SELECT security_stamp FROM users WHERE id = ?1",
            [&caller.user_id],
            |row| row.get(0),
        )
        .optional()?;
    Ok(stamp.is_some_and(|stamp| stamp == caller.security_stamp))
}

/// Groups that are switched off: their lists are empty, and nothing else is there.
fn without_groups(rest: &[&str], reads: bool) -> Way {
    match rest {
        [] | ["details"] if reads => Way::Answered(json!({ "object": "list", "data": [], "continuationToken": null })),
        _ => Way::Refused("Group support is disabled"),
    }
}

fn in_organization(connection: &Connection, standing: &Standing, rest: &[&str]) -> Result<Way> {
    let role = standing.member.as_ref().map(|(_, role, _)| *role);
    let everything = || has_everything(standing);
    let (owner, admin, custom) = (
        role == Some(0),
        matches!(role, Some(0 | 1)),
        matches!(role, Some(0 | 1 | 4)),
    );
    let allowed = |allowed: bool| if allowed { Way::Open } else { Way::NotAllowed };
    Ok(match rest {
        [] => allowed(owner),
        ["public-key"] => allowed(role.is_some()),
        ["policies", kind] if admin && kind.parse::<i64>().is_err() => Way::Unfit,
        ["policies", ..] | ["export"] => allowed(admin),
        ["users" | "groups" | "collections", ..] if !custom => Way::NotAllowed,
        // Lists for those who reach everything: nothing is there for the others.
        ["users" | "collections"] | ["groups", "details"] => standing.or_not_found(everything()).map(|()| Way::Open)?,
        ["groups"] => {
            let some = everything() || !managed(connection, standing)?.is_empty();
            standing.or_not_found(some).map(|()| Way::Open)?
        }
        ["users", "mini-details"] | ["collections", "details"] => Way::Open,
        ["users" | "groups", id, ..] if Uuid::parse_str(id).is_err() => {
            if admin {
                Way::Unfit
            } else {
                Way::NotAllowed
            }
        }
        ["users" | "groups", ..] => allowed(admin),
        ["collections", _] => Way::NoRoute,
        ["collections", id, ..] => {
            let id = id.to_ascii_lowercase();
            allowed(
                everything()
                    || assigned(connection, standing)?
                        .get(&id)
                        .is_some_and(|access| access.manage),
            )
        }
        _ => Way::Open,
    })
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
    found.map(|(_, id)| id.to_ascii_lowercase()).unwrap_or_default()
}

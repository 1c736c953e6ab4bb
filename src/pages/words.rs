//! How domain things that several pages show are said: roles, states, levels of access, policies, plans.

use leptos::prelude::*;

use crate::model::access::Level;
use crate::model::member::{Role, Status};
use crate::say;
use crate::ui::{Badge, Tone};

/// A member's role.
pub fn role(role: Role) -> String {
    match role {
        Role::Owner => say!(format.role_owner),
        Role::Admin => say!(format.role_admin),
        Role::User => say!(format.role_user),
        Role::Custom => say!(format.role_custom),
        Role::Other(number) => say!(format.role_other, number = number),
    }
}

/// Where a membership stands.
pub fn status(status: Status) -> String {
    match status {
        Status::Confirmed => say!(format.status_confirmed),
        Status::Accepted => say!(format.status_accepted),
        Status::Invited => say!(format.status_invited),
        Status::Revoked => say!(format.status_revoked),
        Status::Staged => say!(format.status_staged),
        Status::Other(number) => say!(format.status_other, number = number),
    }
}

/// The mark of a membership that isn't confirmed; none on the others.
pub fn draw_status(status: Status) -> Option<AnyView> {
    let tone = match status {
        Status::Confirmed => return None,
        Status::Accepted => Tone::Warning,
        Status::Invited | Status::Staged => Tone::Info,
        Status::Revoked => Tone::Danger,
        Status::Other(_) => Tone::Neutral,
    };
    Some(view! { <Badge label=self::status(status) tone=tone /> }.into_any())
}

/// What a person or group may do with a collection.
pub fn level(level: Level) -> String {
    match level {
        Level::ViewHidden => say!(format.level_view_hidden),
        Level::View => say!(format.level_view),
        Level::EditHidden => say!(format.level_edit_hidden),
        Level::Edit => say!(format.level_edit),
        Level::Manage => say!(format.level_manage),
    }
}

/// A plan's name: the server says it in English with the billing period in brackets.
pub fn plan(name: &str) -> String {
    if let Some(plan) = name.strip_suffix(" (Monthly)") {
        say!(format.plan_monthly, plan = plan)
    } else if let Some(plan) = name.strip_suffix(" (Annually)") {
        say!(format.plan_annually, plan = plan)
    } else {
        name.to_owned()
    }
}

/// A policy by its number (contract/policies.md, "Types").
pub fn policy(kind: i64) -> String {
    match kind {
        0 => say!(format.policy_two_step),
        1 => say!(format.policy_master_password),
        2 => say!(format.policy_generator),
        3 => say!(format.policy_single_organization),
        4 => say!(format.policy_sso),
        5 => say!(format.policy_ownership),
        6 => say!(format.policy_no_send),
        7 => say!(format.policy_send_options),
        8 => say!(format.policy_recovery),
        9 => say!(format.policy_timeout),
        10 => say!(format.policy_no_export),
        11 => say!(format.policy_autofill),
        12 => say!(format.policy_sso_login),
        13 => say!(format.policy_no_families),
        14 => say!(format.policy_no_pin),
        15 => say!(format.policy_item_types),
        16 => say!(format.policy_uri_match),
        17 => say!(format.policy_autotype),
        18 => say!(format.policy_auto_confirm),
        19 => say!(format.policy_claimed_domains),
        20 => say!(format.policy_banner),
        21 => say!(format.policy_send_controls),
        22 => say!(format.policy_fill_assist),
        other => say!(format.policy_other, number = other),
    }
}

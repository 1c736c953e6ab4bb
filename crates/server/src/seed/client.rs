//! One client organization: its keys, its link to the provider, its members, policies and everything below them.

use rusqlite::{Connection, params};
use time::{Duration, OffsetDateTime};

use super::people::Account;
use super::plan::{ClientPlan, Seats, Tier};
use super::random::{Purpose, Random};
use super::roster::Member;
use super::sealing::{self, Key, Pair};
use super::{events, items, structure};
use crate::clock::stamp;
use crate::error::Result;

/// The provider as its clients see it.
pub(super) struct Provider {
    pub id: String,
    pub key: Key,
    pub staff: Vec<Staff>,
}

/// One confirmed provider user.
pub(super) struct Staff {
    pub provider_user: String,
    pub user: String,
    pub created: OffsetDateTime,
}

/// What everything inside one organization is written with.
pub(super) struct Scope<'a> {
    pub connection: &'a Connection,
    pub organization: &'a str,
    pub key: &'a Key,
    pub plan: &'a ClientPlan,
    pub roster: &'a [Member],
    pub accounts: &'a [Account],
    pub provider: Option<&'a Provider>,
    /// When the organization began.
    pub founded: OffsetDateTime,
    pub now: OffsetDateTime,
}

/// What the provider has to know of a client that was written.
pub(super) struct Written {
    pub tier: Tier,
    pub seats: i64,
    /// Id of the row that links it to the provider.
    pub link: String,
    pub founded: OffsetDateTime,
    pub visits: Vec<events::Visit>,
}

/// One policy row as far as events need it.
pub(super) struct PolicyRow {
    pub id: String,
    pub revised: OffsetDateTime,
}

/// What a client is written from, besides its place in the list.
pub(super) struct Parts<'a> {
    pub plan: &'a ClientPlan,
    pub roster: &'a [Member],
    pub pair: &'a Pair,
    pub accounts: &'a [Account],
    pub provider: Option<&'a Provider>,
}

/// Writes one organization and everything in it.
pub(super) fn write(connection: &Connection, index: usize, parts: &Parts, now: OffsetDateTime) -> Result<Written> {
    let Parts {
        plan,
        roster,
        pair,
        accounts,
        provider,
    } = *parts;
    let random = &mut Random::stream(Purpose::Client, index);
    let founded = now - Duration::days(plan.age);
    let organization = random.id();
    let key = sealing::new_key(random)?;
    let scope = Scope {
        connection,
        organization: &organization,
        key: &key,
        plan,
        roster,
        accounts,
        provider,
        founded,
        now,
    };
    let seats = write_organization(&scope, pair, random)?;
    let link = random.id();
    if let Some(provider) = provider {
        let wrapped = sealing::wrap(&provider.key, &key, random)?;
        let founded = stamp(founded);
        connection
            .prepare_cached("INSERT INTO provider_organizations VALUES (?1,?2,?3,?4,NULL,?5,?6)")?
            .execute(params![link, provider.id, organization, wrapped, founded, founded])?;
    }
    write_members(&scope, pair, random)?;
    let groups = structure::write_groups(&scope, random)?;
    let collections = structure::write_collections(&scope, &groups, random)?;
    let policies = write_policies(&scope, random)?;
    let ciphers = items::write(&scope, &collections, random)?;
    let objects = events::Objects {
        groups: &groups,
        collections: &collections,
        policies: &policies,
        ciphers: &ciphers,
    };
    let visits = events::write_client(&scope, &objects, &mut Random::stream(Purpose::Events, index))?;
    Ok(Written {
        tier: plan.tier,
        seats,
        link,
        founded,
        visits,
    })
}

/// The organization's own row; answers its seats. Features by plan: contract/subscription.md.
fn write_organization(scope: &Scope, pair: &Pair, random: &mut Random) -> Result<i64> {
    let Scope {
        plan, roster, provider, ..
    } = *scope;
    let enterprise = plan.tier == Tier::Enterprise;
    let occupied = roster.iter().filter(|member| member.takes_seat()).count() as i64;
    let seats = match plan.seats {
        Seats::Full => occupied,
        Seats::Spare(spare) => occupied + spare,
    };
    let (plan_type, plan_name) = match (plan.tier, provider.is_some()) {
        (Tier::Teams, true) => (17, "Teams (Monthly)"),
        (Tier::Enterprise, true) => (19, "Enterprise (Monthly)"),
        (Tier::Teams, false) => (18, "Teams (Annually)"),
        (Tier::Enterprise, false) => (20, "Enterprise (Annually)"),
    };
    let billing = if provider.is_some() {
        super::BILLING_EMAIL.to_owned()
    } else {
        format!("owner@{}", plan.domain())
    };
    // 1 Created, 2 Managed (contract/accounts.md 1.5).
    let status = if provider.is_some() { 2 } else { 1 };
    let private_key = sealing::wrap_private(scope.key, pair, random)?;
    scope
        .connection
        .prepare_cached(
            "INSERT INTO organizations (id, name, business_name, billing_email, plan_type, plan_name, product_tier, seats,
               max_storage_gb, enabled, status, use_policies, use_groups, use_events, use_sso, use_scim,
               use_reset_password, use_custom_permissions, use_risk_insights, use_my_items, use_organization_domains,
               allow_admin_access, public_key, wrapped_private_key, creation_date, revision_date)
             VALUES (?1,?2,?2,?3,?4,?5,?6,?7,1,?8,?9,?10,?10,1,?10,?10,?10,?10,?10,?10,?10,?11,?12,?13,?14,?14)",
        )?
        .execute(params![
            scope.organization,
            plan.name,
            billing,
            plan_type,
            plan_name,
            if enterprise { 3 } else { 2 },
            seats,
            plan.enabled,
            status,
            enterprise,
            plan.admin_access,
            pair.public,
            private_key,
            stamp(scope.founded),
        ])?;
    Ok(seats)
}

/// Member rows: the organization key goes to whoever was confirmed, the member's user key to the organization where
/// account recovery is on (crypto/crypto.md 7.4 and 7.5).
fn write_members(scope: &Scope, pair: &Pair, random: &mut Random) -> Result<()> {
    let Scope { plan, .. } = *scope;
    let automatic = plan
        .policies
        .iter()
        .any(|(kind, data, _)| *kind == 8 && data.contains("true"));
    let mut insert = scope.connection.prepare_cached(
        "INSERT INTO members (id, organization_id, user_id, email, key, reset_password_key, type, status,
           status_before_revoke, revocation_reason, permissions, external_id, creation_date, revision_date)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?13)",
    )?;
    for (number, member) in scope.roster.iter().enumerate() {
        let account = member.account.and_then(|index| scope.accounts.get(index));
        let mut key = None;
        let mut recovery = None;
        if let Some(account) = account.filter(|_| member.holds_key()) {
            key = Some(sealing::share(&account.public, scope.key)?);
            if plan.enforces(8) && (number == 0 || random.chance(if automatic { 95 } else { 60 })) {
                recovery = Some(sealing::share(&pair.public, &account.user_key)?);
            }
        }
        let external = (plan.directory && number > 2).then(|| format!("CN={}", member.email));
        insert.execute(params![
            member.id,
            scope.organization,
            account.map(|account| account.id.as_str()),
            account.map_or(member.email.as_str(), |account| account.person.email.as_str()),
            key,
            recovery,
            member.role,
            member.status,
            member.status_before,
            member.reason,
            member.permissions,
            external,
            stamp(member.created),
        ])?;
    }
    Ok(())
}

fn write_policies(scope: &Scope, random: &mut Random) -> Result<Vec<PolicyRow>> {
    let mut insert = scope
        .connection
        .prepare_cached("INSERT INTO policies VALUES (?1,?2,?3,?4,?5,?6)")?;
    let mut rows = Vec::with_capacity(scope.plan.policies.len());
    for (kind, data, enabled) in scope.plan.policies {
        let row = PolicyRow {
            id: random.id(),
            revised: random.office_hours(scope.founded, scope.now - Duration::days(1)),
        };
        let data = (!data.is_empty()).then_some(*data);
        insert.execute(params![
            row.id,
            scope.organization,
            kind,
            data,
            enabled,
            stamp(row.revised)
        ])?;
        rows.push(row);
    }
    Ok(rows)
}

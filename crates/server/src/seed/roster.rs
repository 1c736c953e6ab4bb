//! Who belongs to a client: names, roles, statuses, and which of them have an account.

use std::collections::HashSet;

use time::{Duration, OffsetDateTime};

use super::names;
use super::people::{Costs, Person, SecondStep};
use super::plan::{ClientPlan, Language, Tier};
use super::random::{Purpose, Random};
use crate::access::Permissions;

pub(super) const OWNER: i64 = 0;
pub(super) const ADMIN: i64 = 1;
pub(super) const USER: i64 = 2;
pub(super) const CUSTOM: i64 = 4;

pub(super) const REVOKED: i64 = -1;
pub(super) const INVITED: i64 = 0;
pub(super) const ACCEPTED: i64 = 1;
pub(super) const CONFIRMED: i64 = 2;
pub(super) const STAGED: i64 = 3;

/// One row of a client's member list. Enums: contract/members.md.
pub(super) struct Member {
    pub id: String,
    pub email: String,
    pub role: i64,
    pub status: i64,
    pub status_before: Option<i64>,
    pub reason: Option<i64>,
    pub permissions: Option<String>,
    /// Index among the accounts; `None` for someone who never accepted.
    pub account: Option<usize>,
    pub created: OffsetDateTime,
}

impl Member {
    /// Holds the organization's key: confirmed, or revoked after that.
    pub(super) fn holds_key(&self) -> bool {
        self.status == CONFIRMED || (self.status == REVOKED && self.status_before == Some(CONFIRMED))
    }

    /// Takes a seat: invited, accepted or confirmed (contract/members.md, "Enums").
    pub(super) fn takes_seat(&self) -> bool {
        (INVITED..=CONFIRMED).contains(&self.status)
    }
}

/// Draws the members of one client; the accounts they need are added to `people`.
pub(super) fn draw(
    plan: &ClientPlan,
    index: usize,
    now: OffsetDateTime,
    costs: &Costs,
    people: &mut Vec<Person>,
) -> Vec<Member> {
    let random = &mut Random::stream(Purpose::Roster, index);
    let founded = now - Duration::days(plan.age);
    let mut taken = HashSet::new();
    (0..plan.members)
        .map(|number| {
            let name = names::person(random, plan.language);
            let email = if number == 0 {
                format!("owner@{}", plan.domain())
            } else {
                address(&name, plan, &mut taken)
            };
            let role = role(number, plan, random);
            let status = status(number, plan.members, random);
            let status_before = (status == REVOKED).then(|| if random.chance(75) { CONFIRMED } else { INVITED });
            let created = joined(number, status, founded, now, random);
            let account = (matches!(status, ACCEPTED | CONFIRMED) || status_before == Some(CONFIRMED)).then(|| {
                let second_step = second_step(number, role, plan, random);
                people.push(Person {
                    email: email.clone(),
                    name,
                    culture: if plan.language == Language::Swedish {
                        "sv-SE"
                    } else {
                        "en-US"
                    },
                    kdf: if number == 0 { costs.owner } else { costs.member },
                    second_step,
                    verify_devices: number != 0,
                    created: created - Duration::hours(random.between(1, 4_000)),
                    version_2: false,
                });
                people.len() - 1
            });
            Member {
                id: random.id(),
                email,
                role,
                status,
                status_before,
                reason: if status == REVOKED {
                    reason(plan, role, random)
                } else {
                    None
                },
                permissions: permissions(role, number, random),
                account,
                created,
            }
        })
        .collect()
}

fn address(name: &str, plan: &ClientPlan, taken: &mut HashSet<String>) -> String {
    let local = names::local_part(name);
    let mut candidate = local.clone();
    let mut number = 2;
    while !taken.insert(candidate.clone()) {
        candidate = format!("{local}{number}");
        number += 1;
    }
    format!("{candidate}@{}", plan.domain())
}

fn role(number: usize, plan: &ClientPlan, random: &mut Random) -> i64 {
    let custom = plan.tier == Tier::Enterprise;
    match (number, plan.members) {
        (0, _) => OWNER,
        (1, 4..) => ADMIN,
        (2, 30..) => OWNER,
        (3..=8, 30..) | (2, 5..) if custom => CUSTOM,
        _ => *[ADMIN, CUSTOM, USER]
            .get(random.weighted(&[2, if custom { 5 } else { 0 }, 93]))
            .unwrap_or(&USER),
    }
}

/// From nine members on every status occurs: the last four rows have the rarer ones.
fn status(number: usize, members: usize, random: &mut Random) -> i64 {
    if number == 0 {
        return CONFIRMED;
    }
    match (members, members - number) {
        (5.., 1) => REVOKED,
        (5.., 2) => INVITED,
        (9.., 3) => ACCEPTED,
        (9.., 4) => STAGED,
        (3..=4, 1) => INVITED,
        (..9, _) => CONFIRMED,
        // The roles that tests and tours rely on stay usable.
        _ if number <= 8 => CONFIRMED,
        _ => [CONFIRMED, INVITED, ACCEPTED, REVOKED, STAGED][random.weighted(&[85, 5, 3, 4, 3])],
    }
}

fn joined(
    number: usize,
    status: i64,
    founded: OffsetDateTime,
    now: OffsetDateTime,
    random: &mut Random,
) -> OffsetDateTime {
    let recent = |days: i64| (now - Duration::days(days)).max(founded);
    match status {
        _ if number == 0 => founded + Duration::minutes(random.between(20, 300)),
        INVITED => random.office_hours(recent(25), now - Duration::hours(3)),
        ACCEPTED => random.office_hours(recent(12), now - Duration::hours(8)),
        STAGED => random.office_hours(recent(40), now - Duration::hours(3)),
        // Most came at the start, the others one by one.
        _ if random.chance(55) => {
            random.office_hours(founded, (founded + Duration::days(14)).min(now - Duration::days(2)))
        }
        _ => random.office_hours(founded, now - Duration::days(2)),
    }
}

fn second_step(number: usize, role: i64, plan: &ClientPlan, random: &mut Random) -> SecondStep {
    let percent = match (number, role) {
        // The printed owner accounts sign in with the password alone.
        (0, _) => 0,
        (_, OWNER | ADMIN) => 70,
        _ if plan.enforces(0) => 100,
        _ => 24,
    };
    if !random.chance(percent) {
        SecondStep::None
    } else if random.chance(75) {
        SecondStep::authenticator(random)
    } else {
        SecondStep::Email
    }
}

/// Why someone was revoked, as far as the client's policies explain it.
fn reason(plan: &ClientPlan, role: i64, random: &mut Random) -> Option<i64> {
    let bound = matches!(role, USER | CUSTOM);
    match random.below(6) {
        0 | 1 if bound && plan.enforces(0) => Some(2),
        0 if bound && plan.enforces(5) => Some(3),
        2 if bound && plan.enforces(3) => Some(4),
        3 => None,
        _ => Some(1),
    }
}

/// Flags of a custom role; other roles have none stored, or all false.
fn permissions(role: i64, number: usize, random: &mut Random) -> Option<String> {
    let none = Permissions::default();
    let flags = match role {
        CUSTOM => match number % 6 {
            0 => Permissions {
                manage_users: true,
                manage_groups: true,
                ..none
            },
            1 => Permissions {
                access_event_logs: true,
                access_reports: true,
                ..none
            },
            2 => Permissions {
                access_import_export: true,
                create_new_collections: true,
                ..none
            },
            3 => Permissions {
                manage_reset_password: true,
                manage_users: true,
                access_event_logs: true,
                ..none
            },
            4 => Permissions {
                create_new_collections: true,
                edit_any_collection: true,
                delete_any_collection: true,
                ..none
            },
            _ => Permissions {
                manage_policies: true,
                manage_sso: true,
                manage_scim: true,
                ..none
            },
        },
        _ if random.chance(50) => none,
        _ => return None,
    };
    serde_json::to_string(&flags).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::plan::{self, Seats};
    use super::*;

    #[test]
    fn the_twelve_clients_have_every_status_and_one_is_suspended_and_one_full() {
        let plans = plan::demo();
        let mut people = Vec::new();
        let now = OffsetDateTime::UNIX_EPOCH + Duration::days(20_000);
        let rosters: Vec<_> = plans
            .iter()
            .enumerate()
            .map(|(index, plan)| draw(plan, index, now, &Costs::REAL, &mut people))
            .collect();
        assert_eq!(plans.len(), 12);
        let sizes: BTreeSet<usize> = rosters.iter().map(Vec::len).collect();
        assert_eq!((sizes.first(), sizes.last()), (Some(&1), Some(&250)));
        let statuses: BTreeSet<i64> = rosters.iter().flatten().map(|member| member.status).collect();
        assert_eq!(
            statuses,
            BTreeSet::from([REVOKED, INVITED, ACCEPTED, CONFIRMED, STAGED])
        );
        assert_eq!(plans.iter().filter(|plan| !plan.enabled).count(), 1);
        assert_eq!(plans.iter().filter(|plan| matches!(plan.seats, Seats::Full)).count(), 1);
        let addresses: BTreeSet<&str> = people.iter().map(|person| person.email.as_str()).collect();
        assert_eq!(addresses.len(), people.len());
        for roster in &rosters {
            assert!(roster.iter().all(|member| member.created < now));
        }
    }
}

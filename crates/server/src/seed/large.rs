//! The large data set: a thousand clients whose confirmed members come from a pool of two hundred real accounts.

use time::{Duration, OffsetDateTime};

use super::names;
use super::people::{Costs, Person, SecondStep};
use super::plan::{ClientPlan, Language};
use super::random::{Purpose, Random};
use super::roster::{ADMIN, CONFIRMED, INVITED, Member, OWNER, REVOKED, STAGED, USER};

/// Accounts in the pool; each is a member of several clients.
const POOL: usize = 200;

/// Adds the pool to `people`; the first of it owns the largest client and bears its address.
pub(super) fn pool(giant: &ClientPlan, costs: &Costs, now: OffsetDateTime, people: &mut Vec<Person>) {
    let random = &mut Random::stream(Purpose::Pool, 0);
    for number in 0..POOL {
        let language = if number % 2 == 0 {
            Language::Swedish
        } else {
            Language::English
        };
        let name = names::person(random, language);
        let email = match number {
            0 => format!("owner@{}", giant.domain()),
            _ => format!("{}.{number:03}@personnel-pool.example", names::local_part(&name)),
        };
        let second_step = if number > 0 && random.chance(30) {
            SecondStep::authenticator(random)
        } else {
            SecondStep::None
        };
        people.push(Person {
            email,
            name,
            culture: if language == Language::Swedish {
                "sv-SE"
            } else {
                "en-US"
            },
            kdf: if number == 0 { costs.owner } else { costs.member },
            second_step,
            verify_devices: number != 0,
            created: now - Duration::days(random.between(430, 900)),
            version_2: false,
        });
    }
}

/// The members of the `index`-th client: some of the pool (whose accounts begin at `first`), the others without account.
pub(super) fn roster(
    plan: &ClientPlan,
    index: usize,
    now: OffsetDateTime,
    first: usize,
    people: &[Person],
) -> Vec<Member> {
    let random = &mut Random::stream(Purpose::Roster, index);
    let founded = now - Duration::days(plan.age);
    let confirmed = if index == 0 {
        POOL
    } else {
        plan.members.min(2 + plan.members / 3)
    };
    // Neighbours in the pool never repeat within one client; the owner of the largest stays there.
    let begin = random.below(POOL - 1);
    (0..plan.members)
        .map(|number| {
            let account = (number < confirmed).then(|| {
                first
                    + if index == 0 {
                        number
                    } else {
                        1 + (begin + number) % (POOL - 1)
                    }
            });
            let (email, status) = match account {
                Some(account) => (people[account].email.clone(), CONFIRMED),
                None => {
                    let name = names::person(random, plan.language);
                    let email = format!("{}.{number}@{}", names::local_part(&name), plan.domain());
                    (email, [INVITED, STAGED, REVOKED][random.weighted(&[70, 18, 12])])
                }
            };
            let role = match number {
                0 => OWNER,
                1..=3 if plan.members > 8 => ADMIN,
                _ => USER,
            };
            Member {
                id: random.id(),
                email,
                role,
                status,
                status_before: (status == REVOKED).then_some(INVITED),
                reason: (status == REVOKED).then_some(1),
                permissions: None,
                account,
                created: random.office_hours(founded, now - Duration::hours(2)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::plan;
    use super::*;

    #[test]
    fn a_thousand_clients_of_names_of_their_own_one_of_them_a_giant() {
        let plans = plan::large();
        assert_eq!(plans.len(), 1_000);
        let names: HashSet<&str> = plans.iter().map(|plan| plan.name.as_ref()).collect();
        assert_eq!(names.len(), 1_000);
        let giant = &plans[0];
        let sizes = (giant.members, giant.groups, giant.collections, giant.items);
        assert_eq!(sizes, (10_000, 300, 2_000, 20_000));
        assert!(plans[1..].iter().all(|plan| plan.members < 100), "the others are small");
    }

    #[test]
    fn the_giant_has_ten_thousand_members_of_addresses_of_their_own() {
        let giant = &plan::large()[0];
        let (mut people, now) = (Vec::new(), OffsetDateTime::UNIX_EPOCH);
        pool(giant, &Costs::REAL, now, &mut people);
        let members = roster(giant, 0, now, 0, &people);
        let addresses: HashSet<&str> = members.iter().map(|member| member.email.as_str()).collect();
        assert_eq!((members.len(), addresses.len()), (10_000, 10_000));
        assert_eq!(members.iter().filter(|member| member.account.is_some()).count(), POOL);
    }
}

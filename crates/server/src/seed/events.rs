//! The event logs of 180 days: what explains the data, and everyday work around it. Source: contract/events.md.

use rusqlite::{Connection, params};
use time::{Duration, OffsetDateTime};

use super::client::{PolicyRow, Provider, Scope, Written};
use super::random::Random;
use super::roster::{ADMIN, CONFIRMED, INVITED, Member, OWNER, REVOKED, STAGED};
use super::structure::{Collection, Group};
use crate::clock::stamp;
use crate::error::Result;
use crate::events::Event;

const DAYS: i64 = 180;
/// SystemUser of events that no person caused: provisioning by SCIM.
const SCIM: i64 = 1;

/// What the events of a client are about.
pub(super) struct Objects<'a> {
    pub groups: &'a [Group],
    pub collections: &'a [Collection],
    pub policies: &'a [PolicyRow],
    /// Item ids with the instant of their creation.
    pub ciphers: &'a [(String, OffsetDateTime)],
}

/// A provider user opened a client: its log and the provider's both tell.
pub(super) struct Visit {
    pub staff: usize,
    pub date: OffsetDateTime,
    pub address: String,
}

/// Somebody who acts in a client, with the places he usually acts from.
struct Actor {
    user: String,
    /// Since when he may.
    since: OffsetDateTime,
    manages: bool,
    /// Acts for the managing provider.
    outside: bool,
    devices: [i64; 2],
    addresses: [String; 2],
}

impl Actor {
    fn new(user: &str, since: OffsetDateTime, manages: bool, office: &str, random: &mut Random) -> Self {
        // Browsers, extensions, desktop and mobile as people mix them (contract/events.md, "Device types").
        const DEVICES: &[i64] = &[9, 9, 12, 10, 2, 2, 5, 3, 6, 7, 1, 0, 17, 8];
        Self {
            user: user.to_owned(),
            since,
            manages,
            outside: false,
            devices: [*random.pick(DEVICES), *random.pick(DEVICES)],
            addresses: [office.to_owned(), random.address()],
        }
    }
}

/// The log of one client as it grows.
struct Log<'a> {
    organization: Option<&'a str>,
    provider: Option<&'a str>,
    from: OffsetDateTime,
    until: OffsetDateTime,
    rows: Vec<(OffsetDateTime, Event, Option<i64>)>,
}

impl Log<'_> {
    /// Takes the event if it lies within the 180 days, and answers what was taken.
    fn add(
        &mut self,
        date: OffsetDateTime,
        actor: Option<&Actor>,
        event: Event,
        random: &mut Random,
    ) -> Option<&mut Event> {
        if date < self.from || date >= self.until {
            return None;
        }
        let mut event = Event {
            organization_id: self.organization.map(str::to_owned),
            ..event
        };
        let Some(actor) = actor else {
            self.rows.push((date, event, Some(SCIM)));
            return self.rows.last_mut().map(|(_, event, _)| event);
        };
        // Two of three from the office and the usual device.
        let place = usize::from(random.chance(33));
        event.acting_user_id = Some(actor.user.clone());
        event.device_type = Some(actor.devices[place]);
        event.ip_address = Some(actor.addresses[place].clone());
        if actor.outside {
            event.provider_id = self.provider.map(str::to_owned);
        }
        self.rows.push((date, event, None));
        self.rows.last_mut().map(|(_, event, _)| event)
    }

    fn write(mut self, connection: &Connection) -> Result<()> {
        self.rows.sort_by_key(|(date, ..)| *date);
        let mut insert = connection.prepare_cached(
            "INSERT INTO events (type, date, user_id, organization_id, provider_id, cipher_id, collection_id, group_id,
               policy_id, member_id, provider_user_id, provider_organization_id, acting_user_id, device_type, ip_address,
               system_user)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16)",
        )?;
        for (date, event, system) in &self.rows {
            insert.execute(params![
                event.kind,
                stamp(*date),
                event.user_id,
                event.organization_id,
                event.provider_id,
                event.cipher_id,
                event.collection_id,
                event.group_id,
                event.policy_id,
                event.member_id,
                event.provider_user_id,
                event.provider_organization_id,
                event.acting_user_id,
                event.device_type,
                event.ip_address,
                system,
            ])?;
        }
        Ok(())
    }
}

fn event(kind: i64) -> Event {
    Event {
        kind,
        ..Event::default()
    }
}

/// Writes a client's log; answers the visits of its provider, for the provider's log.
pub(super) fn write_client(scope: &Scope, objects: &Objects, random: &mut Random) -> Result<Vec<Visit>> {
    // A suspended client records nothing any more.
    let until = if scope.plan.enabled {
        scope.now
    } else {
        scope.now - Duration::days(12)
    };
    let from = (scope.now - Duration::days(DAYS)).max(scope.founded);
    let office = random.address();
    let account = |member: &Member| member.account.and_then(|index| scope.accounts.get(index));
    let mut actors = Vec::new();
    for member in scope.roster.iter().filter(|member| member.status == CONFIRMED) {
        if let Some(account) = account(member) {
            let manages = matches!(member.role, OWNER | ADMIN);
            actors.push(Actor::new(&account.id, member.created, manages, &office, random));
        }
    }
    let people = actors.len();
    if let Some(provider) = scope.provider {
        for staff in &provider.staff {
            let mut actor = Actor::new(
                &staff.user,
                staff.created.max(scope.founded),
                true,
                "203.0.113.24",
                random,
            );
            actor.outside = true;
            actors.push(actor);
        }
    }
    let mut log = Log {
        organization: Some(scope.organization),
        provider: scope.provider.map(|provider| provider.id.as_str()),
        from,
        until,
        rows: Vec::with_capacity(scope.plan.events * 2),
    };
    explain_members(&mut log, scope, &actors, random);
    explain_objects(&mut log, objects, &actors, people, random);
    for _ in 0..scope.plan.events {
        everyday(&mut log, scope, objects, &actors[..people], &actors, random);
    }
    let visits = visit(&mut log, &actors[people..], scope, random);
    log.write(scope.connection)?;
    Ok(visits)
}

/// Somebody who could have managed members at that time.
fn manager<'a>(actors: &'a [Actor], date: OffsetDateTime, random: &mut Random) -> Option<&'a Actor> {
    let able: Vec<&Actor> = actors
        .iter()
        .filter(|actor| actor.manages && actor.since <= date)
        .collect();
    if able.is_empty() {
        actors.first()
    } else {
        Some(*random.pick(&able))
    }
}

fn explain_members(log: &mut Log, scope: &Scope, actors: &[Actor], random: &mut Random) {
    for member in scope.roster {
        let user = member
            .account
            .and_then(|index| scope.accounts.get(index))
            .map(|account| account.id.clone());
        let about = |kind| Event {
            member_id: Some(member.id.clone()),
            user_id: user.clone(),
            ..event(kind)
        };
        let by = |date, random: &mut Random| manager(actors, date, random);
        if member.status == STAGED {
            log.add(member.created, None, about(1523), random);
            continue;
        }
        let invited = by(member.created, random);
        log.add(member.created, invited, about(1500), random);
        if !member.holds_key() {
            if member.status == REVOKED {
                let date = random.office_hours(member.created, log.until);
                log.add(date, by(date, random), about(1511), random);
            }
            continue;
        }
        let confirmed = member.created + Duration::minutes(random.between(30, 2_800));
        log.add(confirmed, by(confirmed, random), about(1501), random);
        let own = actors.iter().find(|actor| Some(&actor.user) == user.as_ref());
        if scope.plan.enforces(8) && random.chance(70) {
            log.add(confirmed + Duration::minutes(7), own, about(1506), random);
        }
        if member.status == REVOKED {
            let kind = match member.reason {
                Some(2) => 1520,
                Some(3) => 1518,
                Some(4) => 1521,
                _ => 1511,
            };
            let date = random.office_hours(confirmed.max(log.from), log.until);
            log.add(date, by(date, random), about(kind), random);
        }
        if random.chance(10) && member.status != INVITED {
            let date = random.office_hours(log.from, log.until);
            log.add(date.max(confirmed), by(date, random), about(1502), random);
        }
    }
}

fn explain_objects(log: &mut Log, objects: &Objects, actors: &[Actor], people: usize, random: &mut Random) {
    for group in objects.groups {
        let created = Event {
            group_id: Some(group.id.clone()),
            ..event(1400)
        };
        log.add(group.created, manager(actors, group.created, random), created, random);
    }
    for collection in objects.collections {
        let created = Event {
            collection_id: Some(collection.id.clone()),
            ..event(1300)
        };
        log.add(
            collection.created,
            manager(actors, collection.created, random),
            created,
            random,
        );
    }
    for policy in objects.policies {
        let saved = Event {
            policy_id: Some(policy.id.clone()),
            ..event(1700)
        };
        log.add(policy.revised, manager(actors, policy.revised, random), saved, random);
    }
    if people == 0 {
        return;
    }
    for (cipher, created) in objects.ciphers {
        let actor = random.pick(&actors[..people]);
        if actor.since <= *created {
            log.add(
                *created,
                Some(actor),
                Event {
                    cipher_id: Some(cipher.clone()),
                    ..event(1100)
                },
                random,
            );
        }
    }
}

/// Type and weight of what members do with items day by day.
const ITEM_WORK: &[(i64, u32)] = &[
    (1107, 30),
    (1114, 28),
    (1111, 20),
    (1108, 8),
    (1101, 6),
    (1106, 2),
    (1109, 2),
    (1112, 1),
    (1115, 2),
    (1116, 1),
];

/// One event of an ordinary day; days before its people or objects existed stay empty.
fn everyday(log: &mut Log, scope: &Scope, objects: &Objects, people: &[Actor], all: &[Actor], random: &mut Random) {
    let date = random.office_hours(log.from, log.until);
    if people.is_empty() {
        return;
    }
    let actor = random.pick(people);
    if actor.since > date {
        return;
    }
    let own = |kind| Event {
        user_id: Some(actor.user.clone()),
        ..event(kind)
    };
    let boss = manager(all, date, random);
    let (by, done) = match random.weighted(&[62, 26, 3, 2, 1, 2, 2, 1]) {
        0 if !objects.ciphers.is_empty() => {
            let weights: Vec<u32> = ITEM_WORK.iter().map(|(_, weight)| *weight).collect();
            let kind = ITEM_WORK[random.weighted(&weights)].0;
            let (cipher, created) = random.pick(objects.ciphers);
            if *created > date {
                return;
            }
            (
                Some(actor),
                Event {
                    cipher_id: Some(cipher.clone()),
                    ..event(kind)
                },
            )
        }
        2 => (Some(actor), own(1005)),
        3 => (Some(actor), own(*random.pick(&[1002, 1001, 1006, 1007]))),
        4 => (boss, event(*random.pick(&[1600, 1602, 1610]))),
        5 if !objects.collections.is_empty() => {
            let collection = random.pick(objects.collections);
            if collection.created > date {
                return;
            }
            (
                boss,
                Event {
                    collection_id: Some(collection.id.clone()),
                    ..event(1301)
                },
            )
        }
        6 if !objects.groups.is_empty() => {
            let group = random.pick(objects.groups);
            if group.created > date {
                return;
            }
            (
                boss,
                Event {
                    group_id: Some(group.id.clone()),
                    ..event(1401)
                },
            )
        }
        7 => {
            let member = random.pick(scope.roster);
            if member.created > date {
                return;
            }
            let kind = if objects.groups.is_empty() { 1502 } else { 1504 };
            (
                boss,
                Event {
                    member_id: Some(member.id.clone()),
                    ..event(kind)
                },
            )
        }
        _ => (Some(actor), own(1000)),
    };
    log.add(date, by, done, random);
}

/// The provider's people open the client now and then.
fn visit(log: &mut Log, staff: &[Actor], scope: &Scope, random: &mut Random) -> Vec<Visit> {
    let mut visits = Vec::new();
    if staff.is_empty() {
        return visits;
    }
    let count = (scope.plan.events / 25).clamp(1, 60);
    for _ in 0..count {
        let date = random.office_hours(log.from, log.until);
        let index = random.below(staff.len());
        if staff[index].since > date {
            continue;
        }
        if let Some(row) = log.add(date, Some(&staff[index]), event(1603), random) {
            visits.push(Visit {
                staff: index,
                date,
                address: row.ip_address.clone().unwrap_or_default(),
            });
        }
    }
    visits
}

/// Writes the provider's own log: its people's sign-ins, its clients, its visits.
pub(super) fn write_provider(
    connection: &Connection,
    provider: &Provider,
    clients: &[Written],
    now: OffsetDateTime,
    random: &mut Random,
) -> Result<()> {
    let mut actors: Vec<Actor> = Vec::with_capacity(provider.staff.len());
    for staff in &provider.staff {
        let mut actor = Actor::new(&staff.user, staff.created, false, "203.0.113.24", random);
        actor.outside = true;
        actors.push(actor);
    }
    let mut log = Log {
        organization: None,
        provider: Some(&provider.id),
        from: now - Duration::days(DAYS),
        until: now,
        rows: Vec::new(),
    };
    // The first of the staff is the admin, who adds people and clients.
    let admin = actors.first();
    for staff in provider.staff.iter().skip(1) {
        let about = |kind| Event {
            provider_user_id: Some(staff.provider_user.clone()),
            user_id: Some(staff.user.clone()),
            ..event(kind)
        };
        log.add(staff.created, admin, about(1800), random);
        log.add(staff.created + Duration::hours(20), admin, about(1801), random);
    }
    for client in clients {
        let link = Some(client.link.clone());
        log.add(
            client.founded,
            admin,
            Event {
                provider_organization_id: link.clone(),
                ..event(1900)
            },
            random,
        );
        for visit in &client.visits {
            let opened = Event {
                provider_organization_id: link.clone(),
                ..event(1903)
            };
            if let Some(row) = log.add(visit.date, actors.get(visit.staff), opened, random) {
                row.ip_address = Some(visit.address.clone());
            }
        }
    }
    for _ in 0..DAYS * 3 {
        let date = random.office_hours(log.from, log.until);
        let actor = random.pick(&actors);
        if actor.since <= date {
            let kind = [1000, 1005, 1006][random.weighted(&[94, 5, 1])];
            log.add(
                date,
                Some(actor),
                Event {
                    user_id: Some(actor.user.clone()),
                    ..event(kind)
                },
                random,
            );
        }
    }
    log.write(connection)
}

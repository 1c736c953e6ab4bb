//! Demo data: a provider with its clients, by real cryptography and reproducible chance.
//!
//! `plan` says which clients there are, `roster` who belongs to them, `people` makes the accounts, `client` one
//! organization with `structure`, `items` (from `contents`) and `events` below it, `large` the thousand clients;
//! `names` and `random` serve all of them, and `sealing` is the one place that encrypts.

mod client;
mod contents;
mod events;
mod items;
mod large;
mod names;
mod people;
mod plan;
mod random;
mod roster;
mod sealing;
mod structure;

use rusqlite::{Connection, params};
use time::{Duration, OffsetDateTime};

use crate::clock::{Clock, stamp};
use crate::config::Seed;
use crate::db::Db;
use crate::error::Result;
use client::{Parts, Provider, Staff, Written};
use people::{Account, Costs, PASSWORD, Person, SecondStep};
use plan::{ClientPlan, Tier};
use random::{Purpose, Random};
use roster::Member;

const BILLING_EMAIL: &str = "billing@northlight.example";
/// Shared secret of `secure@northlight.example`, base32.
const AUTHENTICATOR_SECRET: &str = "NORTHLIGHTDEMOAUTHENTICATORKEY27";
const RECOVERY_CODE: &str = "north7light3demo9recovery5code42";
/// Days since the provider began.
const PROVIDER_AGE: i64 = 430;

/// What was filled in, as lines for the person who started the server.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub lines: Vec<String>,
}

/// How cheap the accounts of test data are.
#[derive(Clone, Copy, Debug)]
pub struct Small {
    /// PBKDF2 iterations of every account but the service user's; clients refuse fewer than 5,000.
    pub kdf_iterations: u32,
}

/// Fills an empty database; one that holds data already is left as it is. Answers the accounts to sign in with.
pub fn fill(db: &Db, seed: Seed, clock: &Clock) -> Result<Report> {
    let (plans, scale) = match seed {
        Seed::Demo => (plan::demo(), Scale::Own),
        Seed::Large => (plan::large(), Scale::Pool),
        Seed::None => return Ok(Report::default()),
    };
    fill_with(db, plans, scale, Costs::REAL, clock)
}

/// The same provider with three clients (30 members of every kind; five and suspended; one and full), quick enough for
/// unoptimised builds.
pub fn fill_small(db: &Db, clock: &Clock, options: Small) -> Result<Report> {
    fill_with(
        db,
        plan::small(),
        Scale::Own,
        Costs::small(options.kdf_iterations),
        clock,
    )
}

/// Where members' accounts come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scale {
    /// Everybody has his own.
    Own,
    /// A pool shared among the clients.
    Pool,
}

fn fill_with(db: &Db, plans: Vec<ClientPlan>, scale: Scale, costs: Costs, clock: &Clock) -> Result<Report> {
    let report = describe(&plans, scale, &costs);
    let (accounts, provider) = db.call_blocking(|connection| {
        let accounts: i64 = connection.query_row("SELECT count(*) FROM users", [], |row| row.get(0))?;
        let provider: i64 =
            connection.query_row("SELECT count(*) FROM providers WHERE id = ?1", [provider_id()], |row| {
                row.get(0)
            })?;
        Ok((accounts, provider))
    })?;
    if accounts > 0 {
        return Ok(if provider > 0 { report } else { Report::default() });
    }
    let now = clock.now();
    let solo = plan::solo();
    let mut people = staff(&costs, now);
    let staff_count = people.len();
    let rosters: Vec<Vec<Member>> = if scale == Scale::Pool {
        large::pool(&plans[0], &costs, now, &mut people);
        plans
            .iter()
            .enumerate()
            .map(|(index, plan)| large::roster(plan, index, now, staff_count, &people))
            .collect()
    } else {
        plans
            .iter()
            .enumerate()
            .map(|(index, plan)| roster::draw(plan, index, now, &costs, &mut people))
            .collect()
    };
    let solo_roster = roster::draw(&solo, SOLO_INDEX, now, &costs, &mut people);

    tracing::info!(
        "demo data: {} accounts and {} organizations get their keys",
        people.len(),
        plans.len() + 1
    );
    let accounts = people::make_all(people)?;
    let pairs = people::in_parallel("organizations", plans.len() + 1, |_| sealing::new_pair())?;

    tracing::info!("demo data: writing");
    db.call_blocking(|connection| {
        let transaction = connection.transaction()?;
        for account in &accounts {
            people::write(&transaction, account, now)?;
        }
        let provider = write_provider(&transaction, &accounts[..staff_count], now)?;
        let mut written = Vec::with_capacity(plans.len());
        for (index, (plan, roster)) in plans.iter().zip(&rosters).enumerate() {
            let parts = Parts {
                plan,
                roster,
                pair: &pairs[index],
                accounts: &accounts,
                provider: Some(&provider),
            };
            written.push(client::write(&transaction, index, &parts, now)?);
            if index > 0 && index.is_multiple_of(100) {
                tracing::info!("demo data: {index} of {} clients written", plans.len());
            }
        }
        let parts = Parts {
            plan: &solo,
            roster: &solo_roster,
            pair: &pairs[plans.len()],
            accounts: &accounts,
            provider: None,
        };
        client::write(&transaction, SOLO_INDEX, &parts, now)?;
        write_provider_plans(&transaction, &provider, &written)?;
        let random = &mut Random::stream(Purpose::Events, SOLO_INDEX + 1);
        events::write_provider(&transaction, &provider, &written, now, random)?;
        transaction.commit()?;
        Ok(())
    })?;
    tracing::info!("demo data: done");
    Ok(report)
}

/// Streams of chance of the organization without a provider; above every client's.
const SOLO_INDEX: usize = 1_000_000;

/// The provider's own people: the admin first.
fn staff(costs: &Costs, now: OffsetDateTime) -> Vec<Person> {
    let authenticator = SecondStep::Authenticator(AUTHENTICATOR_SECRET.into(), RECOVERY_CODE.into());
    let person = |local: &str, name: &str, kdf, second_step, age| Person {
        email: format!("{local}@northlight.example"),
        name: name.into(),
        culture: "sv-SE",
        kdf,
        second_step,
        verify_devices: false,
        created: now - Duration::days(age),
        version_2: false,
    };
    let admin = person("admin", "Astrid Norrgård", costs.admin, SecondStep::None, PROVIDER_AGE);
    let service = person("service", "Sami Väisänen", costs.service, SecondStep::None, 396);
    let secure = person("secure", "Selma Öhrn", costs.admin, authenticator, 201);
    let careful = Person {
        verify_devices: true,
        ..person("newdevice", "Nadia Dahl", costs.admin, SecondStep::None, 120)
    };
    let modern = Person {
        version_2: true,
        ..person("modern", "Milo Vester", costs.service, SecondStep::None, 34)
    };
    vec![admin, service, secure, careful, modern]
}

fn provider_id() -> String {
    Random::stream(Purpose::Provider, 0).id()
}

/// "Northlight IT" and its people, each holding the provider key.
fn write_provider(connection: &Connection, accounts: &[Account], now: OffsetDateTime) -> Result<Provider> {
    let random = &mut Random::stream(Purpose::Provider, 0);
    let id = random.id();
    let key = sealing::new_key(random)?;
    let began = stamp(now - Duration::days(PROVIDER_AGE));
    // Type 0 Msp, status 2 Billable (contract/accounts.md 1.5).
    connection.execute(
        "INSERT INTO providers (id, name, business_name, billing_email, type, status, enabled, use_events, creation_date,
           revision_date) VALUES (?1, 'Northlight IT', 'Northlight IT', ?2, 0, 2, 1, 1, ?3, ?3)",
        params![id, BILLING_EMAIL, began],
    )?;
    let mut staff = Vec::with_capacity(accounts.len());
    for (number, account) in accounts.iter().enumerate() {
        let provider_user = random.id();
        let created = account.person.created;
        // 0 Provider Admin, 1 Service User; status 2 Confirmed.
        connection.execute(
            "INSERT INTO provider_users (id, provider_id, user_id, email, key, type, status, creation_date, revision_date)
             VALUES (?1,?2,?3,?4,?5,?6,2,?7,?7)",
            params![
                provider_user,
                id,
                account.id,
                account.person.email,
                sealing::share(&account.public, &key)?,
                i64::from(number > 0),
                stamp(created),
            ],
        )?;
        if account.person.verify_devices {
            people::write_device(connection, account, now)?;
        }
        staff.push(Staff {
            provider_user,
            user: account.id.clone(),
            created,
        });
    }
    Ok(Provider { id, key, staff })
}

/// Seat minimums, and what the clients' seats exceed them by (contract/providers.md section 5).
fn write_provider_plans(connection: &Connection, provider: &Provider, clients: &[Written]) -> Result<()> {
    for (tier, plan_type, minimum) in [(Tier::Teams, 17, 60_i64), (Tier::Enterprise, 19, 450)] {
        let assigned: i64 = clients
            .iter()
            .filter(|client| client.tier == tier)
            .map(|client| client.seats)
            .sum();
        connection.execute(
            "INSERT INTO provider_plans (provider_id, plan_type, seat_minimum, purchased_seats) VALUES (?1,?2,?3,?4)",
            params![provider.id, plan_type, minimum, (assigned - minimum).max(0)],
        )?;
    }
    Ok(())
}

/// The accounts to sign in with, one line each.
fn describe(plans: &[ClientPlan], scale: Scale, costs: &Costs) -> Report {
    let mut lines = vec![format!("Master password of every account: {PASSWORD}")];
    let mut add = |local: &str, domain: &str, text: &str| {
        let address = format!("{local}@{domain}");
        lines.push(format!("{address:<38} {text}"));
    };
    let staff = "northlight.example";
    add(
        "admin",
        staff,
        &format!("Provider Admin of Northlight IT, {}", costs.admin),
    );
    add("service", staff, &format!("Service User, {}", costs.service));
    let second = format!("Service User, authenticator secret {AUTHENTICATOR_SECRET}, recovery code {RECOVERY_CODE}");
    add("secure", staff, &second);
    add(
        "newdevice",
        staff,
        "Service User, a new device needs the code from the outbox",
    );
    add("modern", staff, "Service User with an account of the newer form (V2)");
    for plan in if scale == Scale::Pool { &plans[..1] } else { plans } {
        let state = if plan.enabled { "" } else { " (suspended)" };
        add("owner", &plan.domain(), &format!("Owner of {}{state}", plan.name));
    }
    let solo = plan::solo();
    add(
        "owner",
        &solo.domain(),
        &format!("Owner of {}, which has no provider", solo.name),
    );
    Report { lines }
}

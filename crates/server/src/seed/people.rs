//! Accounts of the demo data: keys, password, second step; made on all cores, because key pairs take their time.

use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::{Connection, params};
use time::{Duration, OffsetDateTime};

use super::random::{Purpose, Random};
use super::sealing::{self, Key};
use crate::clock::stamp;
use crate::error::{Error, Result};
use crate::identity::secrets;

/// The master password of every demo account.
pub(super) const PASSWORD: &str = "northlight demo password";

/// How an account turns its password into a key; units as on the wire (memory in MiB).
#[derive(Clone, Copy, Debug)]
pub(super) enum Kdf {
    Pbkdf2(u32),
    Argon2id {
        iterations: u32,
        memory: u32,
        parallelism: u32,
    },
}

impl std::fmt::Display for Kdf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Pbkdf2(iterations) => write!(f, "PBKDF2 {iterations}"),
            Self::Argon2id {
                iterations,
                memory,
                parallelism,
            } => {
                write!(f, "Argon2id {iterations} / {memory} MiB / {parallelism}")
            }
        }
    }
}

/// Which derivation each kind of account uses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Costs {
    pub admin: Kdf,
    pub service: Kdf,
    pub owner: Kdf,
    pub member: Kdf,
}

impl Costs {
    /// As real accounts have them: new ones at 600,000, members' at the 100,000 of some years ago.
    pub(super) const REAL: Self = Self {
        admin: Kdf::Pbkdf2(600_000),
        service: Kdf::Argon2id {
            iterations: 3,
            memory: 64,
            parallelism: 4,
        },
        owner: Kdf::Pbkdf2(600_000),
        member: Kdf::Pbkdf2(100_000),
    };

    /// Cheap ones for tests.
    pub(super) fn small(iterations: u32) -> Self {
        let pbkdf2 = Kdf::Pbkdf2(iterations);
        let service = Kdf::Argon2id {
            iterations: 2,
            memory: 16,
            parallelism: 1,
        };
        Self {
            admin: pbkdf2,
            service,
            owner: pbkdf2,
            member: pbkdf2,
        }
    }
}

/// What an account asks for after the password.
#[derive(Clone, Debug)]
pub(super) enum SecondStep {
    None,
    /// Shared secret in base32, recovery code.
    Authenticator(String, String),
    /// Codes to the account's own address.
    Email,
}

impl SecondStep {
    /// An authenticator with a secret of its own (RFC 4226 asks for 160 bits).
    pub(super) fn authenticator(random: &mut Random) -> Self {
        let secret = random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);
        Self::Authenticator(secret, random.text("abcdefghijkmnpqrstuvwxyz23456789", 32))
    }
}

/// Somebody who is about to get an account.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub email: String,
    pub name: String,
    pub culture: &'static str,
    pub kdf: Kdf,
    pub second_step: SecondStep,
    /// Asks for a mailed code on a device it has not seen.
    pub verify_devices: bool,
    pub created: OffsetDateTime,
    /// An account of the newer form (crypto/crypto.md section 11).
    pub version_2: bool,
}

/// A finished account: its row, and the keys that others need.
pub(super) struct Account {
    pub id: String,
    pub person: Person,
    pub user_key: Key,
    /// SPKI in base64.
    pub public: String,
    keys: sealing::AccountKeys,
    verifier: String,
    security_stamp: String,
    avatar: Option<String>,
}

/// Makes the accounts; `index` of each is its place in the list.
pub(super) fn make_all(people: Vec<Person>) -> Result<Vec<Account>> {
    in_parallel("accounts", people.len(), |index| make(&people[index], index))
}

fn make(person: &Person, index: usize) -> Result<Account> {
    let random = &mut Random::stream(Purpose::Account, index);
    let id = random.id();
    let password = sealing::derive(PASSWORD, &person.email, person.kdf)?;
    let (user_key, keys) = if person.version_2 {
        sealing::account_version_2(&password, random)?
    } else {
        sealing::account(&password, random)?
    };
    let avatar = random.chance(35).then(|| format!("#{:06x}", random.below(0x100_0000)));
    Ok(Account {
        id,
        user_key,
        public: keys.public.clone(),
        keys,
        verifier: secrets::verifier_with_salt(&password.hash, &random.bytes()),
        security_stamp: random.id(),
        avatar,
        person: person.clone(),
    })
}

/// Runs `make` for 0 to `count` - 1 on all cores (at most eight threads); results in order.
pub(super) fn in_parallel<T: Send>(
    what: &str,
    count: usize,
    make: impl Fn(usize) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from).min(8);
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, T)>> {
        let mut made = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return Ok(made);
            }
            made.push((index, make(index)?));
            if index > 0 && index.is_multiple_of(100) {
                tracing::info!("demo data: {index} of {count} {what}");
            }
        }
    };
    let mut all = std::thread::scope(|scope| -> Result<Vec<(usize, T)>> {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut all = Vec::with_capacity(count);
        for worker in workers {
            all.extend(
                worker
                    .join()
                    .map_err(|_| Error::Internal("a seeding thread broke off".into()))??,
            );
        }
        Ok(all)
    })?;
    all.sort_by_key(|(index, _)| *index);
    Ok(all.into_iter().map(|(_, made)| made).collect())
}

/// Writes the account's row.
pub(super) fn write(connection: &Connection, account: &Account, now: OffsetDateTime) -> Result<()> {
    let Account { person, keys, .. } = account;
    let (kind, iterations, memory, parallelism) = match person.kdf {
        Kdf::Pbkdf2(iterations) => (0, iterations, None, None),
        Kdf::Argon2id {
            iterations,
            memory,
            parallelism,
        } => (1, iterations, Some(memory), Some(parallelism)),
    };
    let (totp, email, recovery) = match &person.second_step {
        SecondStep::None => (None, None, None),
        SecondStep::Authenticator(secret, recovery) => (Some(secret), None, Some(recovery)),
        SecondStep::Email => (None, Some(&person.email), None),
    };
    connection
        .prepare_cached(
            "INSERT INTO users (id, email, name, culture, avatar_color, password_verifier, salt, kdf_type, kdf_iterations,
               kdf_memory, kdf_parallelism, wrapped_user_key, public_key, wrapped_private_key, signed_public_key,
               wrapped_signing_key, verifying_key, security_state, security_version, user_key_id, security_stamp,
               verify_devices, totp_secret, email_two_factor, recovery_code, creation_date, revision_date)
             VALUES (?1,?2,?3,?4,?5,?6,?2,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26)",
        )?
        .execute(params![
            account.id,
            person.email,
            person.name,
            person.culture,
            account.avatar,
            account.verifier,
            kind,
            iterations,
            memory,
            parallelism,
            keys.wrapped_user_key,
            keys.public,
            keys.wrapped_private_key,
            keys.version_2.as_ref().map(|extra| &extra.signed_public_key),
            keys.version_2.as_ref().map(|extra| &extra.wrapped_signing_key),
            keys.version_2.as_ref().map(|extra| &extra.verifying_key),
            keys.version_2.as_ref().map(|extra| &extra.security_state),
            keys.version_2.as_ref().map(|extra| extra.security_version),
            keys.version_2.as_ref().map(|extra| &extra.user_key_id),
            account.security_stamp,
            person.verify_devices,
            totp,
            email,
            recovery,
            stamp(person.created),
            stamp(person.created.max(now - Duration::days(30))),
        ])?;
    Ok(())
}

/// Gives the account a device it has signed in from before.
pub(super) fn write_device(connection: &Connection, account: &Account, now: OffsetDateTime) -> Result<()> {
    let random = &mut Random::stream(Purpose::Device, 0);
    connection
        .prepare_cached(
            "INSERT INTO devices (id, user_id, identifier, name, type, creation_date, last_activity_date)
             VALUES (?1,?2,?3,'chrome',9,?4,?5)",
        )?
        .execute(params![
            random.id(),
            account.id,
            random.id(),
            stamp(account.person.created),
            stamp(now - Duration::days(2))
        ])?;
    Ok(())
}

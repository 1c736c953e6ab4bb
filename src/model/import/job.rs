//! The worker's door: a file comes in and is kept, counts go out; a key comes in, the encrypted body goes out.
//! Messages are a header (JSON) and bytes; item contents never stand in a header.

use portal_crypto::SymmetricKey;
use zeroize::Zeroizing;

use super::file::{Compose, Parsed, Unusable, parse_for};
use super::item::Kind;
use super::report::{self, Destination, Existing, Home, Report};
use super::seal::{Address, Told, seal};
use crate::api::ids::{OrganizationId, UserId};
use crate::json::message;

message! {
    /// What the page asks of the worker.
    #[derive(Debug)]
    pub enum Job {
        /// Read the file in the bytes and keep it. `existing`: the client's collections; `held`: the types that the server can hold;
        /// `unnamed`: names for items without one, a word for each type.
        Check {
            existing: Vec<Existing>,
            held: Vec<Kind>,
            unnamed: Vec<String>,
        },
        /// Encrypt what was read with the organization key in the bytes.
        Seal {
            organization: OrganizationId,
            user: UserId,
            destination: Destination,
        },
    }
}

message! {
    /// What the worker answers.
    #[derive(Debug, PartialEq, Eq)]
    pub enum Answer {
        Unusable {
            why: Unusable,
        },
        Checked {
            report: Box<Report>,
        },
        /// So much of so much of the job.
        Progress {
            done: u32,
            total: u32,
        },
        /// The next part of the body, in the bytes.
        Part,
        /// The body is whole. In the bytes: where each of its items stands in the file, by [`numbers`].
        Sealed,
        /// Nothing was read before, or the key can't encrypt.
        Failed,
    }
}

/// What the worker keeps between two jobs. Its memory ends with the worker.
pub struct Desk {
    compose: Compose,
    file: Option<(Parsed, Vec<Home>)>,
}

impl Desk {
    pub fn new(compose: Compose) -> Self {
        Self { compose, file: None }
    }

    /// Does a job; `answer` may be called several times, last with the outcome.
    pub fn handle(&mut self, job: Job, bytes: Vec<u8>, mut answer: impl FnMut(&Answer, &[u8])) {
        match job {
            Job::Check {
                existing,
                held,
                unnamed,
            } => {
                self.file = None;
                let parsed = parse_for(&bytes, &existing, self.compose, &mut |done, total| {
                    answer(&progress(done, total), &[])
                });
                drop(bytes);
                match parsed {
                    Ok(mut parsed) => {
                        parsed.hold_only(&held);
                        parsed.name_rest(&unnamed);
                        let homes = report::homes(&parsed, &existing);
                        let report = Box::new(Report::of(&parsed, &homes));
                        self.file = Some((parsed, homes));
                        answer(&Answer::Checked { report }, &[]);
                    }
                    Err(why) => answer(&Answer::Unusable { why }, &[]),
                }
            }
            Job::Seal {
                organization,
                user,
                destination,
            } => {
                let address = Address {
                    organization: &organization,
                    user: &user,
                    destination: &destination,
                };
                match self.seal(&address, Zeroizing::new(bytes), &mut answer) {
                    Some(numbers) => answer(&Answer::Sealed, &numbers),
                    None => answer(&Answer::Failed, &[]),
                }
            }
        }
    }

    /// The items are gone from the desk afterwards, whatever the outcome.
    fn seal(
        &mut self,
        address: &Address<'_>,
        key: Zeroizing<Vec<u8>>,
        answer: &mut impl FnMut(&Answer, &[u8]),
    ) -> Option<Vec<u8>> {
        let (parsed, homes) = self.file.take()?;
        let key = SymmetricKey::from_bytes(&key).ok()?;
        let sealed = seal(&parsed, &homes, address, &key, |told| match told {
            Told::Done(done, total) => answer(&progress(done, total), &[]),
            Told::Part(part) => answer(&Answer::Part, part),
        });
        sealed.ok()?;
        Some(parsed.items.iter().flat_map(|item| item.number.to_le_bytes()).collect())
    }
}

fn progress(done: usize, total: usize) -> Answer {
    let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Answer::Progress {
        done: counted(done),
        total: counted(total),
    }
}

/// The numbers that come with `Sealed`. As bytes, since there may be forty thousand.
pub fn numbers(bytes: &[u8]) -> Vec<u32> {
    let (numbers, _) = bytes.as_chunks();
    numbers.iter().copied().map(u32::from_le_bytes).collect()
}

#[cfg(test)]
mod strict_tests;
#[cfg(test)]
mod tests;

//! The worker's door: a file comes in and is kept, counts go out; a key comes in, the encrypted body goes out.
//! Messages are a header (JSON) and bytes; item contents never stand in a header.

use portal_crypto::SymmetricKey;
use zeroize::Zeroizing;

use super::file::{Parsed, Unusable, parse};
use super::report::{Destination, Existing, Report};
use super::seal::{Address, Told, seal};
use crate::api::ids::{OrganizationId, UserId};
use crate::json::message;

message! {
    /// What the page asks of the worker.
    #[derive(Debug)]
    pub enum Job {
        /// Read the file in the bytes and keep it. `existing`: the client's collections.
        Check { existing: Vec<Existing> },
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
#[derive(Default)]
pub struct Desk {
    file: Option<(Parsed, Report)>,
}

impl Desk {
    /// Does a job; `answer` may be called several times, last with the outcome.
    pub fn handle(&mut self, job: Job, bytes: Vec<u8>, mut answer: impl FnMut(&Answer, &[u8])) {
        match job {
            Job::Check { existing } => {
                self.file = None;
                let parsed = parse(&bytes);
                drop(bytes);
                match parsed {
                    Ok(parsed) => {
                        let report = Report::of(&parsed, &existing);
                        self.file = Some((parsed, report.clone()));
                        let report = Box::new(report);
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
        let (parsed, report) = self.file.take()?;
        let key = SymmetricKey::from_bytes(&key).ok()?;
        let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let sealed = seal(&parsed, &report, address, &key, |told| match told {
            Told::Done(done, total) => {
                let (done, total) = (counted(done), counted(total));
                answer(&Answer::Progress { done, total }, &[]);
            }
            Told::Part(part) => answer(&Answer::Part, part),
        });
        sealed.ok()?;
        Some(parsed.items.iter().flat_map(|item| item.number.to_le_bytes()).collect())
    }
}

/// The numbers that come with `Sealed`. As bytes, since there may be forty thousand.
pub fn numbers(bytes: &[u8]) -> Vec<u32> {
    let (numbers, _) = bytes.as_chunks();
    numbers.iter().copied().map(u32::from_le_bytes).collect()
}

#[cfg(test)]
mod tests;

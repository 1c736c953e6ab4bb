//! The worker's door: a file comes in and is kept, counts go out; a key comes in, the encrypted body goes out.
//! Messages are a header (JSON) and bytes; item contents never stand in a header.

use portal_crypto::SymmetricKey;
use zeroize::Zeroizing;

use super::file::{Parsed, Unusable, parse};
use super::report::{Destination, Existing, Report};
use super::seal::{Address, seal};
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
    /// What the worker answers; the body of `Sealed` is in the bytes.
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
        /// `numbers`: where each item of the body stands in the file.
        Sealed {
            numbers: Vec<u32>,
        },
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
                    Some((numbers, body)) => answer(&Answer::Sealed { numbers }, &body),
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
    ) -> Option<(Vec<u32>, Vec<u8>)> {
        let (parsed, report) = self.file.take()?;
        let key = SymmetricKey::from_bytes(&key).ok()?;
        let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let body = seal(&parsed, &report, address, &key, |done, total| {
            let (done, total) = (counted(done), counted(total));
            answer(&Answer::Progress { done, total }, &[]);
        });
        let numbers = parsed.items.iter().map(|item| item.number).collect();
        Some((numbers, body.ok()?))
    }
}

#[cfg(test)]
mod tests;

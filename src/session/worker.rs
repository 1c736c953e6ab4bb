//! Slow key derivation on a second thread. The worker is started when first needed and ended after the job, which
//! gives its memory back.

use portal_crypto::MasterKey;

use super::failure::Failure;
use super::unlock::Derive;
use crate::api::transport::Local;
use crate::browser::worker::{self, Worker};
use crate::json::{self, message};

message! {
    /// Jobs of this file; the password travels as the message's bytes.
    pub enum KeyJob {
        Argon2id {
            salt: String,
            iterations: u32,
            memory_mib: u32,
            parallelism: u32,
        },
    }
}

/// The word with which the worker answers a job that failed.
pub const FAILED: &str = "failed";

/// Starts the worker and waits until it listens.
pub async fn start() -> Result<Worker, Failure> {
    let address = worker::address().await.ok_or(Failure::PartMissing)?;
    let mut worker = Worker::start(&address).ok_or(Failure::Worker)?;
    match worker.next().await {
        Some((ready, _)) if ready == "ready" => Ok(worker),
        _ => Err(Failure::Worker),
    }
}

/// Argon2id in the worker.
pub struct InWorker;

impl Derive for InWorker {
    fn argon2id<'a>(
        &'a self,
        password: &'a [u8],
        salt: &'a str,
        iterations: u32,
        memory_mib: u32,
        parallelism: u32,
    ) -> Local<'a, Result<MasterKey, Failure>> {
        Box::pin(async move {
            let job = KeyJob::Argon2id {
                salt: salt.to_owned(),
                iterations,
                memory_mib,
                parallelism,
            };
            let header = json::to_string(&job);
            let mut worker = start().await?;
            if !worker.post(&header, password) {
                return Err(Failure::Worker);
            }
            let (answer, payload) = worker.next().await.ok_or(Failure::Worker)?;
            let bytes: [u8; 32] = payload.bytes().try_into().map_err(|_| Failure::Worker)?;
            if answer == FAILED {
                Err(Failure::Worker)
            } else {
                Ok(MasterKey::from_bytes(bytes))
            }
        })
    }
}

/// The worker's side: the derived bytes, or `None` when the settings are refused.
pub fn run(job: &KeyJob, password: &[u8]) -> Option<[u8; 32]> {
    let KeyJob::Argon2id {
        salt,
        iterations,
        memory_mib,
        parallelism,
    } = job;
    let key = portal_crypto::kdf::argon2id(password, salt, *iterations, *memory_mib, *parallelism).ok()?;
    Some(*key.as_bytes())
}

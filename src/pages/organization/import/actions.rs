//! The work itself, step by step: read and check a file, encrypt, make sure of the server. No signals, no view.

use crate::api::ids::{OrganizationId, UserId};
use crate::api::{Api, ApiError};
use crate::browser::blob::Blob;
use crate::browser::file::{self, File};
use crate::browser::slices::Slices;
use crate::browser::worker::{Payload, Worker};
use crate::json;
use crate::model::collection::{self, Collection};
use crate::model::import::file::MAX_BYTES;
use crate::model::import::{Answer, Destination, Existing, Job, Kind, Report, Unusable, job};
use crate::model::server::Abilities;
use crate::session::{Failure, Open, worker};

use super::trouble::Trouble;
use super::words;

/// A file that was read: the worker that holds it, and what is known of it.
pub struct Checked {
    pub worker: Worker,
    pub report: Report,
    /// The client's collections that items can go to.
    pub existing: Vec<Existing>,
    /// How many collections the server counts.
    pub held: usize,
    /// What the server can do.
    pub abilities: Abilities,
}

/// Reads the client's collections and the file, and has the worker check it.
pub async fn check(
    api: &Api,
    open: &Open,
    id: &OrganizationId,
    chosen: &File,
    progress: impl Fn(u32, u32),
) -> Result<Checked, Trouble> {
    if file::size(chosen) > MAX_BYTES {
        return Err(Trouble::Unusable(Unusable::TooLarge));
    }
    let key = open.organization_key(id).map_err(Trouble::Before)?;
    let server = api.server_kind().await;
    let abilities = Abilities::of(server.map_err(|error| Trouble::Before(error.into()))?);
    let records = api.organization(id.clone()).collections().await;
    let records = records.map_err(|error| Trouble::Before(error.into()))?;
    if !collection::fits(key, &records) {
        return Err(Trouble::Before(Failure::ForeignKey));
    }
    let held = records.len();
    let mut slices = Slices::begin();
    let mut existing = Vec::new();
    for record in &records {
        if record.kind == 0
            && record.default_user_collection_email.is_none()
            && let Some(name) = Collection::of(record, Ok(key)).name.readable()
        {
            let (id, name) = (record.id.clone(), name.clone());
            existing.push(Existing { id, name });
        }
        slices.turn().await;
    }
    let contents = file::read(chosen)
        .await
        .ok_or(Trouble::Unusable(Unusable::Unreadable))?;
    let mut worker = worker::start().await.map_err(Trouble::Before)?;
    let job = json::to_string(&Job::Check {
        existing: existing.clone(),
        held: Kind::ALL.into_iter().filter(|kind| abilities.holds(*kind)).collect(),
        unnamed: Kind::ALL.map(words::unnamed).into(),
    });
    if !worker.post_contents(&job, &contents) {
        return Err(failed());
    }
    loop {
        match next(&mut worker).await?.0 {
            Answer::Progress { done, total } => progress(done, total),
            Answer::Checked { report } => {
                // A long report took its time; drawing is the next task's.
                slices.turn().await;
                return Ok(Checked {
                    worker,
                    report: *report,
                    existing,
                    held,
                    abilities,
                });
            }
            Answer::Unusable { why } => return Err(Trouble::Unusable(why)),
            _ => return Err(failed()),
        }
    }
}

/// Has the worker encrypt what it holds, then ends it. The body, and where its items stand in the file.
pub async fn seal(
    mut worker: Worker,
    open: &Open,
    organization: &OrganizationId,
    destination: Destination,
    progress: impl Fn(u32, u32),
) -> Result<(Vec<u32>, Blob), Trouble> {
    let user: UserId = open.account.id.clone();
    let job = json::to_string(&Job::Seal {
        organization: organization.clone(),
        user,
        destination,
    });
    let key = open.organization_key(organization).map_err(Trouble::Before)?.to_bytes();
    if !worker.post(&job, &key) {
        return Err(failed());
    }
    let mut parts = Vec::new();
    loop {
        let (answer, payload) = next(&mut worker).await?;
        match answer {
            Answer::Progress { done, total } => progress(done, total),
            Answer::Part => parts.push(payload.held().ok_or_else(failed)?),
            Answer::Sealed => {
                let body = Blob::joined(&parts).ok_or_else(failed)?;
                return Ok((job::numbers(&payload.bytes()), body));
            }
            _ => return Err(failed()),
        }
    }
}

/// Makes sure that server, session and client are there, and that the key is the client's, before anything is sent; also
/// renews an old token.
pub async fn reach(api: &Api, open: &Open, id: &OrganizationId) -> Result<(), Trouble> {
    let key = open.organization_key(id).map_err(Trouble::Before)?;
    match api.organization(id.clone()).collections().await {
        Ok(records) if collection::fits(key, &records) => Ok(()),
        Ok(_) => Err(Trouble::Before(Failure::ForeignKey)),
        Err(error @ (ApiError::Forbidden { .. } | ApiError::NotFound)) => Err(Trouble::Refused {
            error,
            rows: Vec::new(),
        }),
        Err(error) => Err(Trouble::Before(error.into())),
    }
}

async fn next(worker: &mut Worker) -> Result<(Answer, Payload), Trouble> {
    let (header, payload) = worker.next().await.ok_or_else(failed)?;
    let answer = json::from_str(&header).map_err(|_| failed())?;
    Ok((answer, payload))
}

fn failed() -> Trouble {
    Trouble::Before(Failure::Worker)
}

//! The worker's side: what runs off the main thread, chosen by the job in a message's header.

use std::cell::RefCell;

use crate::browser::worker;
use crate::model::import::{Desk, Job};
use crate::session::worker::{FAILED, KeyJob, run};

/// Listens for jobs until the page ends the worker.
pub fn serve() {
    let desk = RefCell::new(Desk::default());
    worker::serve(move |header, bytes, post| {
        if let Ok(job) = serde_json::from_str::<KeyJob>(&header) {
            match run(&job, &bytes) {
                Some(key) => post("done", &key),
                None => post(FAILED, &[]),
            }
        } else if let Ok(job) = serde_json::from_str::<Job>(&header) {
            desk.borrow_mut().handle(job, bytes, |answer, bytes| {
                post(
                    &serde_json::to_string(answer).unwrap_or_else(|_| FAILED.to_owned()),
                    bytes,
                );
            });
        } else {
            post(FAILED, &[]);
        }
    });
}

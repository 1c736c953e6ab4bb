//! The worker's side: what runs off the main thread, chosen by the job in a message's header.

use std::cell::RefCell;

use crate::browser::{intl, worker};
use crate::json;
use crate::model::import::{Answer, Desk, Job};
use crate::session::worker::{FAILED, KeyJob, run};

/// Listens for jobs until the page ends the worker.
pub fn serve() {
    let desk = RefCell::new(Desk::new(intl::composed));
    worker::serve(move |header, bytes, post| {
        if let Ok(job) = json::from_str::<KeyJob>(&header) {
            match run(&job, &bytes) {
                Some(key) => post.bytes("done", &key),
                None => post.bytes(FAILED, &[]),
            }
        } else if let Ok(job) = json::from_str::<Job>(&header) {
            desk.borrow_mut().handle(job, bytes, |answer, bytes| {
                let header = json::to_string(answer);
                if *answer != Answer::Part {
                    post.bytes(&header, bytes);
                } else if !post.held(&header, bytes) {
                    // The page takes nothing that comes after this.
                    post.bytes(FAILED, &[]);
                }
            });
        } else {
            post.bytes(FAILED, &[]);
        }
    });
}

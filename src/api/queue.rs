//! The one line that all calls of the API leave by: each waits for its turn, and whoever is told knows when that takes long.
//! The rules are in `pace`. Dropping what waits takes it out of the line.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use futures::future::select;

use super::error::ApiError;
use super::pace::{Kind, Line, May, Pause, wait_for};
use super::transport::Local;

/// Told when requests begin to wait, until when in milliseconds since 1970, and `None` when they go on.
type Watcher = Box<dyn Fn(Option<f64>) + Send + Sync>;

/// Now, and waiting.
pub(super) trait Time {
    fn now_ms(&self) -> f64;
    fn sleep(&self, milliseconds: f64) -> Local<'_, ()>;
}

#[derive(Default)]
struct Inside {
    line: Line,
    /// How often something has changed that those who wait want to know of.
    changes: u64,
    waiting: Vec<Waker>,
    /// The latest moment that was looked at.
    now: f64,
    pause: Option<Pause>,
}

/// The line.
#[derive(Default)]
pub(super) struct Queue {
    inside: Mutex<Inside>,
    watcher: Mutex<Option<Watcher>>,
}

/// A place in the line, given up when dropped.
struct Ticket<'a> {
    queue: &'a Queue,
    number: u64,
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        self.queue.change(|line| line.forget(self.number));
    }
}

/// The right to have one request under way; over when dropped.
pub(super) struct Turn<'a>(&'a Queue);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.change(Line::came_back);
    }
}

impl Queue {
    /// One watcher, the session.
    pub(super) fn watch(&self, watcher: impl Fn(Option<f64>) + Send + Sync + 'static) {
        *self.watcher.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(watcher));
    }

    /// What is waited for, if it takes long enough to be told.
    pub(super) fn pause(&self) -> Option<Pause> {
        self.inside().pause
    }

    /// Waits until a request of this kind may leave.
    pub(super) async fn turn(&self, kind: Kind, time: &dyn Time) -> Result<Turn<'_>, ApiError> {
        let number = self.inside().line.join(kind);
        let ticket = Ticket { queue: self, number };
        loop {
            let now = time.now_ms();
            match self.ask(number, now) {
                May::Leave => {
                    drop(ticket);
                    return Ok(Turn(self));
                }
                May::Never => return Err(ApiError::Cancelled),
                May::Wait => self.changed().await,
                May::NotBefore(moment) => {
                    select(time.sleep(moment - now), pin!(self.changed())).await;
                }
            }
        }
    }

    /// The server has refused one as too many, for the so many-th time. True when it is to be sent again in its turn.
    pub(super) fn refused(&self, kind: Kind, retry_after: Option<u64>, refusals: usize, now: f64) -> bool {
        let wait = wait_for(retry_after, refusals);
        if let Some(wait) = wait {
            self.change(|line| line.refused(kind, wait, now));
        }
        wait.is_some()
    }

    /// Gives up whatever of this kind waits.
    pub(super) fn give_up(&self, kind: Kind) {
        self.change(|line| line.clear(kind));
    }

    /// Gives up everything that waits: it belonged to a session that is over or locked.
    pub(super) fn clear(&self) {
        self.give_up(Kind::Read);
        self.give_up(Kind::Write);
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, number: u64, now: f64) -> May {
        let mut inside = self.inside();
        inside.now = now;
        let may = inside.line.ask(number, now);
        drop(inside);
        self.tell();
        may
    }

    fn change(&self, change: impl FnOnce(&mut Line)) {
        let mut inside = self.inside();
        change(&mut inside.line);
        inside.changes += 1;
        let waiting = std::mem::take(&mut inside.waiting);
        drop(inside);
        self.tell();
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Over at the next change.
    fn changed(&self) -> impl Future<Output = ()> + '_ {
        let seen = self.inside().changes;
        poll_fn(move |context| {
            let mut inside = self.inside();
            if inside.changes != seen {
                return Poll::Ready(());
            }
            inside.waiting.push(context.waker().clone());
            Poll::Pending
        })
    }

    fn tell(&self) {
        let mut inside = self.inside();
        let pause = inside.line.pause(inside.now, inside.pause.is_some());
        let news = pause != inside.pause;
        inside.pause = pause;
        drop(inside);
        if news && let Some(watcher) = self.watcher.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            watcher(pause.map(|pause| pause.until));
        }
    }
}

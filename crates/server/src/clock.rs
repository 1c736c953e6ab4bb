//! The server's clock, so that tests can move it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use time::{Duration, OffsetDateTime};

/// Now, plus what tests have moved it by.
#[derive(Clone, Default, Debug)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// The present instant, UTC.
    pub fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + Duration::seconds(self.0.load(Ordering::Relaxed))
    }

    /// Moves the clock forward (tests: expiry of tokens and codes).
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }

    /// The present instant as the wire and the database write it.
    pub fn stamp(&self) -> String {
        stamp(self.now())
    }
}

/// An instant as contract/conventions.md 3 writes it: UTC, seven fractional digits, `Z`.
pub fn stamp(instant: OffsetDateTime) -> String {
    let (h, m, s, nano) = instant.to_hms_nano();
    format!(
        "{:04}-{:02}-{:02}T{h:02}:{m:02}:{s:02}.{:07}Z",
        instant.year(),
        u8::from(instant.month()),
        instant.day(),
        nano / 100
    )
}

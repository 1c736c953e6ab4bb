//! The server's clock, so that tests can move it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime, UtcOffset};

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

/// The same of an instant that somebody else wrote, in RFC 3339 with any offset; `None` where it is none, or where it lies
/// outside the years 0 to 9999 once it is UTC: the form has no place for others.
pub fn restamp(text: &str) -> Option<String> {
    let instant = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    let instant = instant.checked_to_offset(UtcOffset::UTC)?;
    (0..=9999).contains(&instant.year()).then(|| stamp(instant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_of_others_become_utc_or_nothing() {
        assert_eq!(
            restamp("2026-08-14T09:31:05.366+02:00").as_deref(),
            Some("2026-08-14T07:31:05.3660000Z")
        );
        for text in [
            "9999-12-31T23:59:59-01:00",
            "9999-12-31T23:59:59.999999999-23:59",
            "0000-01-01T00:00:00+00:01",
            "10000-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "yesterday",
            "",
        ] {
            assert_eq!(restamp(text), None, "{text}");
        }
        assert!(restamp("9999-12-31T23:59:59+01:00").is_some() && restamp("0000-01-01T00:00:00-01:00").is_some());
    }
}

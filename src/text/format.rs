//! How numbers, dates and lists are written, in the language in use. The browser's `Intl` knows the rules.

use crate::browser::intl;

use super::{locale, tag};

/// A whole number with grouping. Tracked: it follows the language.
#[allow(clippy::cast_precision_loss)]
pub fn number(value: impl TryInto<i64>) -> String {
    value
        .try_into()
        .map_or_else(|_| String::new(), |value| intl::number(tag(locale()), value as f64))
}

/// A share of one as whole percent.
pub fn percent(share: f64) -> String {
    let rounded = (share * 100.0).floor().clamp(0.0, 100.0);
    format!("{} %", intl::number(tag(locale()), rounded))
}

/// Date and time of an instant of the wire (ISO 8601); the text itself where it can't be read.
pub fn instant(iso: &str) -> String {
    milliseconds(iso).map_or_else(|| iso.to_owned(), |at| intl::instant(tag(locale()), at, true))
}

/// The date alone.
pub fn date(iso: &str) -> String {
    milliseconds(iso).map_or_else(|| iso.to_owned(), |at| intl::instant(tag(locale()), at, false))
}

/// The time of day of an instant (milliseconds since 1970 UTC).
pub fn time(milliseconds: f64) -> String {
    intl::time(tag(locale()), milliseconds)
}

/// An instant (milliseconds since 1970 UTC) as the date of a file's name: `2026-11-22`.
pub fn file_date(milliseconds: f64) -> String {
    // A clock beyond what a date can say is no clock.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = (milliseconds / 1_000.0) as i64;
    time::OffsetDateTime::from_unix_timestamp(seconds).map_or_else(
        |_| String::new(),
        |at| format!("{:04}-{:02}-{:02}", at.year(), u8::from(at.month()), at.day()),
    )
}

/// Bytes in the unit people know: "4.2 MB".
pub fn bytes(count: u64) -> String {
    let (value, unit) = match count {
        0..1_000 => return format!("{} B", number(i64::try_from(count).unwrap_or(0))),
        1_000..1_000_000 => (count / 100, "kB"),
        1_000_000..1_000_000_000 => (count / 100_000, "MB"),
        _ => (count / 100_000_000, "GB"),
    };
    #[allow(clippy::cast_precision_loss)]
    let value = value as f64 / 10.0;
    format!("{} {unit}", intl::number(tag(locale()), value))
}

/// Reads 0 to 7 fractional digits, as servers send them (contract/conventions.md 3).
#[allow(clippy::cast_precision_loss)]
fn milliseconds(iso: &str) -> Option<f64> {
    let instant = time::OffsetDateTime::parse(iso, &time::format_description::well_known::Rfc3339).ok()?;
    Some((instant.unix_timestamp_nanos() / 1_000_000) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_with_zero_to_seven_fractional_digits_are_read() {
        for iso in [
            "2026-08-20T14:16:19Z",
            "2026-08-20T14:16:19.1Z",
            "2026-08-20T14:16:19.1234567Z",
        ] {
            assert!(
                milliseconds(iso).is_some_and(|at| at.abs() - 1_787_235_379_000.0 < 1_000.0),
                "{iso}"
            );
        }
        assert_eq!(milliseconds("yesterday"), None);
    }

    #[test]
    fn instants_beyond_all_measure_are_read_or_not_and_end_nothing() {
        // What a browser can show ends at 8.64e15.
        for iso in [
            "9999-12-31T23:59:59-23:59",
            "9999-12-31T23:59:59.999999999+00:00",
            "0000-01-01T00:00:00+23:59",
            "0001-01-01T00:00:00",
            "0001-01-01T00:00:00Z",
            "+999999-01-01T00:00:00Z",
            "-271822-01-01T00:00:00Z",
            "2026-02-30T25:61:61Z",
            "2026-08-20T14:16:19.12345678901234567890123456789Z",
            "2026-08-20T14:16:19+99:99",
            "",
            "\0",
        ] {
            assert!(milliseconds(iso).is_none_or(|at| at.abs() < 8.64e15), "{iso}");
        }
    }

    #[test]
    fn a_files_date_is_year_month_and_day() {
        assert_eq!(file_date(1_795_305_600_000.0), "2026-11-22");
    }
}

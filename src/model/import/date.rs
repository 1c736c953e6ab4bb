//! Dates in whatever usual form a file has them, made into the one that every client and server reads.

use time::{Date as Day, Month, OffsetDateTime, Time, UtcOffset};

/// An instant as on the wire: `2025-01-31T10:00:00.000Z`. There is no other way to make one than from an instant.
#[derive(Clone)]
pub struct Date(String);

impl Date {
    /// The date that a text means: ISO 8601 with or without time, fraction and zone (without: UTC), a day alone, mail headers, what
    /// JavaScript and spreadsheets print, seconds and milliseconds since 1970. `None` where it means none, or one of two.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > 80 || !text.is_ascii() {
            return None;
        }
        let text = text.to_ascii_lowercase();
        let ticks = text
            .strip_prefix("/date(")
            .and_then(|rest| rest.split(['+', '-', ')']).next());
        match number(ticks.unwrap_or(&text)) {
            Some(number) if ![8, 14].contains(&text.len()) => Self::since_1970(number),
            _ => Words::default().read(&text).and_then(Self::of),
        }
    }

    /// The date of a number of seconds, or of thousandths of them and less, since 1970.
    pub fn since_1970(number: f64) -> Option<Self> {
        let size = number.abs();
        // Smaller ones are counters, or stand for "never".
        let milliseconds = match size {
            1e8..1e11 => number * 1e3,
            1e11..1e14 => number,
            1e14..1e17 => number / 1e3,
            1e17..1e20 => number / 1e6,
            _ => return None,
        };
        #[allow(clippy::cast_possible_truncation)]
        let nanoseconds = (milliseconds.floor() as i128).checked_mul(1_000_000)?;
        OffsetDateTime::from_unix_timestamp_nanos(nanoseconds)
            .ok()
            .and_then(Self::of)
    }

    /// For what needs a date where the file has none.
    pub fn unknown() -> Self {
        Self("1970-01-01T00:00:00.000Z".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of(instant: OffsetDateTime) -> Option<Self> {
        let utc = instant.checked_to_offset(UtcOffset::UTC)?;
        (1..=9_999).contains(&utc.year()).then(|| {
            Self(format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                utc.year(),
                u8::from(utc.month()),
                utc.day(),
                utc.hour(),
                utc.minute(),
                utc.second(),
                utc.millisecond()
            ))
        })
    }
}

/// A number with or without a fraction. (The standard library's reader of any float brings a table of 10 kB.)
fn number(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // No date needs more: since 1970 a float holds microseconds at most.
    let digits = fraction.get(..6).unwrap_or(fraction);
    let part = if digits.is_empty() {
        0
    } else {
        digits.parse::<u32>().ok()?
    };
    let scale = 10_f64.powi(i32::try_from(digits.len()).ok()?);
    let whole: i64 = whole.parse().ok()?;
    #[allow(clippy::cast_precision_loss)]
    let size = whole.unsigned_abs() as f64 + f64::from(part) / scale;
    Some(if text.starts_with('-') { -size } else { size })
}

/// What the words of a date have said so far.
#[derive(Default)]
struct Words<'t> {
    numbers: Vec<&'t str>,
    month: Option<u8>,
    time: Option<Time>,
    afternoon: Option<bool>,
    zone: Option<UtcOffset>,
}

const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb"],
    &["mar"],
    &["apr"],
    &["may", "maj"],
    &["jun"],
    &["jul"],
    &["aug"],
    &["sep"],
    &["oct", "okt"],
    &["nov"],
    &["dec"],
];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl<'t> Words<'t> {
    /// Reads a lower-case ASCII text to its end.
    fn read(mut self, mut text: &'t str) -> Option<OffsetDateTime> {
        while let Some(first) = text.bytes().next() {
            text = match first {
                b'0'..=b'9' => self.number(text)?,
                b'a'..=b'z' => self.word(text)?,
                b'+' | b'-' if self.time.is_some() && self.zone.is_none_or(UtcOffset::is_utc) => self.offset(text)?,
                // The zone's name, behind its number.
                b'(' if self.time.is_some() => "",
                b' ' | b',' | b'-' | b'/' | b'.' => &text[1..],
                _ => return None,
            };
        }
        let mut time = self.time.unwrap_or(Time::MIDNIGHT);
        if let Some(afternoon) = self.afternoon {
            let hour = (1..=12).contains(&time.hour()).then(|| time.hour() % 12)?;
            time = time.replace_hour(hour + if afternoon { 12 } else { 0 }).ok()?;
        }
        let zone = self.zone.unwrap_or(UtcOffset::UTC);
        Some(OffsetDateTime::new_in_offset(self.day()?, time, zone))
    }

    fn number(&mut self, text: &'t str) -> Option<&'t str> {
        let (digits, rest) = split(text, |byte| byte.is_ascii_digit());
        if self.time.is_none() && rest.starts_with(':') {
            return self.clock(text);
        }
        let compact = |text: &'t str| [text.get(..2), text.get(2..4), text.get(4..6)].map(|part| part.unwrap_or("0"));
        match (digits.len(), self.numbers.len()) {
            (8 | 14, 0) => {
                self.numbers.extend([&digits[..4], &digits[4..6], &digits[6..8]]);
                if digits.len() == 14 {
                    self.time = time(compact(&digits[8..]), 0);
                    self.time?;
                }
            }
            (4 | 6, 3) if self.time.is_none() => {
                self.time = time(compact(digits), 0);
                self.time?;
            }
            (1..=4, 0..=2) => self.numbers.push(digits),
            _ => return None,
        }
        Some(rest)
    }

    /// `10:00`, `10:00:00`, `10:00:00.123`.
    fn clock(&mut self, text: &'t str) -> Option<&'t str> {
        let (hour, rest) = split(text, |byte| byte.is_ascii_digit());
        let (minute, mut rest) = split(rest.strip_prefix(':')?, |byte| byte.is_ascii_digit());
        let (mut second, mut milliseconds) = ("0", 0);
        if let Some(more) = rest.strip_prefix(':') {
            (second, rest) = split(more, |byte| byte.is_ascii_digit());
            if let Some(more) = rest.strip_prefix(['.', ',']) {
                let (fraction, behind) = split(more, |byte| byte.is_ascii_digit());
                let thousandths = format!("{fraction:0<3}");
                milliseconds = thousandths.get(..3)?.parse().ok()?;
                rest = behind;
            }
        }
        self.time = time([hour, minute, second], milliseconds);
        self.time.map(|_| rest)
    }

    fn word(&mut self, text: &'t str) -> Option<&'t str> {
        let (word, rest) = split(text, |byte| byte.is_ascii_lowercase());
        let begins = |names: &[&str]| word.len() >= 3 && names.iter().any(|name| word.starts_with(name));
        if let Some(at) = MONTHS.iter().position(|names| begins(names)) {
            if self.month.is_some() {
                return None;
            }
            self.month = u8::try_from(at + 1).ok();
        } else if !begins(&DAYS) {
            match word {
                "t" if rest.starts_with(|next: char| next.is_ascii_digit()) && self.time.is_none() => {}
                "z" | "utc" | "gmt" if self.time.is_some() && self.zone.is_none() => self.zone = Some(UtcOffset::UTC),
                "am" | "pm" if self.time.is_some() && self.afternoon.is_none() => self.afternoon = Some(word == "pm"),
                _ => return None,
            }
        }
        Some(rest)
    }

    /// `+02:00`, `+0200`, `+02`.
    fn offset(&mut self, text: &'t str) -> Option<&'t str> {
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let (digits, mut rest) = split(&text[1..], |byte| byte.is_ascii_digit());
        let (hours, mut minutes) = digits.split_at_checked(2)?;
        if minutes.is_empty()
            && let Some(more) = rest.strip_prefix(':')
        {
            (minutes, rest) = split(more, |byte| byte.is_ascii_digit());
        }
        let minutes = if minutes.is_empty() { "0" } else { minutes };
        let (hours, minutes): (i8, i8) = (hours.parse().ok()?, minutes.parse().ok()?);
        self.zone = UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok();
        self.zone.map(|_| rest)
    }

    fn day(&self) -> Option<Day> {
        let number = |text: &str| text.parse::<u8>().ok();
        let is_year = |text: &str| text.len() == 4;
        let (year, month, day) = match (self.month, self.numbers.as_slice()) {
            (Some(month), [year, day]) if is_year(year) && !is_year(day) => (*year, month, number(day)?),
            (Some(month), [day, year]) if is_year(year) && !is_year(day) => (*year, month, number(day)?),
            (None, [year, month, day]) if is_year(year) => (*year, number(month)?, number(day)?),
            (None, [first, second, year]) if is_year(year) => {
                let (first, second) = (number(first)?, number(second)?);
                // Which is the month is sure only where the other can't be one.
                match (first > 12, second > 12) {
                    (true, _) => (*year, second, first),
                    (_, true) => (*year, first, second),
                    _ if first == second => (*year, first, second),
                    _ => return None,
                }
            }
            _ => return None,
        };
        Day::from_calendar_date(year.parse().ok()?, Month::try_from(month).ok()?, day).ok()
    }
}

fn split(text: &str, belongs: impl Fn(u8) -> bool) -> (&str, &str) {
    let end = text.bytes().position(|byte| !belongs(byte)).unwrap_or(text.len());
    text.split_at(end)
}

fn time([hour, minute, second]: [&str; 3], milliseconds: u16) -> Option<Time> {
    let second: u8 = second.parse().ok()?;
    // A leap second.
    let second = if second == 60 { 59 } else { second };
    Time::from_hms_milli(hour.parse().ok()?, minute.parse().ok()?, second, milliseconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        Date::read(text).map(|date| date.0)
    }

    #[test]
    fn every_usual_form_is_read() {
        for (text, day_and_time) in [
            ("2025-01-31", "31T00:00:00.000"),
            ("2025-01-31T10:00:00", "31T10:00:00.000"),
            ("2025-01-31T10:00", "31T10:00:00.000"),
            ("2025-01-31 10:00:00", "31T10:00:00.000"),
            ("2025-01-31t10:00:00z", "31T10:00:00.000"),
            (" 2025-01-31T10:00:00.000Z ", "31T10:00:00.000"),
            ("2025-01-31T10:00:00.1234567Z", "31T10:00:00.123"),
            ("2025-01-31T10:00:00,5Z", "31T10:00:00.500"),
            ("2025-01-31T10:00:00+02:00", "31T08:00:00.000"),
            ("2025-01-31T10:00:00-0230", "31T12:30:00.000"),
            ("2025-01-31 10:00:00 +02", "31T08:00:00.000"),
            ("2025-01-31 10:00:00 UTC", "31T10:00:00.000"),
            ("2025-01-31T23:59:60Z", "31T23:59:59.000"),
            ("2025/01/31 10:00", "31T10:00:00.000"),
            ("2025.01.31", "31T00:00:00.000"),
            ("20250131", "31T00:00:00.000"),
            ("20250131T100000Z", "31T10:00:00.000"),
            ("20250131100000", "31T10:00:00.000"),
            ("31.01.2025", "31T00:00:00.000"),
            ("31.1.2025 10:00", "31T10:00:00.000"),
            ("31/01/2025 10:00:00", "31T10:00:00.000"),
            ("01/31/2025 10:00 PM", "31T22:00:00.000"),
            ("1/31/2025, 12:05:00 AM", "31T00:05:00.000"),
            ("01/01/2025", "01T00:00:00.000"),
            ("Fri, 31 Jan 2025 10:00:00 +0100", "31T09:00:00.000"),
            ("Fri, 31 Jan 2025 10:00:00 GMT", "31T10:00:00.000"),
            (
                "Fri Jan 31 2025 10:00:00 GMT+0100 (Central European Standard Time)",
                "31T09:00:00.000",
            ),
            ("Fri Jan 31 10:00:00 2025", "31T10:00:00.000"),
            ("Fri Jan 31 10:00:00 UTC 2025", "31T10:00:00.000"),
            ("January 31, 2025", "31T00:00:00.000"),
            ("31 januari 2025", "31T00:00:00.000"),
            ("31-Jan-2025", "31T00:00:00.000"),
            ("1738317600", "31T10:00:00.000"),
            ("1738317600000", "31T10:00:00.000"),
            ("1738317600.25", "31T10:00:00.250"),
            ("1738317600000000", "31T10:00:00.000"),
            ("/Date(1738317600000)/", "31T10:00:00.000"),
            ("/Date(1738317600000+0100)/", "31T10:00:00.000"),
        ] {
            assert_eq!(read(text), Some(format!("2025-01-{day_and_time}Z")), "{text}");
        }
        assert_eq!(
            read("0001-01-01T00:00:00Z").as_deref(),
            Some("0001-01-01T00:00:00.000Z")
        );
        assert_eq!(read("-1738317600").as_deref(), Some("1914-12-01T14:00:00.000Z"));
    }

    #[test]
    fn what_means_no_day_or_one_of_two_is_none() {
        for text in [
            "",
            " ",
            "yesterday",
            "0",
            "12",
            "NaN",
            "inf",
            "1e300",
            "2025",
            "2025-13-01",
            "2025-02-29",
            "2025-02-30T10:00:00Z",
            "2025-01-31T25:00:00Z",
            "2025-01-31T10:60:00Z",
            "2025-01-31T10:00:00+99:00",
            "01/02/2025",
            "05-06-2025 10:00",
            "31 Jan Feb 2025",
            "2025-01-31-01",
            "2025-01-31T10:00:00Z junk",
            "10:00:00",
            "13:00 PM 2025-01-31",
            "0001-01-01T00:00:00+02:00",
            "9999-12-31T23:59:59-01:00",
            "99999-01-01",
            "åååååååååå",
            "2025-01-31T10:00:00.+",
            "+",
            "2025-01-31T10:00:00+",
            "2025-01-31T10:00:00+é",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[0-9TZ:+. a-z/-]{0,40}") {
            if let Some(date) = read(&text) {
                use time::format_description::well_known::Rfc3339;
                proptest::prop_assert!(OffsetDateTime::parse(&date, &Rfc3339).is_ok(), "{}", date);
                proptest::prop_assert_eq!(date.len(), 24);
                proptest::prop_assert_eq!(read(&date), Some(date));
            }
        }
    }
}

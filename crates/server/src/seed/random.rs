//! Reproducible chance: the same seed data comes out of every run.

use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;
use time::{Duration, OffsetDateTime, Weekday};

/// Changing it changes every id, name and key of the demo data.
const SEED: u64 = 0x4e6f_7274_686c_6974;

/// What a stream of chance is for; streams don't disturb one another.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Provider = 1,
    Roster,
    Account,
    Client,
    Events,
    Device,
    Pool,
}

/// One independent stream of chance.
pub(super) struct Random(ChaCha20Rng);

impl Random {
    /// The stream of the `index`-th thing of this kind.
    pub(super) fn stream(purpose: Purpose, index: usize) -> Self {
        let mut generator = ChaCha20Rng::seed_from_u64(SEED);
        generator.set_stream(((purpose as u64) << 32) | index as u64);
        Self(generator)
    }

    /// A lower-case hyphenated GUID, version 4.
    pub(super) fn id(&mut self) -> String {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid().to_string()
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    pub(super) fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }

    /// 0 to `bound` - 1; 0 for an empty range.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { self.0.random_range(0..bound) }
    }

    /// `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// True in `percent` of a hundred cases.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// One of the list; lists of the demo data are never empty.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// The index of one of these weights, each as likely as it is heavy.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut rest = self.below(weights.iter().sum::<u32>() as usize) as u32;
        for (index, weight) in weights.iter().enumerate() {
            if rest < *weight {
                return index;
            }
            rest -= weight;
        }
        0
    }

    /// Text of this many characters out of `alphabet`.
    pub(super) fn text(&mut self, alphabet: &str, length: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| *self.pick(&letters)).collect()
    }

    /// A stream of its own for what takes more or less chance depending on the date of filling; this one advances by
    /// the same amount every time.
    fn branch(&mut self) -> Self {
        Self(ChaCha20Rng::from_seed(self.bytes()))
    }

    fn instant(&mut self, from: OffsetDateTime, to: OffsetDateTime) -> OffsetDateTime {
        let span = (to - from).whole_seconds();
        if span <= 0 {
            return from;
        }
        from + Duration::seconds(self.between(0, span - 1)) + Duration::microseconds(self.between(0, 999_999))
    }

    /// An instant in the range at which people work: mostly Monday to Friday between seven and six. `from` if the range
    /// is empty.
    pub(super) fn office_hours(&mut self, from: OffsetDateTime, to: OffsetDateTime) -> OffsetDateTime {
        let mut own = self.branch();
        for _ in 0..8 {
            let instant = own.instant(from, to);
            let weekend = matches!(instant.weekday(), Weekday::Saturday | Weekday::Sunday);
            if (!weekend && (6..17).contains(&instant.hour())) || own.chance(5) {
                return instant;
            }
        }
        own.instant(from, to)
    }

    /// A public IP address of the ranges reserved for documentation (RFC 5737, RFC 3849).
    pub(super) fn address(&mut self) -> String {
        let host = self.between(1, 254);
        match self.below(4) {
            0 => format!("192.0.2.{host}"),
            1 => format!("198.51.100.{host}"),
            2 => format!("203.0.113.{host}"),
            _ => format!("2001:db8:{:x}::{host:x}", self.between(1, 0xfff)),
        }
    }
}

//! When may the next request leave? At most three at once, fewer than the server allows, and none while it asks for
//! patience. No clock and no waiting in here. Source: contract/conventions.md 6; the guard rails of ui/wishes.md.

use std::collections::VecDeque;

use super::transport::Method;

/// What the server counts apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Read,
    Write,
}

/// At once, over both kinds.
const AT_ONCE: usize = 3;
const SECOND: f64 = 1_000.0;
const MINUTE: f64 = 60_000.0;
/// A wait that is longer than this is told to the page in place of being waited for.
const LONGEST: f64 = 120_000.0;
/// Waits where the server names no time, one for each time that it refuses.
const UNSAID: [f64; 3] = [5_000.0, 20_000.0, 60_000.0];

impl Kind {
    pub fn of(method: Method) -> Self {
        if method == Method::Get { Self::Read } else { Self::Write }
    }

    /// How many may leave in how many milliseconds: fewer than the server allows, since other tabs and clients of the same
    /// account ask as well.
    fn limits(self) -> &'static [(usize, f64)] {
        match self {
            Self::Read => &[(149, MINUTE)],
            Self::Write => &[(4, SECOND), (39, MINUTE)],
        }
    }
}

/// How long to wait after the server has refused a request as too many, for the so many-th time. `None`: no longer, the page
/// is to be told.
#[allow(clippy::cast_precision_loss)]
pub fn wait_for(retry_after: Option<u64>, refusals: usize) -> Option<f64> {
    let unsaid = UNSAID.get(refusals)?;
    let wait = retry_after.map_or(*unsaid, |seconds| seconds.max(1) as f64 * SECOND);
    (wait <= LONGEST).then_some(wait)
}

/// What a waiting request is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum May {
    /// It is out of the line and counted.
    Leave,
    /// Not before this moment.
    NotBefore(f64),
    /// Others are before it.
    Wait,
    /// It isn't in the line any more.
    Never,
}

/// Why requests wait for a while that a person notices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pause {
    pub until: f64,
    pub kind: Kind,
    /// The server asked for it; else it is our own care.
    pub asked: bool,
}

/// What is known of one kind: when its requests left, and from when on for how long the server wants none.
#[derive(Default)]
struct Lane {
    left: VecDeque<f64>,
    closed: Option<(f64, f64)>,
}

impl Lane {
    fn closed_until(&self, now: f64) -> Option<f64> {
        let (from, wait) = self.closed?;
        within(from, wait, now).then_some(from + wait)
    }

    /// From when on the next may leave; `None` is now.
    fn opens(&self, kind: Kind, now: f64) -> Option<f64> {
        let full = kind.limits().iter().filter_map(|(most, window)| {
            let recent = || self.left.iter().rev().filter(|at| within(**at, *window, now));
            recent().nth(most - 1).map(|at| at + window)
        });
        full.chain(self.closed_until(now)).reduce(f64::max)
    }
}

/// Whether a time that began then still runs; a clock that was set back ends it.
fn within(from: f64, length: f64, now: f64) -> bool {
    (0.0..length).contains(&(now - from))
}

/// The requests that wait, in their order, and what is known of those that have left. Moments are milliseconds.
#[derive(Default)]
pub struct Line {
    running: usize,
    next: u64,
    waiting: VecDeque<(u64, Kind)>,
    reads: Lane,
    writes: Lane,
}

impl Line {
    fn lane(&self, kind: Kind) -> &Lane {
        match kind {
            Kind::Read => &self.reads,
            Kind::Write => &self.writes,
        }
    }

    fn lane_mut(&mut self, kind: Kind) -> &mut Lane {
        match kind {
            Kind::Read => &mut self.reads,
            Kind::Write => &mut self.writes,
        }
    }

    /// Joins at the end; the number it is known by.
    pub fn join(&mut self, kind: Kind) -> u64 {
        self.next += 1;
        self.waiting.push_back((self.next, kind));
        self.next
    }

    /// Whether this one may leave. Kinds don't wait for each other.
    pub fn ask(&mut self, number: u64, now: f64) -> May {
        let Some(place) = self.waiting.iter().position(|(own, _)| *own == number) else {
            return May::Never;
        };
        let kind = self.waiting[place].1;
        let first = self.waiting.iter().take(place).all(|(_, other)| *other != kind);
        if !first || self.running >= AT_ONCE {
            return May::Wait;
        }
        if let Some(moment) = self.lane(kind).opens(kind, now) {
            return May::NotBefore(moment);
        }
        self.waiting.remove(place);
        self.running += 1;
        let left = &mut self.lane_mut(kind).left;
        left.retain(|at| within(*at, MINUTE, now));
        left.push_back(now);
        May::Leave
    }

    /// One that had left is over, however it went.
    pub fn came_back(&mut self) {
        self.running = self.running.saturating_sub(1);
    }

    /// The server wants no more of this kind for so many milliseconds.
    pub fn refused(&mut self, kind: Kind, wait: f64, now: f64) {
        let already = self.lane(kind).closed_until(now).unwrap_or(now);
        if now + wait > already {
            self.lane_mut(kind).closed = Some((now, wait));
        }
    }

    /// Takes one out that is given up.
    pub fn forget(&mut self, number: u64) {
        self.waiting.retain(|(own, _)| *own != number);
    }

    /// Takes out all of a kind.
    pub fn clear(&mut self, kind: Kind) {
        self.waiting.retain(|(_, own)| *own != kind);
    }

    /// What people are told of: nothing for less than a second, but what is `shown` stays until nothing waits. Writes first.
    pub fn pause(&self, now: f64, shown: bool) -> Option<Pause> {
        [Kind::Write, Kind::Read].into_iter().find_map(|kind| {
            self.waiting.iter().find(|(_, own)| *own == kind)?;
            let until = self.lane(kind).opens(kind, now)?;
            let asked = self.lane(kind).closed_until(now) == Some(until);
            (shown || until - now >= SECOND).then_some(Pause { until, kind, asked })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: f64 = 1_700_000_000_000.0;

    /// Lets so many leave at this moment, one after the other.
    fn leave(line: &mut Line, kind: Kind, many: usize, now: f64) {
        for _ in 0..many {
            let number = line.join(kind);
            assert_eq!(line.ask(number, now), May::Leave);
            line.came_back();
        }
    }

    #[test]
    fn three_leave_at_once_and_the_fourth_when_one_is_back() {
        let mut line = Line::default();
        let numbers: Vec<u64> = (0..4).map(|_| line.join(Kind::Read)).collect();
        for number in &numbers[..3] {
            assert_eq!(line.ask(*number, START), May::Leave);
        }
        assert_eq!(line.ask(numbers[3], START), May::Wait);
        assert_eq!(line.pause(START, false), None, "that is no pause to speak of");
        line.came_back();
        assert_eq!(line.ask(numbers[3], START), May::Leave);
    }

    #[test]
    fn fewer_than_150_reads_leave_in_a_minute() {
        let mut line = Line::default();
        leave(&mut line, Kind::Read, 100, START);
        leave(&mut line, Kind::Read, 49, START + 30_000.0);
        let number = line.join(Kind::Read);
        let now = START + 40_000.0;
        assert_eq!(line.ask(number, now), May::NotBefore(START + MINUTE));
        let pause = line.pause(now, false).unwrap();
        assert_eq!((pause.until, pause.asked), (START + MINUTE, false));
        assert_eq!(line.ask(number, START + MINUTE), May::Leave);
    }

    #[test]
    fn fewer_than_40_writes_leave_in_a_minute_and_four_in_a_second() {
        let mut line = Line::default();
        leave(&mut line, Kind::Write, 4, START);
        let number = line.join(Kind::Write);
        assert_eq!(line.ask(number, START + 10.0), May::NotBefore(START + SECOND));
        assert_eq!(line.ask(number, START + SECOND), May::Leave);
        line.came_back();
        for second in 2..36_u32 {
            leave(&mut line, Kind::Write, 1, START + f64::from(second) * SECOND);
        }
        let number = line.join(Kind::Write);
        assert_eq!(line.ask(number, START + 36_000.0), May::NotBefore(START + MINUTE));
    }

    #[test]
    fn they_leave_in_their_order_and_reads_do_not_hold_up_writes() {
        let mut line = Line::default();
        leave(&mut line, Kind::Read, 149, START);
        let (first, second, write) = (line.join(Kind::Read), line.join(Kind::Read), line.join(Kind::Write));
        assert_eq!(line.ask(write, START), May::Leave);
        assert_eq!(line.ask(second, START + MINUTE), May::Wait);
        assert_eq!(line.ask(first, START + MINUTE), May::Leave);
        assert_eq!(line.ask(second, START + MINUTE), May::Leave);
    }

    #[test]
    fn a_refusal_holds_its_kind_back_for_the_time_that_the_server_names() {
        let mut line = Line::default();
        line.refused(Kind::Write, 7_000.0, START);
        // A shorter wait that is told later doesn't end a longer one.
        line.refused(Kind::Write, 1_000.0, START + 100.0);
        let (write, read) = (line.join(Kind::Write), line.join(Kind::Read));
        assert_eq!(line.ask(read, START + 200.0), May::Leave);
        assert_eq!(line.ask(write, START + 200.0), May::NotBefore(START + 7_000.0));
        let pause = line.pause(START + 200.0, false).unwrap();
        assert_eq!((pause.kind, pause.asked), (Kind::Write, true));
        assert_eq!(line.pause(START + 6_500.0, false), None);
        assert!(line.pause(START + 6_500.0, true).is_some(), "what is shown stays");
        assert_eq!(line.ask(write, START + 7_000.0), May::Leave);
        assert_eq!(line.pause(START + 7_000.0, true), None);
    }

    #[test]
    fn a_wait_without_a_time_grows_and_a_long_or_repeated_one_is_told_to_the_page() {
        assert_eq!(wait_for(Some(7), 0), Some(7_000.0));
        assert_eq!(wait_for(Some(0), 1), Some(1_000.0));
        assert_eq!([0, 1, 2].map(|times| wait_for(None, times)), UNSAID.map(Some));
        assert_eq!(wait_for(None, 3), None);
        assert_eq!(wait_for(Some(1), 3), None);
        assert_eq!(wait_for(Some(3_600), 0), None);
    }

    #[test]
    fn what_is_given_up_or_dropped_is_out_of_the_line() {
        let mut line = Line::default();
        line.refused(Kind::Read, 5_000.0, START);
        let (first, second, write) = (line.join(Kind::Read), line.join(Kind::Read), line.join(Kind::Write));
        line.forget(first);
        assert_eq!(line.ask(first, START), May::Never);
        assert_eq!(line.ask(second, START + 5_000.0), May::Leave);
        line.clear(Kind::Write);
        assert_eq!(line.ask(write, START + 5_000.0), May::Never);
    }

    #[test]
    fn a_clock_set_back_does_not_stretch_a_wait() {
        let mut line = Line::default();
        leave(&mut line, Kind::Read, 149, START);
        line.refused(Kind::Read, 60_000.0, START);
        let number = line.join(Kind::Read);
        assert_eq!(line.ask(number, START - 3_600_000.0), May::Leave);
    }
}

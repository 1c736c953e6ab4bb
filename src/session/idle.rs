//! When is it time to lock by itself? Decided by the clock on the wall at every look, so that a machine that slept has
//! waited as well. No clock and no browser in here.

/// A tab tells the others of activity at most this often.
const BETWEEN_TOLD_MS: i64 = 3_000;
/// How much later than a tab that locks may another have seen activity and still follow: what it had no chance to tell.
const UNTOLD_MS: i64 = 5_000;
/// A person is warned this long before.
const WARNED_MS: i64 = 60_000;
/// Activity is noted at most this often.
const BETWEEN_NOTED_MS: i64 = 1_000;

/// Minutes that stand for: not before the page is loaded anew.
pub const ON_RELOAD_ONLY: u32 = 0;
/// Minutes until chosen otherwise.
pub const USUAL: u32 = 15;
/// What is offered, in this order; the same as in the official web vault.
pub const CHOICES: [u32; 7] = [1, 5, 15, 30, 60, 240, ON_RELOAD_ONLY];

/// What is known of a person's activity, in milliseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub struct Idle {
    last: i64,
    told: i64,
    busy: bool,
}

impl Idle {
    pub fn new(now: i64) -> Self {
        Self {
            last: now,
            told: 0,
            busy: false,
        }
    }

    /// The last activity known of.
    pub fn last(&self) -> i64 {
        self.last
    }

    /// Whether nothing has been done for so many minutes. Work that mustn't be cut off counts as activity until it has been
    /// seen to have ended, so its outcome stays to be read.
    pub fn is_over(&mut self, now: i64, minutes: u32, busy: bool) -> bool {
        let working = busy || self.busy;
        self.busy = busy;
        // A clock that was set back would else stretch the wait.
        if working || now < self.last {
            self.last = now;
            return false;
        }
        minutes != ON_RELOAD_ONLY && now - self.last >= i64::from(minutes) * 60_000
    }

    /// When it will be over, once that is near enough to warn of: a minute before, or at half of a shorter wait.
    pub fn near_end(&self, now: i64, minutes: u32) -> Option<i64> {
        let wait = i64::from(minutes) * 60_000;
        let end = self.last + wait;
        (minutes != ON_RELOAD_ONLY && end - now <= WARNED_MS.min(wait / 2)).then_some(end)
    }

    /// Whether activity at this moment is worth noting.
    pub fn is_news(&self, now: i64) -> bool {
        (now - self.last).abs() >= BETWEEN_NOTED_MS
    }

    /// Takes activity down; true when the other tabs should hear of it.
    pub fn note(&mut self, now: i64) -> bool {
        self.last = now;
        let tell = (now - self.told).abs() >= BETWEEN_TOLD_MS;
        if tell {
            self.told = now;
        }
        tell
    }

    /// Takes down what another tab told; a moment to come is taken for now.
    pub fn heard(&mut self, at: i64, now: i64) {
        self.last = self.last.max(at.min(now));
    }

    /// Whether a tab that locked, having seen the last activity then, knew as much as this one.
    pub fn follows(&self, last: i64) -> bool {
        !self.busy && self.last <= last + UNTOLD_MS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    const START: i64 = 1_700_000_000_000;

    #[test]
    fn it_is_over_after_the_minutes_and_not_before() {
        let mut idle = Idle::new(START);
        assert!(!idle.is_over(START + 15 * MINUTE - 1, 15, false));
        assert!(idle.is_over(START + 15 * MINUTE, 15, false));
    }

    #[test]
    fn a_person_is_warned_a_minute_before_or_halfway() {
        let idle = Idle::new(START);
        assert_eq!(idle.near_end(START + 14 * MINUTE - 1, 15), None);
        assert_eq!(idle.near_end(START + 14 * MINUTE, 15), Some(START + 15 * MINUTE));
        assert_eq!(idle.near_end(START + MINUTE / 2 - 1, 1), None);
        assert_eq!(idle.near_end(START + MINUTE / 2, 1), Some(START + MINUTE));
        assert_eq!(idle.near_end(START + 1_000 * MINUTE, ON_RELOAD_ONLY), None);
    }

    #[test]
    fn activity_begins_the_wait_anew() {
        let mut idle = Idle::new(START);
        idle.note(START + MINUTE);
        assert!(!idle.is_over(START + MINUTE + MINUTE / 2, 1, false));
        assert!(idle.is_over(START + 2 * MINUTE, 1, false));
    }

    #[test]
    fn a_machine_that_slept_has_waited() {
        let mut idle = Idle::new(START);
        assert!(!idle.is_over(START + 5_000, 60, false));
        assert!(idle.is_over(START + 8 * 60 * MINUTE, 60, false));
    }

    #[test]
    fn other_minutes_count_from_the_last_activity() {
        let mut idle = Idle::new(START);
        let now = START + 6 * MINUTE;
        assert!(!idle.is_over(now, 15, false));
        assert!(idle.is_over(now, 5, false));
        assert!(!idle.is_over(now + 1_000_000 * MINUTE, ON_RELOAD_ONLY, false));
    }

    #[test]
    fn work_puts_it_off_and_its_outcome_can_be_read() {
        let mut idle = Idle::new(START);
        assert!(!idle.is_over(START + 30 * MINUTE, 15, true));
        assert!(!idle.follows(START));
        assert!(!idle.is_over(START + 60 * MINUTE, 15, false));
        assert!(!idle.is_over(START + 74 * MINUTE, 15, false));
        assert!(idle.is_over(START + 75 * MINUTE, 15, false));
    }

    #[test]
    fn a_clock_set_back_does_not_stretch_the_wait() {
        let mut idle = Idle::new(START);
        let back = START - 600 * MINUTE;
        assert!(!idle.is_over(back, 1, false));
        assert!(idle.is_over(back + MINUTE, 1, false));
    }

    #[test]
    fn activity_is_told_seldom_and_counts_in_other_tabs() {
        let (mut here, mut there) = (Idle::new(START), Idle::new(START));
        let now = START + MINUTE / 2;
        assert!(!here.is_news(START + 999));
        assert!(here.is_news(now));
        assert!(here.note(now));
        assert!(!here.note(now + 2_000));
        assert!(here.note(now + 3_000));
        there.heard(now, now);
        assert!(!there.is_over(START + MINUTE, 1, false));
        there.heard(now + 600 * MINUTE, now);
        assert_eq!(there.last(), now);
    }

    #[test]
    fn a_tab_follows_another_only_if_it_has_seen_no_later_activity() {
        let mut idle = Idle::new(START);
        assert!(idle.follows(START));
        idle.note(START + 4_000);
        assert!(idle.follows(START));
        idle.note(START + 10_000);
        assert!(!idle.follows(START));
    }
}

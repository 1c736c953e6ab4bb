//! How much of an upload has left for certain? Browsers report only about every 100 ms, so the end may come unreported.

/// What was reported of one upload. Times are milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meter {
    began: f64,
    last: f64,
    sent: u64,
    total: u64,
}

impl Meter {
    /// A silence after which the rest is known to be still here: ten times the browsers' interval.
    const SILENCE: f64 = 1_000.0;

    pub fn begin(total: u64, now: f64) -> Self {
        Self {
            began: now,
            last: now,
            sent: 0,
            total,
        }
    }

    /// Takes a report of so many bytes of so many.
    pub fn told(&mut self, sent: u64, total: u64, now: f64) {
        (self.sent, self.total, self.last) = (sent, total, now);
    }

    /// Share of the bytes reported, from 0 to 1.
    #[allow(clippy::cast_precision_loss)]
    pub fn share(self) -> f64 {
        self.sent as f64 / self.total.max(1) as f64
    }

    /// Whether all of it may have left by now: the rest could have gone unreported at four times the pace so far.
    #[allow(clippy::cast_precision_loss)]
    pub fn may_be_whole(self, now: f64) -> bool {
        let (silence, rest) = (now - self.last, self.total.saturating_sub(self.sent));
        if rest == 0 {
            return true;
        }
        if silence > Self::SILENCE {
            return false;
        }
        let took = (self.last - self.began).max(1.0);
        let pace = self.sent as f64 / took;
        self.sent == 0 || rest as f64 <= pace * 4.0 * (silence + 200.0)
    }
}

/// Milliseconds left at the pace so far, when a share (0 to 1) is done after `took`; none before the pace can be known.
pub fn left(share: f64, took: f64) -> Option<f64> {
    (share >= 0.02 && took >= 1_000.0).then(|| took * (1.0 - share) / share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(sent: u64, took: f64) -> Meter {
        let mut meter = Meter::begin(20_000_000, 0.0);
        meter.told(sent, 20_000_000, took);
        meter
    }

    #[test]
    fn an_upload_reported_whole_may_be_whole() {
        assert!(after(20_000_000, 500.0).may_be_whole(60_000.0));
    }

    #[test]
    fn a_slow_upload_that_stops_early_is_not_whole() {
        assert!(!after(5_000_000, 5_000.0).may_be_whole(5_050.0));
    }

    #[test]
    fn the_last_stretch_of_a_fast_upload_may_have_left_unreported() {
        assert!(after(15_000_000, 300.0).may_be_whole(350.0));
        assert!(after(19_000_000, 5_000.0).may_be_whole(5_050.0));
    }

    #[test]
    fn a_small_body_may_be_gone_before_the_first_report() {
        let meter = Meter::begin(5_000, 0.0);
        assert!(meter.may_be_whole(80.0));
        assert!(!meter.may_be_whole(1_500.0));
    }

    #[test]
    fn after_a_long_silence_the_rest_is_known_to_be_here() {
        assert!(!after(19_999_999, 300.0).may_be_whole(1_400.0));
    }

    #[test]
    fn what_is_left_follows_the_pace_once_it_is_known() {
        assert_eq!(left(0.25, 30_000.0), Some(90_000.0));
        assert_eq!(left(1.0, 30_000.0), Some(0.0));
        assert_eq!(left(0.5, 400.0), None);
        assert_eq!(left(0.0, 5_000.0), None);
    }
}

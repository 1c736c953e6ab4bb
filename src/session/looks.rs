//! When a refusal is worth a look at the profile: once for each thing refused, and not too often over all. Whoever was refused
//! something that they had a moment ago has probably lost a role; the same refusal again says nothing new.

/// Within this time the same refusal has one and the same reason, in milliseconds.
pub const BETWEEN_MS: f64 = 60_000.0;
/// Looks within that time, whatever was refused.
const MOST: usize = 4;

/// What was refused lately, and when the profile was read because of it.
#[derive(Default)]
pub struct Looks {
    refused: Vec<(String, f64)>,
    looked: Vec<f64>,
    /// A look is under way; what is refused meanwhile is refused for the same reason.
    under_way: bool,
}

impl Looks {
    /// Whether this refusal is to be looked into; then `done` must be told of its end. `now` is in milliseconds since 1970.
    pub fn begin(&mut self, what: &str, now: f64) -> bool {
        self.refused.retain(|(_, at)| now - at < BETWEEN_MS);
        self.looked.retain(|at| now - at < BETWEEN_MS);
        if self.refused.iter().any(|(known, _)| known == what) {
            return false;
        }
        // What no look can answer now is looked into when it comes again.
        if !self.under_way && self.looked.len() >= MOST {
            return false;
        }
        self.refused.push((what.to_owned(), now));
        if self.under_way {
            return false;
        }
        self.looked.push(now);
        self.under_way = true;
        true
    }

    /// The look has ended. With other rights than before, every refusal is news again.
    pub fn done(&mut self, changed: bool) {
        self.under_way = false;
        if changed {
            self.refused.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_refused_is_looked_into_once_a_minute_and_another_one_at_once() {
        let mut looks = Looks::default();
        assert!(looks.begin("/a", 0.0));
        looks.done(false);
        assert!(!looks.begin("/a", 59_000.0));
        assert!(looks.begin("/b", 59_500.0));
        looks.done(false);
        assert!(looks.begin("/a", 60_000.0));
    }

    #[test]
    fn what_is_refused_during_a_look_waits_for_no_other() {
        let mut looks = Looks::default();
        assert!(looks.begin("/a", 0.0));
        assert!(!looks.begin("/b", 10.0) && !looks.begin("/c", 20.0));
        looks.done(false);
        assert!(!looks.begin("/b", 30.0));
        assert!(looks.begin("/d", 40.0));
    }

    #[test]
    fn after_a_change_of_rights_the_same_refusal_is_news() {
        let mut looks = Looks::default();
        assert!(looks.begin("/a", 0.0));
        looks.done(true);
        assert!(looks.begin("/a", 10.0));
    }

    #[test]
    fn a_thousand_refusals_lead_to_a_few_looks() {
        let mut looks = Looks::default();
        let mut count = 0;
        for number in 0..1_000 {
            if looks.begin(&format!("/{number}"), f64::from(number)) {
                count += 1;
                looks.done(false);
            }
        }
        assert_eq!(count, MOST);
        assert!(looks.begin("/999", 70_000.0));
    }
}

//! How many tests ran: the sums of the `test result:` lines that test programs print.

use std::fmt;

/// Tests passed and failed so far.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

impl Counts {
    /// Adds a line of output, if it is a test program's summary.
    pub fn read(&mut self, line: &str) {
        let Some((_, summary)) = line.split_once("test result: ") else {
            return;
        };
        self.passed += number_before(summary, " passed");
        self.failed += number_before(summary, " failed");
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn number_before(text: &str, word: &str) -> u64 {
    text.find(word)
        .map(|at| &text[..at])
        .and_then(|head| head.rsplit(|c: char| !c.is_ascii_digit()).next())
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_add_up() {
        let mut counts = Counts::default();
        counts.read("running 3 tests");
        counts.read("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.42s");
        counts.read("test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!(counts.to_string(), "19 passed, 2 failed");
    }

    #[test]
    fn colours_around_the_verdict_do_no_harm() {
        let mut counts = Counts::default();
        counts.read("\u{1b}[1mtest result: \u{1b}[32mok\u{1b}[0m. 5 passed; 0 failed;");
        assert_eq!(counts, Counts { passed: 5, failed: 0 });
    }

    #[test]
    fn other_lines_count_nothing() {
        let mut counts = Counts::default();
        counts.read("test a::result ... ok");
        counts.read("3 passed; 4 failed");
        assert_eq!(counts, Counts::default());
    }
}

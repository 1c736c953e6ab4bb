//! Finding rows by typed words: every word must be somewhere in the folded text. Folding (case, accents) is handed in,
//! since the browser does it.

use std::cmp::Ordering;

/// The words of a search, folded once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<String>);

impl Query {
    /// `fold` lower-cases and takes accents off.
    pub fn new(typed: &str, fold: impl Fn(&str) -> String) -> Self {
        Self(fold(typed).split_whitespace().map(str::to_owned).collect())
    }

    /// Whether a folded text has every word. An empty search finds everything.
    pub fn finds(&self, folded: &str) -> bool {
        self.0.iter().all(|word| folded.contains(word.as_str()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The place of each text in the order of `compare`; equal texts share a place. Sorting then needs no texts any more.
pub fn ranks(texts: &[&str], compare: impl Fn(&str, &str) -> Ordering) -> Vec<u32> {
    let compare = |a: u32, b: u32| compare(texts[a as usize], texts[b as usize]);
    let mut order: Vec<u32> = (0..u32::try_from(texts.len()).unwrap_or(u32::MAX)).collect();
    order.sort_by(|&a, &b| compare(a, b));
    places(&order, &|a, b| compare(a, b).is_eq())
}

/// The place of each number in an order that holds every one once; neighbours that are the `same` share a place.
fn places(order: &[u32], same: &dyn Fn(u32, u32) -> bool) -> Vec<u32> {
    let mut places = Places::of(order.len());
    for &number in order {
        places.next(number, same);
    }
    places.done()
}

/// Places given one after another, so that whoever gives them can pause in between.
pub struct Places {
    places: Vec<u32>,
    place: u32,
    before: Option<u32>,
}

impl Places {
    /// For the numbers below `count`.
    pub fn of(count: usize) -> Self {
        Self {
            places: vec![0; count],
            place: 0,
            before: None,
        }
    }

    /// The next number in the order; where it is the `same` as the one before it shares its place.
    pub fn next(&mut self, number: u32, same: &dyn Fn(u32, u32) -> bool) {
        if self.before.is_some_and(|before| !same(before, number)) {
            self.place += 1;
        }
        self.places[number as usize] = self.place;
        self.before = Some(number);
    }

    /// The place of each number.
    pub fn done(self) -> Vec<u32> {
        self.places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_be_found_in_any_order() {
        let query = Query::new("Lind  anna", str::to_lowercase);
        assert!(query.finds("anna lindqvist anna@x.example"));
        assert!(!query.finds("anna berg"));
        assert!(Query::new("  ", str::to_lowercase).finds("anything"));
    }

    #[test]
    fn ranks_follow_the_order_and_equal_texts_share_one() {
        let compare = |a: &str, b: &str| a.to_lowercase().cmp(&b.to_lowercase());
        assert_eq!(ranks(&["b", "A", "c", "a", "B"], compare), [1, 0, 2, 0, 1]);
        assert!(ranks(&[], compare).is_empty());
    }
}

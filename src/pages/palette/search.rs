//! What typed words find: which kind of thing is meant, and the best matches first. Pure.

use crate::model::search::Query;

/// What a first letter narrows the search to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Everything,
    /// `#`
    Clients,
    /// `>`
    Actions,
    /// `@`: people in the open client.
    People,
    /// `?`: what the letters are.
    Help,
}

impl Scope {
    /// Each with its letter.
    pub const LETTERS: [(char, Self); 4] = [
        ('#', Self::Clients),
        ('>', Self::Actions),
        ('@', Self::People),
        ('?', Self::Help),
    ];

    /// The scope of what was typed, and the words without its letter.
    pub fn of(typed: &str) -> (Self, &str) {
        let typed = typed.trim_start();
        let found = Self::LETTERS.iter().find(|(letter, _)| typed.starts_with(*letter));
        match found {
            Some((letter, scope)) => (*scope, typed.trim_start_matches(*letter).trim()),
            None => (Self::Everything, typed.trim()),
        }
    }
}

/// How well a folded text fits: 0 begins with the words, 1 has a word that does, 2 has them somewhere; none not at all.
pub fn fit(folded: &str, query: &Query, words: &str) -> Option<u8> {
    if !query.finds(folded) {
        return None;
    }
    if folded.starts_with(words) {
        return Some(0);
    }
    let begins = folded
        .match_indices(words)
        .any(|(at, _)| folded[..at].ends_with(|before: char| !before.is_alphanumeric()));
    Some(if begins { 1 } else { 2 })
}

/// The places of the best fitting texts, at most so many: better ones first, the alphabet among equals. `words` are folded.
pub fn best(folded: &[String], words: &str, most: usize) -> Vec<(u8, usize)> {
    let query = Query::new(words, str::to_owned);
    let fits = folded.iter().enumerate();
    let mut found: Vec<(u8, usize)> = fits
        .filter_map(|(place, text)| Some((fit(text, &query, words)?, place)))
        .collect();
    found.sort_by(|(left, a), (right, b)| left.cmp(right).then_with(|| folded[*a].cmp(&folded[*b])));
    found.truncate(most);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_first_letter_narrows_the_search_and_is_no_part_of_the_words() {
        assert_eq!(Scope::of(" # berg "), (Scope::Clients, "berg"));
        assert_eq!(Scope::of(">lock now"), (Scope::Actions, "lock now"));
        assert_eq!(Scope::of("@anna"), (Scope::People, "anna"));
        assert_eq!(Scope::of("?"), (Scope::Help, ""));
        assert_eq!(Scope::of("a#b"), (Scope::Everything, "a#b"));
    }

    #[test]
    fn what_begins_with_the_words_comes_before_what_has_them_inside() {
        let texts = folded(&["old berg", "sandbergs", "bergman", "berg & co", "elm"]);
        let found: Vec<usize> = best(&texts, "berg", 50).into_iter().map(|(_, place)| place).collect();
        assert_eq!(found, [3, 2, 0, 1]);
    }

    #[test]
    fn words_may_stand_in_any_order_and_no_words_find_everything() {
        let texts = folded(&["harbour dental group", "dental north"]);
        assert_eq!(best(&texts, "dental harbour", 50), [(2, 0)]);
        assert_eq!(best(&texts, "", 50).len(), 2);
        assert_eq!(best(&texts, "", 1).len(), 1);
    }

    #[test]
    fn a_thousand_names_leave_no_more_than_asked_for() {
        let texts: Vec<String> = (0..1_000).map(|number| format!("client {number}")).collect();
        assert_eq!(best(&texts, "client 9", 30).len(), 30);
    }
}

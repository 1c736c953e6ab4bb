//! Words as the page says them, on the host, where both languages are at hand.

use leptos::prelude::*;

use super::words::{COUNT, Key};
use super::{Language, Locale, load, locale, provide_language};

/// Runs with a language that can be changed.
fn speaking<T>(language: Locale, run: impl FnOnce(RwSignal<Locale>) -> T) -> T {
    Owner::new().with(|| {
        let language = RwSignal::new(language);
        provide_language(Language(language));
        run(language)
    })
}

#[test]
fn without_an_app_the_words_are_english() {
    assert_eq!(locale(), Locale::En);
    assert_eq!(say!(common.close), "Close");
}

#[test]
fn a_signal_of_words_follows_the_language() {
    speaking(Locale::En, |language| {
        let (close, column) = (tr!(common.close), RwSignal::new("Name".to_owned()));
        let sorted = tr!(common.sorted_ascending, column = column.get());
        assert_eq!(close.get(), "Close");
        assert_eq!(sorted.get(), "Sorted by Name, ascending");
        language.set(Locale::Sv);
        column.set("Namn".to_owned());
        assert_eq!(close.get(), "Stäng");
        assert!(sorted.get().contains("Namn") && !sorted.get().contains("Sorted"));
    });
}

#[test]
fn arguments_find_their_place_by_name() {
    assert_eq!(say!(format.shown, n = "1", total = "2"), "1 of 2 shown");
    let (total, n) = (String::from("2"), 1_u32);
    assert_eq!(say!(format.shown, total = &total, n = n), "1 of 2 shown");
}

#[test]
fn the_count_chooses_the_plural_form_and_stands_in_the_text_where_it_is_wanted() {
    assert_eq!(say!(common.seats, count = 1_usize), "1 seat");
    assert_eq!(say!(common.seats, count = 0_usize), "0 seats");
    assert_eq!(say!(common.seats, count = 21_u32), "21 seats");
    let said = |n: u64, shown: &str| say!(members.sub, client = "Elm", n = shown, count = n);
    assert_eq!(said(1, "one"), "one member in Elm");
    assert_eq!(said(1_234, "1,234"), "1,234 members in Elm");
    speaking(Locale::Sv, |_| assert_eq!(said(1, "1"), "1 medlem i Elm"));
}

#[test]
fn an_argument_that_looks_like_a_place_for_one_stays_as_it_is() {
    assert_eq!(say!(format.shown, n = "{1}", total = "{0}\t"), "{1} of {0}\t shown");
}

#[test]
fn an_argument_that_runs_the_other_way_does_not_turn_the_sentence() {
    let said = |client: &str| say!(members.sub, client = client, n = "2", count = 2_u32);
    assert_eq!(said("Elm\u{202e}"), "2 members in \u{2068}Elm\u{202e}\u{2069}");
    assert_eq!(said("שלום"), "2 members in \u{2068}שלום\u{2069}");
    let closes = said("a\u{2069}\u{202e}b");
    assert_eq!(closes, "2 members in \u{2068}\u{2068}a\u{2069}\u{202e}b\u{2069}");
    let owned = String::from("\u{202b}Elm");
    let both = [
        say!(members.empty_text, client = &owned),
        say!(members.empty_text, client = owned.clone()),
    ];
    assert!(
        both.iter().all(|said| said.contains("\u{2068}\u{202b}Elm\u{2069}")),
        "{both:?}"
    );
}

#[test]
fn a_file_of_another_build_is_not_taken() {
    // Texts are kept per thread: other tests find theirs.
    let taken = std::thread::spawn(|| {
        let other = load(Locale::Sv, "Bara\nnågra\nord".to_owned());
        let own = load(Locale::Sv, vec!["ord"; COUNT].join("\n"));
        (other, own, speaking(Locale::Sv, |_| say!(common.close)))
    });
    assert_eq!(taken.join().unwrap(), (false, true, "ord".to_owned()));
}

#[test]
fn a_language_is_known_by_its_tag_alone() {
    assert_eq!(Locale::of("sv"), Some(Locale::Sv));
    assert_eq!(Locale::of("sv-SE"), None);
}

// What the macros do while compiling, at run time.

const SUB: Key = Key::new(7, &["count", "n", "client"]);

#[test]
fn a_call_holds_the_key_and_the_order_of_its_arguments() {
    assert_eq!(SUB.with(&["count", "n", "client"]), 0x0210_0007);
    assert_eq!(SUB.with(&["client", "count", "n"]), 0x0021_0007);
    assert_eq!(Key::new(7, &[]).alone(), 7);
}

#[test]
#[should_panic(expected = "missing")]
fn a_missing_argument_is_refused() {
    SUB.with(&["count", "n"]);
}

#[test]
#[should_panic(expected = "another name")]
fn an_argument_of_another_name_is_refused() {
    SUB.with(&["count", "n", "customer"]);
}

#[test]
#[should_panic(expected = "so many")]
fn a_surplus_argument_is_refused() {
    SUB.with(&["count", "n", "client", "more"]);
}

#[test]
#[should_panic(expected = "has arguments")]
fn a_text_with_arguments_is_refused_without_them() {
    SUB.alone();
}

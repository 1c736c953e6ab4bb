//! The checks on whole languages.

use super::*;

/// A language with one area, `area`.
fn locale(texts: &[(&str, &str)]) -> Locale {
    let texts = texts
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    Locale::from([("area".to_owned(), texts.collect())])
}

fn words(english: &[(&str, &str)], swedish: &[(&str, &str)]) -> Result<Words, Vec<Fault>> {
    Words::of(&[locale(english), locale(swedish)])
}

fn faults(english: &[(&str, &str)], swedish: &[(&str, &str)]) -> Vec<Fault> {
    words(english, swedish).err().unwrap_or_default()
}

const KEY: &str = "area.key";

fn key() -> String {
    KEY.to_owned()
}

#[test]
fn keys_are_sorted_and_every_language_has_a_line_for_each() {
    let words = words(&[("b", "Bee"), ("a", "Eh")], &[("a", "Ah"), ("b", "Be")]).unwrap();
    assert_eq!(
        words.keys.iter().map(Key::path).collect::<Vec<_>>(),
        ["area.a", "area.b"]
    );
    assert_eq!((words.file(0).as_str(), words.file(1).as_str()), ("Eh\nBee", "Ah\nBe"));
}

#[test]
fn arguments_are_numbered_alike_in_every_language() {
    let words = words(
        &[("key", "{{ n }} of {{ client }}, {{ n }}")],
        &[("key", "{{ client }} har {{ n }}")],
    )
    .unwrap();
    assert_eq!(words.keys[0].arguments, ["n", "client"]);
    assert_eq!(
        (words.file(0).as_str(), words.file(1).as_str()),
        ("{0} of {1}, {0}", "{1} har {0}")
    );
}

#[test]
fn a_plurals_first_argument_is_its_count() {
    let words = words(
        &[("key_one", "{{ n }} item"), ("key_other", "{{ n }} items")],
        &[
            ("key_one", "Ett objekt av {{ count }}, {{ n }}"),
            ("key_other", "{{ n }} objekt"),
        ],
    )
    .unwrap();
    let key = &words.keys[0];
    assert!(key.plural && key.name == "key");
    assert_eq!(key.arguments, ["count", "n"]);
    assert_eq!(key.sample, "{{ n }} items");
    assert_eq!(words.file(0), "one:{1} item\t{1} items");
    assert_eq!(words.file(1), "one:Ett objekt av {0}, {1}\t{1} objekt");
}

#[test]
fn an_ending_without_its_counterpart_is_an_ordinary_name() {
    let texts = [("role_other", "Other"), ("to_one", "To one")];
    let words = words(&texts, &texts).unwrap();
    assert!(words.keys.iter().all(|key| !key.plural));
    assert_eq!(words.keys[0].name, "role_other");
}

#[test]
fn a_key_that_one_language_lacks_is_a_fault() {
    let missing = |language| vec![Fault::MissingKey { language, key: key() }];
    let (both, one) = ([("a", ""), ("key", "{{ n }}")], [("a", "")]);
    assert_eq!(faults(&both, &one), missing("sv"));
    assert_eq!(faults(&one, &both), missing("en"));
}

#[test]
fn a_plural_form_that_one_language_lacks_is_a_fault() {
    let both = [("key_one", "item"), ("key_other", "items")];
    for (form, left) in [("one", both[1]), ("other", both[0])] {
        let missing = |language| {
            vec![Fault::MissingForm {
                language,
                key: key(),
                form,
            }]
        };
        assert_eq!(faults(&both, &[left]), missing("sv"));
        assert_eq!(faults(&[left], &both), missing("en"));
    }
}

#[test]
fn a_plural_form_that_the_language_does_not_know_is_a_fault() {
    let both = [("key_one", "item"), ("key_other", "items")];
    let more = [both[0], both[1], ("key_few", "items")];
    let surplus = Fault::UnknownForm {
        language: "sv",
        key: key(),
        form: "few",
    };
    assert_eq!(faults(&both, &more), [surplus]);
}

#[test]
fn an_argument_that_one_language_lacks_is_a_fault() {
    let missing = |language| {
        vec![Fault::MissingArgument {
            language,
            key: key(),
            argument: "client".to_owned(),
        }]
    };
    let (with, without) = ([("key", "To {{ client }}")], [("key", "To them")]);
    assert_eq!(faults(&with, &without), missing("sv"));
    assert_eq!(faults(&without, &with), missing("en"));
}

#[test]
fn more_arguments_than_the_page_can_order_are_a_fault() {
    let text = [("key", "{{ a }}{{ b }}{{ c }}{{ d }}{{ e }}")];
    assert_eq!(faults(&text, &text), [Fault::TooManyArguments { key: key() }]);
}

#[test]
fn a_name_that_is_text_and_plural_is_a_fault() {
    let texts = [("key", "Items"), ("key_one", "item"), ("key_other", "items")];
    assert_eq!(faults(&texts, &texts), [Fault::Twice { key: key() }]);
}

#[test]
fn a_malformed_text_is_a_fault_of_its_language() {
    let found = faults(&[("key", "fine")], &[("key", "{{ open")]);
    assert!(
        matches!(found.as_slice(), [Fault::Malformed { language: "sv", .. }]),
        "{found:?}"
    );
}

#[test]
fn the_pages_own_words_are_complete() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales");
    let words = Words::read(&folder).unwrap();
    for (language, _) in LANGUAGES.iter().enumerate() {
        assert_eq!(words.file(language).lines().count(), words.keys.len());
    }
}

#[test]
fn a_folder_that_is_not_there_is_a_fault() {
    let found = Words::read(Path::new("no such folder")).err().unwrap_or_default();
    assert!(
        matches!(found.as_slice(), [Fault::Unreadable { .. }, Fault::Unreadable { .. }]),
        "{found:?}"
    );
}

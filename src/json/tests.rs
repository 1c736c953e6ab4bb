//! What is accepted, what isn't and how that is said; and that what is written is read back.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::api::ids::{CollectionId, MemberId};
use crate::api::list::List;
use crate::api::members::{AccessRecord, MemberRecord};
use crate::model::import::{Destination, Existing, Fault, Kind, Part, Row, Unusable, What};

const ID: &str = "11111111-1111-1111-1111-111111111111";

record! {
    #[derive(Clone, Debug, PartialEq)]
    struct Sample {
        name: String,
        user_id: Option<MemberId>,
        kind: i64 as "type",
        two_factor_enabled: bool = true,
        counts: Vec<u32> = Vec::new(),
        inner: Option<Inner>,
    }
}

record! {
    #[derive(Clone, Debug, PartialEq)]
    struct Inner {
        deep_name: String,
    }
}

fn unfit<T: FromJson + std::fmt::Debug>(value: Value) -> String {
    from_value::<T>(value).unwrap_err().to_string()
}

#[test]
fn names_are_read_in_every_casing() {
    let wanted = Sample {
        name: "n".into(),
        user_id: MemberId::parse(ID),
        kind: 2,
        two_factor_enabled: false,
        counts: vec![1, 2],
        inner: Some(Inner { deep_name: "d".into() }),
    };
    for value in [
        json!({"name": "n", "userId": ID, "type": 2, "twoFactorEnabled": false, "counts": [1, 2], "inner": {"deepName": "d"}}),
        json!({"Name": "n", "UserId": ID, "Type": 2, "TwoFactorEnabled": false, "Counts": [1, 2], "Inner": {"DeepName": "d"}}),
        json!({"name": "n", "user_id": ID, "type": 2, "two_factor_enabled": false, "counts": [1, 2], "inner": {"deepname": "d"}}),
    ] {
        assert_eq!(from_value::<Sample>(value), Ok(wanted.clone()));
    }
}

#[test]
fn null_is_like_absent_and_unknown_names_are_passed_over() {
    for value in [
        json!({"name": "n", "type": 99}),
        json!({"name": "n", "type": "99", "userId": null, "twoFactorEnabled": null, "counts": null, "inner": null,
            "newInVersion": {"name": [1]}}),
    ] {
        let sample: Sample = from_value(value).unwrap();
        assert_eq!((sample.kind, sample.two_factor_enabled), (99, true));
        assert_eq!((sample.user_id, sample.counts, sample.inner), (None, vec![], None));
    }
}

#[test]
fn what_does_not_fit_is_named_by_its_path_and_never_shown() {
    for (value, said) in [
        (json!({"type": 1}), "name: a text expected, found nothing"),
        (json!({"name": null, "type": 1}), "name: a text expected, found nothing"),
        (
            json!({"name": 12_345, "type": 1}),
            "name: a text expected, found a number",
        ),
        (
            json!({"name": "n", "type": "SECRET"}),
            "type: a whole number expected, found a text",
        ),
        (
            json!({"name": "n", "type": 1.5}),
            "type: a whole number expected, found a number",
        ),
        (
            json!({"name": "n", "type": 1, "userId": [ID]}),
            "userId: a text expected, found a list",
        ),
        (
            json!({"name": "n", "type": 1, "twoFactorEnabled": "SECRET"}),
            "twoFactorEnabled: true or false expected, found a text",
        ),
        (
            json!({"name": "n", "type": 1, "counts": [1, -2]}),
            "counts[1]: a smaller number expected, and none below 0",
        ),
        (
            json!({"name": "n", "type": 1, "inner": {"deepName": {"SECRET": "SECRET"}}}),
            "inner.deepName: a text expected, found an object",
        ),
        (
            json!({"name": "n", "type": 1, "inner": []}),
            "inner: an object expected, found a list",
        ),
        (json!("SECRET"), "an object expected, found a text"),
    ] {
        assert_eq!(unfit::<Sample>(value), said);
    }
    let members = json!({"data": [
        {"id": ID, "type": 2, "status": 2, "email": "a@x.example"},
        {"id": ID, "type": 2, "status": 2, "email": "a@x.example", "collections": [{"id": 5}]}]});
    assert_eq!(
        unfit::<List<MemberRecord>>(members),
        "data[1].collections[0].id: a text expected, found a number"
    );
}

#[test]
fn only_the_first_misfit_is_said() {
    assert_eq!(
        unfit::<Sample>(json!({"type": true})),
        "name: a text expected, found nothing"
    );
}

#[test]
fn what_is_no_json_is_said_by_its_place() {
    let said = |text: &str| from_str::<Sample>(text).unwrap_err().to_string();
    assert_eq!(said("<html>"), "no JSON at line 1, column 1");
    assert_eq!(said("{\"name\":\n \"SECRET"), "no JSON at line 2, column 8");
    assert_eq!(said(""), "no JSON at line 1, column 0");
}

#[test]
fn a_list_of_ten_thousand_members_is_read() {
    let member = json!({"id": ID, "userId": ID, "type": 2, "status": 2, "name": "Name", "email": "a@x.example",
        "twoFactorEnabled": true, "collections": [{"id": ID, "readOnly": true}], "groups": [ID], "externalId": null,
        "object": "organizationUserUserDetails", "avatarColor": null, "ssoBound": false, "hasMasterPassword": true,
        "permissions": {"response": null, "accessEventLogs": false}, "creationDate": "2026-03-11T09:14:22.3366667Z"});
    let text = json!({"data": vec![member; 10_000], "continuationToken": null}).to_string();
    let members: List<MemberRecord> = from_str(&text).unwrap();
    assert_eq!(members.data.len(), 10_000);
    let wanted = AccessRecord {
        id: CollectionId::parse(ID).unwrap(),
        read_only: true,
        hide_passwords: false,
        manage: false,
    };
    assert_eq!(members.data[9_999].collections, [wanted]);
}

message! {
    #[derive(Clone, Debug, PartialEq)]
    struct Note {
        some_text: String,
        number: Option<i64>,
        flags: Vec<Flag>,
        counts: [u32; 3],
    }
}

message! {
    #[derive(Clone, Debug, PartialEq)]
    enum Flag {
        Plain,
        Of(String),
        With { number: u32, boxed: Box<String> },
    }
}

#[test]
fn every_shape_of_message_is_read_back_as_it_was_written() {
    let note = Note {
        some_text: "a \"quoted\" \\ text,\n\0 é 🎈 {[".into(),
        number: Some(-5),
        flags: vec![
            Flag::Plain,
            Flag::Of("x".into()),
            Flag::With {
                number: u32::MAX,
                boxed: Box::new(String::new()),
            },
        ],
        counts: [1, 2, 3],
    };
    let text = to_string(&note);
    assert_eq!(from_str::<Note>(&text), Ok(note));
    assert!(
        text.contains(r#""someText":"#) && text.contains(r#"["Plain",{"is":"Of","of":"x"}"#),
        "{text}"
    );
    assert_eq!(
        unfit::<Note>(json!({"someText": "", "flags": ["Plain", {"is": "SECRET"}], "counts": [1, 2, 3]})),
        "flags[1]: a known word expected"
    );
    assert_eq!(
        unfit::<Note>(json!({"someText": "", "flags": [{"is": "With", "number": 1}], "counts": [1, 2, 3]})),
        "flags[0].boxed: a text expected, found nothing"
    );
    assert_eq!(
        unfit::<Note>(json!({"someText": "", "flags": [], "counts": [1]})),
        "counts: another count of numbers expected"
    );
}

#[test]
fn every_case_that_crosses_to_the_worker_and_back_survives() {
    fn survives<T: FromJson + ToJson + PartialEq + std::fmt::Debug>(cases: impl IntoIterator<Item = T>) {
        for case in cases {
            assert_eq!(from_str::<T>(&to_string(&case)).as_ref(), Ok(&case));
        }
    }
    survives(Kind::ALL);
    survives([Row::Item(1), Row::Line(2), Row::Collection(u32::MAX)]);
    survives([
        Unusable::Empty,
        Unusable::NotUtf8 { line: 3 },
        Unusable::DamagedJson { line: 3, column: 4 },
        Unusable::NoItems,
    ]);
    survives([
        Fault::new(Part::Typed(Kind::SshKey), What::TooLong { most: 750 }).of("publicKey"),
        Fault::new(Part::Whole, What::Columns),
    ]);
    let id = CollectionId::parse(ID).unwrap();
    let name = "A/B".to_owned();
    survives([
        Destination::AsInFile,
        Destination::One(Existing { id, name }),
        Destination::Nowhere,
    ]);
}

proptest! {
    #[test]
    fn any_text_is_written_as_another_parser_reads_it(text in any::<String>(), other in "\\PC*") {
        let written = texts(&[("first", &text), ("masterPasswordHash", &other)]);
        let read: Value = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(read, json!({"first": text, "masterPasswordHash": other}));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\[\\]{}\",:0-9a-z\\\\. -]{0,60}") {
        let _ = from_str::<Note>(&text);
        let _ = from_str::<List<MemberRecord>>(&text);
    }
}

/// The items read one by one; none where the text isn't such a list as a whole.
fn one_by_one(text: &str) -> Option<Result<Vec<Inner>, String>> {
    let mut items = Items::of(text.as_bytes(), "data");
    let mut read = Vec::new();
    while let Some(item) = items.take() {
        match item {
            Ok(item) => read.push(item),
            Err(unfit) => return Some(Err(unfit.to_string())),
        }
    }
    items.whole().then_some(Ok(read))
}

#[test]
fn a_list_is_read_item_by_item_wherever_it_stands_in_its_object() {
    let inner = |name: &str| Inner { deep_name: name.into() };
    for text in [
        r#"{"object":"list","data":[{"deepName":"a"},{"deepName":"]},{"}],"continuationToken":null}"#,
        " { \"Data\" : [ {\"DeepName\":\"a\"} ,\n{\"deepName\":\"]},{\"} ] } \n",
    ] {
        assert_eq!(one_by_one(text), Some(Ok(vec![inner("a"), inner("]},{")])));
    }
    assert_eq!(one_by_one(r#"{"data":[]}"#), Some(Ok(Vec::new())));
}

#[test]
fn an_item_that_does_not_fit_is_named_by_its_place_in_the_whole() {
    let unfit = one_by_one(r#"{"data":[{"deepName":"a"},{"deepName":7}]}"#);
    let words = "data[1].deepName: a text expected, found a number";
    assert_eq!(unfit, Some(Err(words.to_owned())));
}

#[test]
fn what_stands_around_a_list_is_kept() {
    let text = r#"{"object":"list","data":[{"deepName":"a"}],"x":{"y":[1,2]}}"#;
    let mut items = Items::of(text.as_bytes(), "data");
    while items.take::<Inner>().is_some() {}
    assert_eq!(items.around(), json!({"object":"list","x":{"y":[1,2]}}));
}

#[test]
fn what_is_no_whole_list_is_never_taken_for_one() {
    for text in [
        "",
        "<html>",
        "[]",
        r#"{"data":null}"#,
        r#"{"object":"list"}"#,
        r#"{"data":[{"deepName":"a"}"#,
        r#"{"data":[{"deepName":"a"}]"#,
        r#"{"data":[{"deepName":"a"} {"deepName":"b"}]}"#,
        r#"{"data":[{"deepName":"a"},]}"#,
        r#"{"data":[]} and more"#,
        r#"{"data":[],"data":[{"deepName":"a"}]}"#,
    ] {
        assert_eq!(one_by_one(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn cut_anywhere_a_list_is_not_whole(cut in 0_usize..58) {
        let text = r#"{"object":"list","data":[{"deepName":"a"}],"x":{"y":[1,2]}}"#;
        prop_assert_eq!(one_by_one(&text[..cut]), None);
    }
}

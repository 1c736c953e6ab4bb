use serde_json::Map;

mod places;

use super::whole::MOST_VALUES;
use super::*;
use crate::model::import::fault::Loss;
use crate::model::import::file::parse;
use crate::model::import::item::{Field, FieldValue, Filled, Matching};

fn organization(items: &str) -> Parsed {
    let file = format!(
        r#"{{"encrypted":false,"collections":[{{"id":"c1","organizationId":"o","name":"Servers/Linux","externalId":null}},
        {{"id":"c2","name":"Office"}}],"items":[{items}]}}"#
    );
    parse(file.as_bytes(), &mut |_, _| {}).unwrap()
}

/// The fault of the only item.
fn fault(item: &str) -> Fault {
    let parsed = organization(item);
    assert!(parsed.items.is_empty() && parsed.left_out == 1);
    assert_eq!(parsed.problems[0].row, Row::Item(1));
    parsed.problems[0].fault.clone()
}

/// The only item, of which nothing is lost.
fn one(item: &str) -> Item {
    let (item, losses) = lossy(item);
    assert_eq!(losses, []);
    item
}

/// The only item, and what is lost of it.
fn lossy(item: &str) -> (Item, Vec<Loss>) {
    let mut parsed = organization(item);
    assert_eq!(parsed.problems, [], "{item}");
    (parsed.items.remove(0), parsed.losses.named)
}

/// Kind, value and link of a field.
fn value(field: &Field) -> (u8, Option<&str>, Option<i64>) {
    match &field.value {
        FieldValue::Text(text) => (0, text.as_deref(), None),
        FieldValue::Hidden(text) => (1, text.as_deref(), None),
        FieldValue::Boolean(true) => (2, Some("true"), None),
        FieldValue::Boolean(false) => (2, Some("false"), None),
        FieldValue::Linked(link) => (3, None, Some(link.number())),
    }
}

#[test]
fn the_contracts_organization_file_is_read() {
    let file = r#"{ "encrypted": false,
      "collections": [ { "id": "0f3a", "organizationId": "3c0e", "name": "Servers/Linux", "externalId": null } ],
      "items": [
        { "passwordHistory": null, "revisionDate": "2026-07-01T10:00:00.000Z", "creationDate": "2025-02-03T09:00:00.000Z", "deletedDate": null, "archivedDate": null,
          "id": "ab12", "organizationId": "3c0e", "folderId": null, "type": 1, "reprompt": 0, "name": "Router", "notes": null, "favorite": false,
          "fields": [ { "name": "port", "value": "8443", "type": 0, "linkedId": null } ],
          "login": { "uris": [ { "match": null, "uri": "https://10.0.0.1" } ], "fido2Credentials": [], "username": "admin", "password": "secret", "totp": null },
          "collectionIds": ["0f3a"] } ] }"#;
    let parsed = parse(file.as_bytes(), &mut |_, _| {}).unwrap();
    assert_eq!(
        (parsed.source, parsed.homes.as_slice()),
        (Source::OrganizationJson, &["Servers/Linux".to_owned()][..])
    );
    let item = &parsed.items[0];
    assert_eq!(
        (item.number, item.name.as_str(), item.homes.as_slice()),
        (1, "Router", &[0][..])
    );
    let login = item.login().unwrap();
    assert_eq!(
        (login.username.as_deref(), login.password.as_deref()),
        (Some("admin"), Some("secret"))
    );
    assert_eq!(
        (login.uris[0].uri.as_str(), login.uris[0].matching),
        ("https://10.0.0.1", None)
    );
    assert_eq!(value(&item.fields[0]), (0, Some("8443"), None));
}

#[test]
fn every_type_is_read_with_each_of_its_texts() {
    for kind in Kind::ALL {
        let part: Map<String, Value> = kind
            .properties()
            .iter()
            .map(|(name, _)| ((*name).to_owned(), Value::from(format!("{name}!"))))
            .collect();
        let item = serde_json::json!({"type": kind.number(), "name": "n", kind.part(): part});
        let read = one(&item.to_string());
        assert_eq!(read.kind(), kind);
        if let Content::SshKey(key) = &read.content {
            let texts = [&key.private, &key.public, &key.fingerprint].map(Filled::as_str);
            assert_eq!(texts, ["privateKey!", "publicKey!", "keyFingerprint!"]);
        } else {
            assert_eq!(read.texts().len(), kind.properties().len());
            assert!(read.texts().iter().all(|(name, text)| *text == format!("{name}!")));
        }
        assert_eq!(read.login().is_some(), kind == Kind::Login);
    }
}

#[test]
fn numbers_become_texts_and_empty_texts_become_none() {
    let card = one(r#"{"type":3,"name":"c","notes":"","card":{"expMonth":7,"expYear":"2031","code":""}}"#);
    assert_eq!(
        card.texts(),
        [("expMonth", "7".to_owned()), ("expYear", "2031".to_owned())]
    );
    assert_eq!(card.notes, None);
    let login = one(r#"{"type":1,"name":"l","login":{"username":"","password":"","uris":[{"uri":""}]}}"#);
    let login = login.login().unwrap();
    assert!(login.username.is_none() && login.password.is_none() && login.uris.is_empty());
}

#[test]
fn a_login_without_its_part_and_a_note_are_fine() {
    assert!(one(r#"{"type":1,"name":"l"}"#).login().is_some());
    assert!(one(r#"{"type":1,"name":"l","login":null}"#).login().is_some());
    assert!(
        one(r#"{"type":2,"name":"n","notes":"x","secureNote":{"type":0}}"#)
            .login()
            .is_none()
    );
}

#[test]
fn passkeys_totp_matches_and_every_kind_of_field_are_kept() {
    let item = one(
        r#"{"type":1,"name":"l","favorite":true,"reprompt":1,"archivedDate":"2026-01-02T03:04:05.678Z",
        "fields":[{"type":3,"name":"who","value":null,"linkedId":100},{"type":2,"name":"on","value":true}],
        "login":{"totp":"JBSW","passwordRevisionDate":"2026-01-31T10:00:00.000Z","autofillOnPageLoad":false,
        "uris":[{"uri":"https://a.example","match":3}],
        "fido2Credentials":[{"credentialId":"id","keyType":"public-key","keyAlgorithm":"a","keyCurve":"c","keyValue":"k","rpId":"r",
        "counter":7,"discoverable":true,"creationDate":"2026-01-31T10:00:00.000Z","unknown":"x"}]}}"#,
    );
    assert!(item.favorite && item.reprompt == 1 && item.archived.is_some());
    assert_eq!(value(&item.fields[0]), (3, None, Some(100)));
    assert_eq!(value(&item.fields[1]), (2, Some("true"), None));
    let login = item.login().unwrap();
    assert_eq!(
        (login.totp.as_deref(), login.autofill, login.uris[0].matching),
        (Some("JBSW"), Some(false), Matching::of(3))
    );
    let passkey = &login.passkeys[0];
    assert!(passkey.counter.as_str() == "7" && passkey.discoverable);
}

#[test]
fn five_earlier_passwords_are_kept_and_the_rest_counted() {
    let old: Vec<String> = (0..7)
        .map(|n| format!(r#"{{"password":"p{n}","lastUsedDate":"2025-01-3{}T10:00:00Z"}}"#, n % 2))
        .collect();
    let without_date = r#"{"password":"p9","lastUsedDate":null}"#;
    let list = format!(
        r#"{{"type":1,"name":"l","passwordHistory":[{without_date},{}]}}"#,
        old.join(",")
    );
    let parsed = organization(&list);
    assert_eq!(parsed.items[0].history.len(), 5);
    assert_eq!(parsed.items[0].history[0].password, "p0");
    assert_eq!(parsed.old_passwords_dropped, 3);
}

#[test]
fn trashed_items_are_left_out_and_counted() {
    let parsed = organization(
        r#"{"type":1,"name":"gone","deletedDate":"2026-01-01T00:00:00Z"},{"type":1,"name":"here","deletedDate":null}"#,
    );
    assert_eq!((parsed.trashed, parsed.items.len(), parsed.items[0].number), (1, 1, 2));
}

#[test]
fn an_individual_file_brings_its_folders() {
    let file = r#"{"encrypted":false,"folders":[{"id":"f1","name":"Work"}],
        "items":[{"type":2,"name":"n","folderId":"f1","organizationId":null,"collectionIds":null},
        {"type":2,"name":"m","folderId":null}]}"#;
    let parsed = parse(file.as_bytes(), &mut |_, _| {}).unwrap();
    assert_eq!(
        (parsed.source, parsed.homes.as_slice()),
        (Source::IndividualJson, &["Work".to_owned()][..])
    );
    assert_eq!(
        (parsed.items[0].homes.as_slice(), parsed.items[1].homes.len()),
        (&[0][..], 0)
    );
}

#[test]
fn collections_of_one_name_are_one_and_unknown_ones_are_counted() {
    let file = r#"{"items":[{"type":2,"name":"n","collectionIds":["a","b","x"]}],
        "collections":[{"id":"a","name":"Same"},{"id":"b","name":"Same"},{"id":"c","name":" "},{"id":"d"},7]}"#;
    let parsed = parse(file.as_bytes(), &mut |_, _| {}).unwrap();
    assert_eq!(parsed.homes, ["Same"]);
    assert_eq!(
        (parsed.items[0].homes.as_slice(), parsed.lost_homes, parsed.left_out),
        (&[0][..], 1, 0)
    );
    let rows: Vec<Row> = parsed.problems.iter().map(|problem| problem.row).collect();
    assert_eq!(rows, [Row::Collection(3), Row::Collection(4), Row::Collection(5)]);
}

#[test]
fn one_wrong_item_costs_only_itself() {
    let parsed = organization(r#"{"type":1,"name":"a"},"text",{"type":1,"name":["x"]},{"type":1,"name":"b"}"#);
    assert_eq!(parsed.items.iter().map(|item| item.number).collect::<Vec<_>>(), [1, 4]);
    let rows: Vec<Row> = parsed.problems.iter().map(|problem| problem.row).collect();
    assert_eq!(rows, [Row::Item(2), Row::Item(3)]);
}

#[test]
fn faults_name_the_part_and_never_the_contents() {
    let ssh = |name: &str| Fault::new(Part::Typed(Kind::SshKey), What::Missing).of(name);
    for (item, expected) in [
        ("7", Fault::new(Part::Whole, What::WrongKind)),
        (r#"{"name":"x"}"#, Fault::new(Part::Type, What::UnknownType)),
        (r#"{"type":9,"name":"x"}"#, Fault::new(Part::Type, What::UnknownType)),
        (
            r#"{"name":"x","login":{},"card":{}}"#,
            Fault::new(Part::Type, What::UnknownType),
        ),
        (r#"{"type":1,"name":" "}"#, Fault::new(Part::Name, What::Missing)),
        (r#"{"type":5,"name":"x","sshKey":["secret"]}"#, ssh("privateKey")),
        (
            r#"{"type":5,"name":"x","sshKey":{"privateKey":"secret"}}"#,
            ssh("publicKey"),
        ),
    ] {
        let fault = fault(item);
        assert_eq!(fault, expected, "{item}");
        assert!(!format!("{fault:?}").contains("secret"));
    }
}

#[test]
fn a_wrong_part_costs_itself_and_is_told() {
    let wrong = |part| Fault::new(part, What::WrongKind);
    for (item, expected) in [
        (r#""notes":{}"#, wrong(Part::Notes)),
        (r#""fields":["secret"]"#, wrong(Part::CustomField)),
        (
            r#""fields":[{"type":7,"value":"secret"}]"#,
            Fault::new(Part::CustomField, What::UnknownType).of("type"),
        ),
        (
            r#""fields":[{"type":3,"linkedId":300}]"#,
            Fault::new(Part::CustomField, What::NoSuchLink).of("linkedId"),
        ),
        (
            r#""fields":[{"type":2,"value":"secret"}]"#,
            wrong(Part::CustomField).of("type"),
        ),
        (
            r#""fields":[{"value":["secret"]}]"#,
            wrong(Part::CustomField).of("value"),
        ),
        (r#""login":["secret"]"#, wrong(Part::Typed(Kind::Login))),
        (r#""login":{"username":[]}"#, wrong(Part::Username)),
        (r#""login":{"uris":[7]}"#, wrong(Part::Website)),
        (
            r#""login":{"uris":[{"uri":"u","match":9}]}"#,
            wrong(Part::Website).of("match"),
        ),
        (
            r#""login":{"fido2Credentials":[{"rpId":"secret"}]}"#,
            Fault::new(Part::Passkey, What::Missing).of("credentialId"),
        ),
        (r#""login":{"fido2Credentials":["secret"]}"#, wrong(Part::Passkey)),
        (
            r#""login":{"passwordRevisionDate":"secret"}"#,
            Fault::new(Part::Typed(Kind::Login), What::BadDate).of("passwordRevisionDate"),
        ),
        (
            r#""passwordHistory":[{"password":"p","lastUsedDate":"secret"}]"#,
            Fault::new(Part::PasswordHistory, What::BadDate).of("lastUsedDate"),
        ),
        (
            r#""archivedDate":"secret""#,
            Fault::new(Part::Whole, What::BadDate).of("archivedDate"),
        ),
        (r#""favorite":"secret""#, wrong(Part::Whole).of("favorite")),
        (r#""reprompt":2"#, wrong(Part::Whole).of("reprompt")),
        (r#""collectionIds":[{}]"#, wrong(Part::Whole).of("collectionIds")),
        (r#""card":{"number":"secret"}"#, wrong(Part::Typed(Kind::Card))),
    ] {
        let (read, losses) = lossy(&format!(r#"{{"type":1,"name":"x",{item}}}"#));
        assert_eq!(read.name, "x");
        assert_eq!(losses.len(), 1, "{item}");
        assert_eq!(losses[0].row, Row::Item(1));
        assert_eq!(losses[0].faults, [expected], "{item}");
        assert!(!format!("{losses:?}").contains("secret"));
    }
    let (card, losses) =
        lossy(r#"{"type":3,"name":"x","card":{"number":{},"code":"012","brand":12345678901234567890123}}"#);
    assert_eq!(card.texts(), [("code", "012".to_owned())]);
    let card = |name| wrong(Part::Typed(Kind::Card)).of(name);
    assert_eq!(losses[0].faults, [card("brand"), card("number")]);
}

#[test]
fn of_many_rows_with_losses_the_first_are_named_and_all_counted() {
    let item = r#"{"type":2,"name":"n","notes":{},"fields":[7,7]},"#;
    let parsed = organization(item.repeat(1_500).trim_end_matches(','));
    assert_eq!((parsed.losses.named.len(), parsed.losses.count), (1_000, 1_500));
    assert_eq!(parsed.losses.named[0].faults.len(), 2);
    assert_eq!((parsed.items.len(), parsed.left_out), (1_500, 0));
}

#[test]
fn what_can_be_read_otherwise_is_taken() {
    let item = one(
        r#"{"type":"1","name":"x","favorite":"true","reprompt":true,"archivedDate":1738317600,"deletedDate":"",
        "fields":[{"name":"a"},{"type":"2","name":"b","value":1},{"type":2,"name":"c"},null,{},{"name":"","value":""}],
        "passwordHistory":[null],"collectionIds":"C1","login":{"uris":["https://a.example",null,{"uri":"b","match":"3"}],"totp":5}}"#,
    );
    assert!(item.favorite && item.reprompt == 1);
    assert_eq!(item.archived.as_ref().unwrap().as_str(), "2025-01-31T10:00:00.000Z");
    let fields: Vec<_> = item.fields.iter().map(value).collect();
    assert_eq!(
        fields,
        [(0, None, None), (2, Some("true"), None), (2, Some("false"), None)]
    );
    assert_eq!(item.homes, [0]);
    let login = item.login().unwrap();
    let uris: Vec<_> = login.uris.iter().map(|uri| (uri.uri.as_str(), uri.matching)).collect();
    assert_eq!(uris, [("https://a.example", None), ("b", Matching::of(3))]);
    assert_eq!(login.totp.as_deref(), Some("5"));
    let one_uri = one(r#"{"name":"x","login":{"uris":"https://a.example"},"card":null}"#);
    assert_eq!(one_uri.login().unwrap().uris.len(), 1);
}

#[test]
fn a_passkey_is_made_whole_or_left_out() {
    const P256: &str = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg";
    let least = format!(r#"{{"credentialId":"c","keyValue":"{P256}","rpId":"r"}}"#);
    let item = |passkey: &str| {
        format!(
            r#"{{"type":1,"name":"x","creationDate":"2025-03-04","login":{{"password":"p","fido2Credentials":[{passkey}]}}}}"#
        )
    };
    let (read, losses) = lossy(&item(&least));
    let passkey = &read.login().unwrap().passkeys[0];
    let texts = [
        &passkey.key_type,
        &passkey.key_algorithm,
        &passkey.key_curve,
        &passkey.counter,
    ];
    assert_eq!(texts.map(Filled::as_str), ["public-key", "ECDSA", "P-256", "0"]);
    assert_eq!(passkey.created.as_str(), "2025-03-04T00:00:00.000Z");
    assert!(!passkey.discoverable);
    let at = |name: &str, what| vec![Fault::new(Part::Passkey, what).of(name)];
    assert_eq!(losses[0].faults, at("creationDate", What::Missing));
    assert_eq!(organization(&item(&least)).completed, 1);
    for (given, lost) in [
        (least.replace("\"c\"", "null"), at("credentialId", What::Missing)),
        (least.replace("\"r\"", "\" \""), at("rpId", What::Missing)),
        (least.replace(P256, ""), at("keyValue", What::Missing)),
        (
            least.replace(P256, "another kind of key"),
            at("keyAlgorithm", What::Missing),
        ),
        (
            least.replace("\"r\"", &format!("\"{}\"", "r".repeat(688))),
            [
                at("creationDate", What::Missing),
                at("rpId", What::TooLong { most: 687 }),
            ]
            .concat(),
        ),
    ] {
        let (read, losses) = lossy(&item(&given));
        let login = read.login().unwrap();
        assert!(login.passkeys.is_empty() && login.password.is_some(), "{given}");
        assert_eq!(losses[0].faults, lost, "{given}");
    }
}

#[test]
fn an_earlier_password_without_a_date_gets_the_items() {
    for (dates, used) in [
        (
            r#""revisionDate":"2026-06-01","creationDate":"2025-03-04","#,
            Some("2026-06-01T00:00:00.000Z"),
        ),
        (r#""creationDate":"2025-03-04","#, Some("2025-03-04T00:00:00.000Z")),
        (r#""revisionDate":"never","#, None),
        ("", None),
    ] {
        for entry in [
            r#"{"password":"old"}"#,
            r#"{"password":"old","lastUsedDate":null}"#,
            r#"{"password":"old","lastUsedDate":"never"}"#,
            r#""old""#,
        ] {
            let parsed = organization(&format!(
                r#"{{"type":1,"name":"x",{dates}"passwordHistory":[{entry}]}}"#
            ));
            let kept = parsed.items[0].history.first();
            assert_eq!(
                kept.map(|old| (old.password.as_str(), old.used.as_str())),
                used.map(|used| ("old", used))
            );
            assert_eq!(parsed.old_passwords_dropped, u32::from(used.is_none()));
            assert_eq!(parsed.losses.count, u32::from(entry.contains("never")));
        }
    }
}

#[test]
fn attachments_are_counted() {
    let parsed = organization(
        r#"{"type":1,"name":"a","attachments":[{"fileName":"x"},{"fileName":"y"}]},{"type":1,"name":"b","attachments":[]},
        {"type":2,"name":"c","attachments":{"fileName":"z"}}"#,
    );
    assert_eq!((parsed.items.len(), parsed.attachments), (3, 3));
}

#[test]
fn half_a_character_costs_only_itself() {
    let file = r#"{"items":[{"type":1,"name":"a\\ud83d","notes":"x\ud83dy\ude00","login":{"username":"\ud83d\ude00","\udead":1}}]}"#;
    let parsed = parse(file.as_bytes(), &mut |_, _| {}).unwrap();
    let item = &parsed.items[0];
    assert_eq!(
        (item.name.as_str(), item.notes.as_deref()),
        (r"a\ud83d", Some("x\u{fffd}y\u{fffd}"))
    );
    assert_eq!(item.login().unwrap().username.as_deref(), Some("\u{1f600}"));
    assert_eq!(parsed.halves, 3);
}

#[test]
fn texts_that_would_be_too_long_leave_the_item_out() {
    for (limit, item) in [
        (687, r#"{"type":1,"name":"X"}"#),
        (7_439, r#"{"type":1,"name":"n","notes":"X"}"#),
        (3_695, r#"{"type":1,"name":"n","login":{"password":"X"}}"#),
        (687, r#"{"type":1,"name":"n","login":{"totp":"X"}}"#),
        (7_439, r#"{"type":1,"name":"n","login":{"uris":[{"uri":"X"}]}}"#),
        (687, r#"{"type":4,"name":"n","identity":{"ssn":"X"}}"#),
        (
            3_695,
            r#"{"type":5,"name":"n","sshKey":{"privateKey":"X","publicKey":"p","keyFingerprint":"f"}}"#,
        ),
        (
            3_695,
            r#"{"type":1,"name":"n","fields":[{"type":1,"name":"f","value":"X"}]}"#,
        ),
    ] {
        let with = |length: usize| item.replace('X', &"x".repeat(length));
        assert_eq!(organization(&with(limit)).left_out, 0, "{item}");
        let most = u32::try_from(limit).unwrap();
        assert_eq!(fault(&with(limit + 1)).what, What::TooLong { most }, "{item}");
    }
}

#[test]
fn an_item_made_up_to_fill_the_memory_costs_only_itself() {
    let note = r#"{"type":2,"name":"n"}"#;
    for (item, expected) in [
        (
            format!(r#"{{"type":2,"name":"n","more":[{}0]}}"#, "0,".repeat(MOST_VALUES)),
            Fault::new(Part::Whole, What::TooMuch),
        ),
        (
            format!(r#"{{"type":2,"name":"n","fields":[{}{{}}]}}"#, "{},".repeat(MOST_PARTS)),
            Fault::new(Part::CustomField, What::TooMuch).of("fields"),
        ),
    ] {
        let parsed = organization(&format!("{item},{note}"));
        assert_eq!((parsed.items.len(), parsed.left_out), (1, 1));
        assert_eq!(parsed.problems[0].fault, expected);
    }
}

#[test]
fn more_rows_than_are_read_are_refused_wherever_they_stand() {
    let many = "0,".repeat(MOST_ROWS);
    for file in [
        format!(r#"{{"items":[{many}0]}}"#),
        format!(r#"{{"items":[],"collections":[{many}0]}}"#),
        format!(r#"{{"items":[],"folders":[{many}0]}}"#),
    ] {
        assert_eq!(
            parse(file.as_bytes(), &mut |_, _| {}).err(),
            Some(Unusable::TooManyRows)
        );
    }
    // A list that stands there twice isn't counted beforehand.
    let twice = format!(r#"{{"items":[],"items":[{many}0]}}"#);
    assert_eq!(parse(twice.as_bytes(), &mut |_, _| {}).err(), Some(Unusable::Unknown));
}

#[test]
fn brackets_inside_each_other_without_end_are_explained() {
    let deep = "[".repeat(100_000);
    let item = format!(r#"{{"items":[{}{}]}}"#, deep, "]".repeat(100_000));
    let damaged = parse(item.as_bytes(), &mut |_, _| {}).err();
    assert!(matches!(damaged, Some(Unusable::DamagedJson { line: 1, .. })));
    assert_eq!(parse(deep.as_bytes(), &mut |_, _| {}).err(), Some(Unusable::Unknown));
    let inside = format!(r#"{{"other":{}{},"items":[]}}"#, deep, "]".repeat(100_000));
    assert_eq!(parse(inside.as_bytes(), &mut |_, _| {}).err(), Some(Unusable::NoItems));
}

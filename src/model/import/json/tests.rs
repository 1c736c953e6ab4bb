use super::whole::MOST_VALUES;
use super::*;
use crate::model::import::file::parse;

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

fn one(item: &str) -> Item {
    let mut parsed = organization(item);
    assert_eq!(parsed.problems, []);
    parsed.items.remove(0)
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
    let login = item.login.as_ref().unwrap();
    assert_eq!(
        (login.username.as_deref(), login.password.as_deref()),
        (Some("admin"), Some("secret"))
    );
    assert_eq!(
        (login.uris[0].uri.as_str(), login.uris[0].matching),
        ("https://10.0.0.1", None)
    );
    assert_eq!(item.fields[0].value.as_deref(), Some("8443"));
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
        assert_eq!(read.kind, kind);
        assert_eq!(read.texts.len(), kind.properties().len());
        assert!(read.texts.iter().all(|(name, text)| *text == format!("{name}!")));
        assert_eq!(read.login.is_some(), kind == Kind::Login);
    }
}

#[test]
fn numbers_become_texts_and_empty_texts_become_none() {
    let card = one(r#"{"type":3,"name":"c","notes":"","card":{"expMonth":7,"expYear":"2031","code":""}}"#);
    assert_eq!(
        card.texts,
        [("expMonth", "7".to_owned()), ("expYear", "2031".to_owned())]
    );
    assert_eq!(card.notes, None);
    let login = one(r#"{"type":1,"name":"l","login":{"username":"","password":"","uris":[{"uri":""}]}}"#);
    let login = login.login.unwrap();
    assert!(login.username.is_none() && login.password.is_none() && login.uris.is_empty());
}

#[test]
fn a_login_without_its_part_and_a_note_are_fine() {
    assert!(one(r#"{"type":1,"name":"l"}"#).login.is_some());
    assert!(one(r#"{"type":1,"name":"l","login":null}"#).login.is_some());
    assert!(
        one(r#"{"type":2,"name":"n","notes":"x","secureNote":{"type":0}}"#)
            .login
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
        "fido2Credentials":[{"credentialId":"id","keyType":"public-key","counter":0,"discoverable":true,
        "creationDate":"2026-01-31T10:00:00.000Z","unknown":"x"}]}}"#,
    );
    assert!(item.favorite && item.reprompt == 1 && item.archived.is_some());
    assert_eq!((item.fields[0].kind, item.fields[0].linked), (3, Some(100)));
    assert_eq!(
        (item.fields[1].kind, item.fields[1].value.as_deref()),
        (2, Some("true"))
    );
    let login = item.login.unwrap();
    assert_eq!(
        (login.totp.as_deref(), login.autofill, login.uris[0].matching),
        (Some("JBSW"), Some(false), Some(3))
    );
    let texts = &login.passkeys[0].texts;
    assert!(texts.contains(&("counter", "0".into())) && texts.contains(&("discoverable", "true".into())));
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
    let wrong = |part| Fault::new(part, What::WrongKind);
    for (item, expected) in [
        ("7", wrong(Part::Whole)),
        (r#"{"name":"x"}"#, Fault::new(Part::Type, What::UnknownType)),
        (r#"{"type":9,"name":"x"}"#, Fault::new(Part::Type, What::UnknownType)),
        (r#"{"type":1,"name":" "}"#, Fault::new(Part::Name, What::Missing)),
        (r#"{"type":1,"name":"x","notes":{}}"#, wrong(Part::Notes)),
        (r#"{"type":1,"name":"x","fields":{}}"#, wrong(Part::CustomField)),
        (
            r#"{"type":1,"name":"x","fields":[{"type":7}]}"#,
            Fault::new(Part::CustomField, What::UnknownType),
        ),
        (r#"{"type":1,"name":"x","login":[]}"#, wrong(Part::Whole)),
        (
            r#"{"type":1,"name":"x","login":{"username":[]}}"#,
            wrong(Part::Username),
        ),
        (
            r#"{"type":1,"name":"x","login":{"uris":["https://secret"]}}"#,
            wrong(Part::Website),
        ),
        (
            r#"{"type":1,"name":"x","login":{"fido2Credentials":[{"rpId":"r"}]}}"#,
            Fault::new(Part::Passkey, What::Missing).of("creationDate"),
        ),
        (
            r#"{"type":1,"name":"x","passwordHistory":[{"password":"p","lastUsedDate":"secret"}]}"#,
            Fault::new(Part::PasswordHistory, What::BadDate).of("lastUsedDate"),
        ),
        (
            r#"{"type":3,"name":"x","card":{"number":{}}}"#,
            wrong(Part::Typed(Kind::Card)).of("number"),
        ),
    ] {
        let fault = fault(item);
        assert_eq!(fault, expected, "{item}");
        assert!(!format!("{fault:?}").contains("secret"));
    }
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
        (3_695, r#"{"type":5,"name":"n","sshKey":{"privateKey":"X"}}"#),
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
fn dates_with_and_without_time_and_zone_are_known() {
    for good in [
        "2025-01-31",
        "2025-01-31T10:00:00",
        "2025-01-31T10:00:00.000Z",
        "2025-01-31T10:00:00.1234567Z",
        "2025-01-31T10:00:00+02:00",
    ] {
        assert!(is_date(good), "{good}");
    }
    for bad in [
        "",
        "yesterday",
        "31.01.2025",
        "2025-13-01",
        "2025-01-31T25:00:00Z",
        "åååååååååå",
    ] {
        assert!(!is_date(bad), "{bad}");
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

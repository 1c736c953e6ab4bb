//! Whatever a file holds, what is sent is what official clients can read (contract/import.md, "Body"). One null in a part that they
//! need would keep them from listing any item of that client.

use std::collections::BTreeSet;
use std::path::Path;

use portal_crypto::EncString;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::tests::{check, key, sealed};
use super::*;
use crate::model::import::fault::{Fault, Part, Row, What};
use crate::model::import::file::nfc;
use crate::model::import::item::Kind;

fn case(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Checks a file and encrypts it: the report, positions in the file, and the body as it was sent, held against the contract.
fn import(file: &[u8]) -> (Report, Vec<u32>, Value) {
    let mut desk = Desk::new(nfc);
    let report = check(&mut desk, file, Vec::new());
    let (numbers, body) = sealed(&mut desk, Destination::AsInFile);
    let ciphers = body["ciphers"].as_array().unwrap();
    assert_eq!(ciphers.len(), numbers.len());
    let read = ciphers.iter().map(readable).collect();
    (report, numbers, read)
}

/// The text of an encrypted part that must be there and hold something.
fn needed(value: &Value, limit: usize) -> Value {
    let text = maybe(value, limit);
    assert!(text.as_str().is_some_and(|text| !text.is_empty()), "needed");
    text
}

/// The text of an encrypted part, or null.
fn maybe(value: &Value, limit: usize) -> Value {
    if value.is_null() {
        return Value::Null;
    }
    let sealed = value.as_str().expect("a text or null");
    assert!(
        sealed.starts_with("2.") && sealed.len() <= limit,
        "{} long",
        sealed.len()
    );
    let text = EncString::new(sealed).decrypt_text(&key()).unwrap();
    text.into()
}

fn date(value: &Value) -> Value {
    use time::format_description::well_known::Rfc3339;
    let text = value.as_str().expect("a date");
    assert!(
        time::OffsetDateTime::parse(text, &Rfc3339).is_ok() && text.len() == 24,
        "{text}"
    );
    value.clone()
}

fn maybe_date(value: &Value) -> Value {
    if value.is_null() { Value::Null } else { date(value) }
}

fn list(value: &Value, read: impl Fn(&Value) -> Value) -> Value {
    match value {
        Value::Null => Value::Null,
        list => list.as_array().expect("a list or null").iter().map(read).collect(),
    }
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

/// An item as an official client reads it; panics where it couldn't.
fn readable(sent: &Value) -> Value {
    let kind = Kind::of(sent["type"].as_i64().expect("a type")).expect("one of eight");
    let parts: Vec<&str> = Kind::ALL
        .map(Kind::part)
        .into_iter()
        .filter(|part| sent.get(part).is_some())
        .collect();
    assert_eq!(parts, [kind.part()], "one typed part");
    assert!(sent["favorite"].is_boolean() && matches!(sent["reprompt"].as_u64(), Some(0 | 1)));
    let typed = &sent[kind.part()];
    let typed = match kind {
        Kind::Login => login(typed),
        Kind::Note => {
            assert_eq!(typed, &json!({"type": 0}));
            typed.clone()
        }
        Kind::SshKey => {
            assert_eq!(keys(typed), ["keyFingerprint", "privateKey", "publicKey"].into());
            json!({"privateKey": needed(&typed["privateKey"], 5_000), "publicKey": needed(&typed["publicKey"], 5_000),
                "keyFingerprint": needed(&typed["keyFingerprint"], 1_000)})
        }
        _ => {
            assert_eq!(keys(typed), kind.properties().iter().map(|(name, _)| *name).collect());
            let texts = typed.as_object().unwrap().iter();
            Value::Object(texts.map(|(name, text)| (name.clone(), maybe(text, 1_000))).collect())
        }
    };
    let field = |field: &Value| {
        let value = maybe(&field["value"], 5_000);
        match (
            field["type"].as_u64().expect("a kind of field"),
            field["linkedId"].as_i64(),
        ) {
            (0 | 1, None) => {}
            (2, None) => assert!(value == "true" || value == "false", "a truth"),
            (3, Some(linked)) => assert!(kind.links_to(linked) && value.is_null(), "linked"),
            other => panic!("{other:?}"),
        }
        json!({"type": field["type"], "name": maybe(&field["name"], 1_000), "value": value, "linkedId": field["linkedId"]})
    };
    let old =
        |old: &Value| json!({"password": needed(&old["password"], 5_000), "lastUsedDate": date(&old["lastUsedDate"])});
    let history = list(&sent["passwordHistory"], old);
    assert!(history.as_array().is_none_or(|list| list.len() <= 5));
    json!({"type": sent["type"], "name": needed(&sent["name"], 1_000), "notes": maybe(&sent["notes"], 10_000),
        "favorite": sent["favorite"], "reprompt": sent["reprompt"], "archivedDate": maybe_date(&sent["archivedDate"]),
        "fields": list(&sent["fields"], field), "passwordHistory": history, kind.part(): typed})
}

fn login(login: &Value) -> Value {
    let uri = |uri: &Value| {
        assert!(
            uri["match"].is_null() || matches!(uri["match"].as_u64(), Some(0..=5)),
            "match"
        );
        let text = needed(&uri["uri"], 10_000);
        let checksum = portal_crypto::batch::uri_checksum(text.as_str().unwrap());
        assert_eq!(needed(&uri["uriChecksum"], 10_000), checksum);
        json!({"uri": text, "match": uri["match"]})
    };
    let passkey = |passkey: &Value| {
        let needs = [
            "credentialId",
            "keyType",
            "keyAlgorithm",
            "keyCurve",
            "keyValue",
            "rpId",
            "counter",
            "discoverable",
        ];
        let may = ["rpName", "userHandle", "userName", "userDisplayName"];
        assert_eq!(
            keys(passkey),
            needs.into_iter().chain(may).chain(["creationDate"]).collect()
        );
        let mut read = serde_json::Map::new();
        read.extend(needs.map(|name| (name.to_owned(), needed(&passkey[name], 1_000))));
        read.extend(may.map(|name| (name.to_owned(), maybe(&passkey[name], 1_000))));
        read.insert("creationDate".into(), date(&passkey["creationDate"]));
        let counter = read["counter"].as_str().unwrap();
        assert!(counter.bytes().all(|digit| digit.is_ascii_digit()), "{counter}");
        assert!(read["discoverable"] == "true" || read["discoverable"] == "false");
        Value::Object(read)
    };
    assert!(login["autofillOnPageLoad"].is_null() || login["autofillOnPageLoad"].is_boolean());
    json!({"username": maybe(&login["username"], 1_000), "password": maybe(&login["password"], 5_000), "totp": maybe(&login["totp"], 1_000),
        "passwordRevisionDate": maybe_date(&login["passwordRevisionDate"]), "autofillOnPageLoad": login["autofillOnPageLoad"],
        "uris": list(&login["uris"], uri), "fido2Credentials": list(&login["fido2Credentials"], passkey)})
}

fn every_part() -> Value {
    serde_json::from_slice(&case("every-part.json")).unwrap()
}

/// Every place in a value, as a pointer (RFC 6901).
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (name, value) in inside {
        let at = format!("{at}/{name}");
        places(value, &at, found);
        found.push(at);
    }
}

/// Puts something else in a place, or takes out what is there.
fn put(file: &mut Value, at: &str, other: Option<&Value>) {
    if let Some(other) = other {
        if let Some(place) = file.pointer_mut(at) {
            *place = other.clone();
        }
        return;
    }
    let (parent, name) = at.rsplit_once('/').unwrap();
    match file.pointer_mut(parent) {
        Some(Value::Object(map)) => drop(map.remove(name)),
        Some(Value::Array(list)) => {
            if let Some(index) = name.parse().ok().filter(|index| *index < list.len()) {
                list.remove(index);
            }
        }
        _ => {}
    }
}

fn faults() -> Vec<Option<Value>> {
    let mut faults = vec![None];
    faults.extend(
        [
            json!(null),
            json!(""),
            json!(" "),
            json!("not this"),
            json!(7),
            json!(-1.5),
            json!(1e300),
            json!(true),
            json!([]),
            json!([null]),
            json!(["x"]),
            json!([{}]),
            json!({}),
            json!({"x": "y"}),
            json!("x".repeat(20_000)),
        ]
        .map(Some),
    );
    faults
}

#[test]
fn every_part_of_every_type_arrives_as_it_was() {
    let file = every_part();
    let (report, _, read) = import(file.to_string().as_bytes());
    assert_eq!(
        (report.losses, report.problems, report.counts),
        (vec![], vec![], [1; 8])
    );
    for (read, held) in read.as_array().unwrap().iter().zip(file["items"].as_array().unwrap()) {
        for (part, read) in read.as_object().unwrap() {
            let nothing = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            assert!(read == &held[part] || (nothing(read) && nothing(&held[part])), "{part}");
        }
    }
}

/// One fault at each place: the body is readable, the item is there or left out, and what is lost is told.
#[test]
fn no_single_fault_harms_and_none_is_silent() {
    let file = every_part();
    for at in 0..8 {
        let item = &file["items"][at];
        let mut found = Vec::new();
        places(item, "", &mut found);
        for place in found {
            for fault in faults() {
                let mut faulty = item.clone();
                put(&mut faulty, &place, fault.as_ref());
                let whole = json!({"collections": file["collections"], "items": [faulty]});
                let (report, numbers, read) = import(whole.to_string().as_bytes());
                let about = format!("{} {place}: {fault:?}", item["name"]);
                let trashed = usize::try_from(report.trashed).unwrap();
                assert_eq!(numbers.len() + report.problems.len() + trashed, 1, "{about}");
                // What the server gives anew, and what is nothing in any file.
                let ignored = [
                    "/id",
                    "/organizationId",
                    "/revisionDate",
                    "/creationDate",
                    "/secureNote/type",
                    // The type follows from the typed part; what isn't a password is none.
                    "/type",
                    "/passwordHistory",
                ];
                let told = !report.losses.is_empty() || report.lost_homes > 0 || report.completed > 0;
                if fault == Some(json!({"x": "y"})) && !ignored.contains(&place.as_str()) && !numbers.is_empty() {
                    let lists = file["items"][at].pointer(&place).is_some_and(Value::is_array)
                        || item.pointer(&place).is_some_and(Value::is_object);
                    assert!(told || lists || report.attachments > 0, "{about}");
                }
                if numbers.is_empty() && trashed == 0 {
                    let least = ["/type", "/name", "/notes"].contains(&place.as_str()) || place.contains("sshKey");
                    let long = matches!(report.problems[0].fault.what, What::TooLong { .. });
                    assert!(least || long, "{about}: {:?}", report.problems);
                } else if trashed == 0 && place != "/name" {
                    assert_eq!(read[0]["name"], item["name"], "{about}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_faults_together_harm(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..12)) {
        let mut file = every_part();
        let (mut found, faults) = (Vec::new(), faults());
        places(&file["items"].clone(), "/items", &mut found);
        for (place, fault) in changes {
            put(&mut file, place.get::<String>(&found), fault.get(&faults).as_ref());
        }
        let items = file["items"].as_array().unwrap().len();
        let (report, numbers, _) = import(file.to_string().as_bytes());
        prop_assert_eq!(numbers.len() + report.left_out as usize + report.trashed as usize, items);
    }
}

/// Names, rows left out with the part at fault, rows that lose something.
type Seen = (Vec<String>, Vec<(u32, Part)>, Vec<u32>);

fn seen(name: &str) -> (Seen, Report, Value) {
    let (report, _, read) = import(&case(name));
    let names = read.as_array().unwrap().iter();
    let names = names.map(|item| item["name"].as_str().unwrap().to_owned()).collect();
    let number = |row: Row| match row {
        Row::Item(number) | Row::Line(number) | Row::Collection(number) => number,
    };
    let problems = report
        .problems
        .iter()
        .map(|problem| (number(problem.row), problem.fault.part));
    let losses = report.losses.iter().map(|loss| number(loss.row));
    ((names, problems.collect(), losses.collect()), report.clone(), read)
}

#[test]
fn ssh_keys_that_cannot_be_completed_are_left_out() {
    let ssh = Part::Typed(Kind::SshKey);
    let ((names, left_out, losses), ..) = seen("01b-ssh-null.json");
    assert_eq!(
        (names, left_out, losses),
        (vec!["B01b good login".into()], vec![(2, ssh), (3, ssh)], vec![])
    );
    let ((names, left_out, losses), ..) = seen("01-ssh-incomplete.json");
    assert_eq!(names, ["B01 good login", "B01 full key"]);
    assert_eq!((left_out, losses), (vec![(3, ssh)], vec![]));
}

#[test]
fn external_ids_arrive() {
    let mut desk = Desk::new(nfc);
    check(&mut desk, &case("02-external-id.json"), Vec::new());
    let body = sealed(&mut desk, Destination::AsInFile).1;
    assert_eq!(body["collections"][0]["externalId"], "ad-group-0042");
    assert_eq!(body["collections"][1]["externalId"], Value::Null);
}

#[test]
fn folders_arrive_and_no_folder_is_none() {
    for (name, homes, homeless) in [
        (
            "16b-individual-with-empty-collections.json",
            &["B16 Home", "B16 Home/Bank"][..],
            1,
        ),
        ("16e-no-folder.json", &["B16 Home"], 1),
    ] {
        let ((names, left_out, losses), report, _) = seen(name);
        assert_eq!((left_out, losses, report.lost_homes), (vec![], vec![], 0), "{name}");
        assert_eq!(
            report.homes.iter().map(|home| home.name.as_str()).collect::<Vec<_>>(),
            homes
        );
        assert_eq!(
            (report.homeless, report.relationships as usize),
            (homeless, names.len() - 1)
        );
    }
}

#[test]
fn nulls_are_nothing() {
    let ((names, left_out, losses), _, read) = seen("17-nulls.json");
    let named: Vec<&String> = names.iter().filter(|name| name.starts_with("B17")).collect();
    assert_eq!((named.len(), losses), (8, vec![]));
    assert!(left_out.iter().all(|(_, part)| *part == Part::Name));
    let field = |read: &Value| read["name"] == "B17 null field";
    let fields = read.as_array().unwrap().iter().find(|item| field(item)).unwrap()["fields"].clone();
    assert_eq!(fields.as_array().unwrap().len(), 3);
}

#[test]
fn a_passkey_without_its_key_is_left_out_of_its_login() {
    let ((names, left_out, _), report, read) = seen("18b-passkey-no-key.json");
    assert_eq!((names.len(), left_out), (2, vec![]));
    assert_eq!(
        (&read[1]["login"]["username"], &read[1]["login"]["fido2Credentials"]),
        (&json!("u"), &Value::Null)
    );
    let fault = Fault::new(Part::Passkey, What::Missing).of("keyValue");
    assert_eq!(
        (report.losses[0].row, &report.losses[0].faults),
        (Row::Item(2), &vec![fault])
    );
}

#[test]
fn all_types_arrive_and_attachments_are_told() {
    let ((names, left_out, losses), report, _) = seen("25-types.json");
    assert_eq!((names.len(), left_out, losses), (7, vec![(6, Part::Type)], vec![]));
    assert_eq!((report.counts, report.attachments), ([2, 0, 1, 1, 0, 1, 1, 1], 1));
    assert_eq!(seen("newtypes-only.json").1.counts, [0, 0, 0, 0, 0, 1, 0, 0]);
}

#[test]
fn every_case_is_readable() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path
            .extension()
            .is_some_and(|ending| ending == "json" || ending == "csv")
        {
            import(&std::fs::read(&path).unwrap());
            count += 1;
        }
    }
    assert!(count >= 10, "{count}");
}

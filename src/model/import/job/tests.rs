//! The whole way through the worker's door, and back from the body by decryption.

use std::collections::BTreeSet;

use portal_crypto::EncString;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::api::ids::CollectionId;
use crate::json;
use crate::model::import::fault::{Part, Row};
use crate::model::import::file::nfc;
use crate::model::import::item::Kind;
use crate::model::import::report::{Allowed, Block};

const ORGANIZATION: &str = "aedc88af-cce0-443f-8d3c-36f8851819b4";
const USER: &str = "0f3a1b52-11aa-4c61-8d0a-b1f000f6aa10";
const KEY: [u8; 64] = [9; 64];

pub(super) fn key() -> SymmetricKey {
    SymmetricKey::from_bytes(&KEY).unwrap()
}

/// Does a job as the worker does: headers as text, answers collected.
fn run(desk: &mut Desk, job: &Job, bytes: &[u8]) -> Vec<(Answer, Vec<u8>)> {
    let header = json::to_string(job);
    let job: Job = json::from_str(&header).unwrap();
    let mut answers = Vec::new();
    desk.handle(job, bytes.to_vec(), |answer, bytes| {
        let header = json::to_string(answer);
        answers.push((json::from_str(&header).unwrap(), bytes.to_vec()));
    });
    answers
}

pub(super) fn check(desk: &mut Desk, file: &[u8], existing: Vec<Existing>) -> Report {
    check_for(desk, file, existing, &Kind::ALL)
}

fn check_job(existing: Vec<Existing>, held: &[Kind]) -> Job {
    Job::Check {
        existing,
        held: held.to_vec(),
        unnamed: Kind::ALL.map(|kind| format!("Unnamed {kind:?}")).to_vec(),
    }
}

/// Checks a file for a server that holds these types.
fn check_for(desk: &mut Desk, file: &[u8], existing: Vec<Existing>, held: &[Kind]) -> Report {
    match run(desk, &check_job(existing, held), file).pop() {
        Some((Answer::Checked { report }, _)) => *report,
        other => panic!("{other:?}"),
    }
}

fn seal_job(destination: Destination) -> Job {
    Job::Seal {
        organization: OrganizationId::parse(ORGANIZATION).unwrap(),
        user: UserId::parse(USER).unwrap(),
        destination,
    }
}

pub(super) fn sealed(desk: &mut Desk, destination: Destination) -> (Vec<u32>, Value) {
    let mut body = Vec::new();
    for (answer, bytes) in run(desk, &seal_job(destination), &KEY) {
        match answer {
            Answer::Part => body.extend(bytes),
            Answer::Progress { .. } => {}
            Answer::Sealed => return (numbers(&bytes), serde_json::from_slice(&body).unwrap()),
            other => panic!("{other:?}"),
        }
    }
    panic!("never sealed")
}

fn import(file: &Value) -> Value {
    let mut desk = Desk::new(nfc);
    check(&mut desk, file.to_string().as_bytes(), Vec::new());
    sealed(&mut desk, Destination::AsInFile).1
}

/// Opens every EncString of a body, whatever stands around it.
fn open(value: &Value) -> Value {
    match value {
        Value::String(text) if text.starts_with("2.") => EncString::new(text).decrypt_text(&key()).unwrap().into(),
        Value::Array(list) => list.iter().map(open).collect(),
        Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), open(value))).collect(),
        other => other.clone(),
    }
}

fn whole_vault() -> Value {
    let typed = |kind: Kind| -> Value {
        kind.properties()
            .iter()
            .map(|(name, _)| ((*name).to_owned(), Value::from(format!("{name} é"))))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let mut passkey: serde_json::Map<String, Value> = [
        "credentialId",
        "keyType",
        "keyAlgorithm",
        "keyCurve",
        "keyValue",
        "rpId",
        "rpName",
        "userHandle",
        "userName",
        "userDisplayName",
    ]
    .map(|name| (name.to_owned(), Value::from(name)))
    .into_iter()
    .collect();
    passkey.insert("counter".into(), "7".into());
    passkey.insert("discoverable".into(), "true".into());
    passkey.insert("creationDate".into(), "2026-01-31T10:00:00.000Z".into());
    let mut items: Vec<Value> = Kind::ALL
        .into_iter()
        .map(|kind| json!({"type": kind.number(), "name": format!("{kind:?}"), "notes": "n", kind.part(): typed(kind)}))
        .collect();
    items[0] = json!({
        "type": 1, "name": "Login", "notes": "n", "reprompt": 1, "favorite": true, "collectionIds": ["a", "b"],
        "fields": [{"type": 1, "name": "pin", "value": "12"}, {"type": 3, "name": "link", "linkedId": 100}],
        "passwordHistory": [{"password": "old", "lastUsedDate": "2025-01-31T10:00:00.000Z"}],
        "login": {"username": "u", "password": "p", "totp": "t", "passwordRevisionDate": "2026-01-31T10:00:00.000Z",
            "uris": [{"uri": "https://a.example", "match": 3}, {"uri": "https://b.example"}],
            "fido2Credentials": [passkey]},
    });
    items[1]["collectionIds"] = json!(["b"]);
    json!({"encrypted": false, "items": items,
        "collections": [{"id": "a", "name": "Servers"}, {"id": "b", "name": "Servers/Linux"}]})
}

#[test]
fn a_body_has_the_keys_of_the_contracts_golden_file() {
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let golden: Value =
        serde_json::from_str(include_str!("../../../../tests/contract/import/import.request.json")).unwrap();
    let body = import(&whole_vault());
    assert_eq!(keys(&body), keys(&golden));
    let extra: BTreeSet<String> = ["encryptedFor", "encryptedByKeyId"].map(str::to_owned).into();
    for (ours, theirs) in body["ciphers"]
        .as_array()
        .unwrap()
        .iter()
        .zip(golden["ciphers"].as_array().unwrap())
    {
        assert_eq!(ours["type"], theirs["type"]);
        let mut expected = keys(theirs);
        // The golden secure note and card have no login, ours neither: same keys plus the two of crypto.md 8.3.
        expected.extend(extra.clone());
        let mut found = keys(ours);
        found.extend(extra.clone());
        assert_eq!(found, expected);
        let part = Kind::of(ours["type"].as_i64().unwrap()).unwrap().part();
        assert_eq!(keys(&ours[part]), keys(&theirs[part]), "{part}");
    }
    let login = |body: &Value| body["ciphers"][0]["login"].clone();
    for list in ["uris", "fido2Credentials"] {
        assert_eq!(keys(&login(&body)[list][0]), keys(&login(&golden)[list][0]));
    }
    for list in ["fields", "passwordHistory"] {
        assert_eq!(keys(&body["ciphers"][0][list][0]), keys(&golden["ciphers"][0][list][0]));
    }
    let mut collection = keys(&golden["collections"][0]);
    collection.extend(["groups", "users"].map(str::to_owned));
    assert_eq!(keys(&body["collections"][0]), collection);
}

#[test]
fn what_is_opened_again_is_what_the_file_held() {
    let file = whole_vault();
    let body = open(&import(&file));
    for (sent, held) in body["ciphers"]
        .as_array()
        .unwrap()
        .iter()
        .zip(file["items"].as_array().unwrap())
    {
        for name in ["type", "name", "notes"] {
            assert_eq!(sent[name], held[name]);
        }
        assert_eq!(
            (sent["organizationId"].as_str(), sent["encryptedFor"].as_str()),
            (Some(ORGANIZATION), Some(USER))
        );
        assert_eq!(sent["encryptedByKeyId"], json!(key().key_id()));
        let kind = Kind::of(sent["type"].as_i64().unwrap()).unwrap();
        if !kind.properties().is_empty() {
            assert_eq!(sent[kind.part()], held[kind.part()]);
        }
    }
    let (sent, held) = (&body["ciphers"][0], &file["items"][0]);
    assert_eq!((&sent["reprompt"], &sent["favorite"]), (&json!(1), &json!(true)));
    assert_eq!(sent["passwordHistory"], held["passwordHistory"]);
    assert_eq!(sent["login"]["fido2Credentials"], held["login"]["fido2Credentials"]);
    for name in ["username", "password", "totp", "passwordRevisionDate"] {
        assert_eq!(sent["login"][name], held["login"][name]);
    }
    let checksum = portal_crypto::batch::uri_checksum("https://a.example");
    assert_eq!(
        sent["login"]["uris"][0],
        json!({"uri": "https://a.example", "uriChecksum": checksum, "match": 3})
    );
    assert_eq!(
        sent["fields"][1],
        json!({"type": 3, "name": "link", "value": null, "linkedId": 100})
    );
    assert_eq!(
        body["collectionRelationships"],
        json!([{"key": 0, "value": 0}, {"key": 0, "value": 1}, {"key": 1, "value": 1}])
    );
    assert_eq!(
        (&body["folders"], &body["folderRelationships"]),
        (&json!([]), &json!([]))
    );
}

#[test]
fn nothing_of_an_item_leaves_the_worker_unencrypted() {
    let mut desk = Desk::new(nfc);
    let file = json!({"items": [
        {"type": 1, "name": "NEEDLE", "notes": "NEEDLE", "login": {"username": "NEEDLE", "password": "NEEDLE",
            "uris": [{"uri": "NEEDLE"}], "totp": {"x": "NEEDLE"}}},
        {"type": 1, "name": "NEEDLE", "login": {"username": "NEEDLE"}}]});
    let mut answers = run(
        &mut desk,
        &check_job(Vec::new(), &Kind::ALL),
        file.to_string().as_bytes(),
    );
    answers.extend(run(&mut desk, &seal_job(Destination::Nowhere), &KEY));
    assert!(answers.len() >= 3);
    for (answer, bytes) in answers {
        assert!(!json::to_string(&answer).contains("NEEDLE"));
        assert!(!String::from_utf8_lossy(&bytes).contains("NEEDLE"));
    }
}

#[test]
fn existing_collections_are_used_by_their_id() {
    let existing = Existing {
        id: CollectionId::parse(USER).unwrap(),
        name: "Servers".into(),
    };
    let file = whole_vault().to_string();
    let mut desk = Desk::new(nfc);
    check(&mut desk, file.as_bytes(), vec![existing.clone()]);
    let body = open(&sealed(&mut desk, Destination::AsInFile).1);
    assert_eq!(body["collections"][0]["id"], json!(USER));
    assert_eq!(
        (&body["collections"][1]["id"], &body["collections"][1]["name"]),
        (&Value::Null, &json!("Servers/Linux"))
    );

    check(&mut desk, file.as_bytes(), Vec::new());
    let body = open(&sealed(&mut desk, Destination::One(existing)).1);
    assert_eq!(
        (
            body["collections"].as_array().unwrap().len(),
            &body["collections"][0]["id"]
        ),
        (1, &json!(USER))
    );
    assert_eq!(body["collectionRelationships"].as_array().unwrap().len(), 8);

    check(&mut desk, file.as_bytes(), Vec::new());
    let body = sealed(&mut desk, Destination::Nowhere).1;
    assert_eq!(
        (&body["collections"], &body["collectionRelationships"]),
        (&json!([]), &json!([]))
    );
}

#[test]
fn positions_in_the_body_lead_back_to_the_file() {
    let mut desk = Desk::new(nfc);
    let file =
        json!({"items": [{"type": 1, "name": ""}, {"type": 1, "name": "a"}, {"type": 9}, {"type": 2, "name": "b"}]});
    let report = check(&mut desk, file.to_string().as_bytes(), Vec::new());
    assert_eq!(
        report
            .problems
            .iter()
            .map(|problem| problem.fault.part)
            .collect::<Vec<_>>(),
        [Part::Name, Part::Type]
    );
    assert_eq!(sealed(&mut desk, Destination::AsInFile).0, [2, 4]);
}

/// So many items, each in a collection of its own.
fn vault_of(items: usize) -> Value {
    let homes = (0..items).map(|n| json!({"id": n.to_string(), "name": format!("Home {n}")}));
    let items = (0..items).map(|n| json!({"type": 2, "name": format!("Item {n}"), "collectionIds": [n.to_string()]}));
    json!({"items": items.collect::<Vec<_>>(), "collections": homes.collect::<Vec<_>>()})
}

#[test]
fn while_a_long_file_is_read_its_progress_is_told() {
    let told = |file: &[u8]| -> Vec<(u32, u32)> {
        let answers = run(&mut Desk::new(nfc), &check_job(Vec::new(), &Kind::ALL), file);
        assert!(matches!(answers.last(), Some((Answer::Checked { .. }, _))));
        let progress = answers.into_iter().filter_map(|(answer, _)| match answer {
            Answer::Progress { done, total } => Some((done, total)),
            _ => None,
        });
        progress.collect()
    };
    assert_eq!(
        told(vault_of(2_500).to_string().as_bytes()),
        [(1_000, 2_500), (2_000, 2_500)]
    );
    assert_eq!(told(vault_of(10).to_string().as_bytes()), []);
    let mut table = "folder,type,name,login_uri,login_username,login_password\n".to_owned();
    let row = ",login,abcdefg,,,\n";
    table += &row.repeat(2_000);
    let size = u32::try_from(table.len()).unwrap();
    let half = u32::try_from(row.len() * 1_000).unwrap();
    assert_eq!(told(table.as_bytes()), [(size - half, size), (size, size)]);
}

#[test]
fn what_a_report_names_is_bounded_and_the_rest_is_counted() {
    let mut file = vault_of(4_000);
    for item in file["items"].as_array_mut().unwrap().iter_mut().take(1_500) {
        item["type"] = json!(99);
    }
    let mut desk = Desk::new(nfc);
    let report = check(&mut desk, file.to_string().as_bytes(), Vec::new());
    assert_eq!((report.problems.len(), report.problem_count), (1_000, 1_500));
    assert_eq!((report.homes.len(), report.new_homes), (200, 4_000));
    assert_eq!(
        report
            .outcome(&Destination::AsInFile, 0, Allowed::default())
            .new_collections,
        4_000
    );
    let body = sealed(&mut desk, Destination::AsInFile).1;
    assert_eq!(body["collections"].as_array().unwrap().len(), 4_000);
}

#[test]
fn a_job_out_of_turn_or_with_a_wrong_key_fails_and_forgets_the_file() {
    let mut desk = Desk::new(nfc);
    let failed =
        |answers: Vec<(Answer, Vec<u8>)>| matches!(answers.as_slice(), [(Answer::Failed, bytes)] if bytes.is_empty());
    assert!(failed(run(&mut desk, &seal_job(Destination::AsInFile), &KEY)));
    check(&mut desk, whole_vault().to_string().as_bytes(), Vec::new());
    assert!(failed(run(&mut desk, &seal_job(Destination::AsInFile), &KEY[..32])));
    assert!(failed(run(&mut desk, &seal_job(Destination::AsInFile), &KEY)));
    let answers = run(&mut desk, &check_job(Vec::new(), &Kind::ALL), b"hello");
    assert_eq!(answers[0].0, Answer::Unusable { why: Unusable::Unknown });
}

#[test]
fn forty_thousand_items_are_sealed_with_word_of_the_progress() {
    let items: Vec<String> = (0..40_000)
        .map(|n| {
            format!(
                r#"{{"type":1,"name":"Item {n}","notes":null,"collectionIds":["a"],"login":{{"uris":[{{"uri":"https://{n}.example"}}],"username":"user{n}","password":"password number {n}"}}}}"#
            )
        })
        .collect();
    let file = format!(
        r#"{{"collections":[{{"id":"a","name":"All"}}],"items":[{}]}}"#,
        items.join(",")
    );
    let mut desk = Desk::new(nfc);
    let report = check(&mut desk, file.as_bytes(), Vec::new());
    assert_eq!((report.items(), report.duplicates), (40_000, 0));
    assert_eq!(report.outcome(&Destination::AsInFile, 0, Allowed::default()).blocks, []);
    let answers = run(&mut desk, &seal_job(Destination::AsInFile), &KEY);
    let progress = answers.iter().map(|(answer, _)| answer);
    let progress: Vec<&Answer> = progress
        .filter(|answer| matches!(answer, Answer::Progress { .. }))
        .collect();
    assert_eq!(progress.len(), 50);
    let (done, total) = (40_000, 40_000);
    assert_eq!(progress.last(), Some(&&Answer::Progress { done, total }));
    let parts = answers.iter().filter(|(answer, _)| *answer == Answer::Part);
    let parts: Vec<&[u8]> = parts.map(|(_, part)| part.as_slice()).collect();
    assert!(parts.len() > 10, "{} parts", parts.len());
    // The last one holds all the relationships.
    assert!(parts.iter().all(|part| part.len() < 3_000_000), "a part is small");
    // Counted, not parsed: what matters is that everything is there.
    let body = parts.concat();
    assert!(body.len() < 100_000_000, "{}", body.len());
    assert_eq!(
        body.windows(15).filter(|part| part == b"\"encryptedFor\":").count(),
        40_000
    );
    let (sealed, places) = answers.last().unwrap();
    assert_eq!((sealed, numbers(places).len()), (&Answer::Sealed, 40_000));
}

fn any_text() -> impl Strategy<Value = Option<String>> {
    prop_oneof![Just(None), "\\PC{0,40}".prop_map(Some), "[a-z ]{1,300}".prop_map(Some)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_login_comes_back_as_it_was(
        name in "\\PC{0,39}[a-z]",
        texts in proptest::collection::vec(any_text(), 4),
        fields in proptest::collection::vec((0_u8..2, any_text(), any_text()), 0..4),
        uris in proptest::collection::vec("\\PC{1,60}", 0..4),
    ) {
        let fields: Vec<Value> =
            fields.into_iter().map(|(kind, name, value)| json!({"type": kind, "name": name, "value": value})).collect();
        let file = json!({"items": [{"type": 1, "name": name, "notes": texts[0], "fields": fields,
            "login": {"username": texts[1], "password": texts[2], "totp": texts[3],
                "uris": uris.iter().map(|uri| json!({"uri": uri})).collect::<Vec<_>>()}}]});
        let body = open(&import(&file));
        let item = &body["ciphers"][0];
        let none_if_empty = |text: &Value| if text == "" { Value::Null } else { text.clone() };
        prop_assert_eq!(&item["name"], &json!(name));
        prop_assert_eq!(&item["notes"], &none_if_empty(&json!(texts[0])));
        prop_assert_eq!(&item["login"]["username"], &none_if_empty(&json!(texts[1])));
        prop_assert_eq!(&item["login"]["password"], &none_if_empty(&json!(texts[2])));
        prop_assert_eq!(&item["login"]["totp"], &none_if_empty(&json!(texts[3])));
        let sent: Vec<&Value> = item["login"]["uris"].as_array().into_iter().flatten().map(|uri| &uri["uri"]).collect();
        let uris: Vec<Value> = uris.iter().map(|uri| json!(uri)).collect();
        prop_assert_eq!(sent, uris.iter().collect::<Vec<_>>());
        let none = |text: &Value| none_if_empty(text).is_null();
        let fields = fields.iter().filter(|field| !none(&field["name"]) || !none(&field["value"]));
        let sent: Vec<&Value> = item["fields"].as_array().into_iter().flatten().collect();
        prop_assert_eq!(sent.len(), fields.clone().count());
        for (sent, held) in sent.into_iter().zip(fields) {
            prop_assert_eq!(&sent["name"], &none_if_empty(&held["name"]));
            prop_assert_eq!(&sent["value"], &none_if_empty(&held["value"]));
        }
    }
}

/// The types that Vaultwarden stores.
const FIVE: &[Kind] = &[Kind::Login, Kind::Note, Kind::Card, Kind::Identity, Kind::SshKey];

#[test]
fn what_a_server_cannot_hold_is_counted_by_type_and_never_sealed() {
    let file = include_bytes!("../../../../tests/cases/25-types.json");
    let mut desk = Desk::new(nfc);
    let report = check_for(&mut desk, file, Vec::new(), FIVE);
    assert_eq!(report.unheld, [0, 0, 0, 0, 0, 1, 1, 1]);
    assert_eq!(report.counts[5..], [0, 0, 0]);
    let held = report.items();
    let (numbers, body) = sealed(&mut desk, Destination::AsInFile);
    let kinds: Vec<u64> = body["ciphers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["type"].as_u64().unwrap())
        .collect();
    assert!(kinds.iter().all(|kind| *kind <= 5), "{kinds:?}");
    assert_eq!((kinds.len(), numbers.len()), (held, held));
    // Relationships point at what is sent, and numbers at the file.
    let pairs = body["collectionRelationships"].as_array().unwrap();
    assert!(pairs.iter().all(|pair| pair["key"].as_u64().unwrap() < held as u64));
    assert!(!numbers.contains(&3) && !numbers.contains(&4) && !numbers.contains(&5));
    let everywhere = check(&mut desk, file, Vec::new());
    assert_eq!((everywhere.unheld(), everywhere.items()), (0, held + 3));
}

#[test]
fn a_file_of_nothing_but_newer_types_is_blocked_where_they_are_unknown() {
    let file = include_bytes!("../../../../tests/cases/newtypes-only.json");
    let mut desk = Desk::new(nfc);
    let blocks = |report: Report| report.outcome(&Destination::AsInFile, 0, Allowed::default()).blocks;
    assert_eq!(
        blocks(check_for(&mut desk, file, Vec::new(), FIVE)),
        [Block::NothingHeld]
    );
    assert_eq!(blocks(check(&mut desk, file, Vec::new())), []);
}

#[test]
fn items_without_a_name_are_sealed_with_one() {
    let file = include_bytes!("../../../../tests/cases/17-nulls.json");
    let mut desk = Desk::new(nfc);
    let report = check(&mut desk, file, Vec::new());
    assert_eq!(
        (report.named.count, report.named.rows.as_slice()),
        (1, &[Row::Item(8)][..])
    );
    assert_eq!(
        (report.unnamed.count, report.unnamed.rows.as_slice()),
        (1, &[Row::Item(7)][..])
    );
    let body = open(&sealed(&mut desk, Destination::AsInFile).1);
    let names: Vec<_> = body["ciphers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        names.contains(&"nameless.example".into()) && names.contains(&"Unnamed Login".into()),
        "{names:?}"
    );
    assert!(names.iter().all(|name| !name.is_empty()));
}

#[test]
fn the_least_size_of_a_body_comes_close_to_it_and_never_above() {
    let login = |at: usize| {
        json!({"type": 1, "name": format!("Item {at}"), "notes": "n".repeat(at % 90), "fields": [{"type": 0, "name": "a", "value": "b"}],
            "login": {"username": "u", "password": "p", "uris": [{"uri": "https://a.example"}, {"uri": "https://b.example/in"}]}})
    };
    let mut vault = whole_vault();
    let items = vault["items"].as_array_mut().unwrap();
    items.extend((0..200).map(login));
    let mut desk = Desk::new(nfc);
    let report = check(&mut desk, vault.to_string().as_bytes(), Vec::new());
    let mut size = 0;
    for (answer, bytes) in run(&mut desk, &seal_job(Destination::Nowhere), &KEY) {
        size += if answer == Answer::Part { bytes.len() } else { 0 };
    }
    let least = report.least_body as usize;
    assert!(least <= size && least > size * 3 / 4, "{least} of {size}");
}

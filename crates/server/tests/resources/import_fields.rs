//! Import: the rule of each field, by its error's key and text.

use super::import::{item, path};
use super::shape::assert_like;
use super::world::*;
use serde_json::{Value, json};

/// An encrypted string of this many characters.
fn long(length: usize) -> String {
    let middle = length - "2.AAAA||AAAA".len();
    format!("2.AAAA|{}|AAAA", "A".repeat(middle))
}

async fn errors(world: &World, body: &Value) -> Value {
    let answer = world.post(SERVICE, &path(), body).await;
    assert_eq!(answer.status, 400, "{answer:?}");
    assert_eq!(answer.body["message"], "The model state is invalid.");
    answer.body["validationErrors"].clone()
}

/// An import of one item of this type with one property of its part too long.
fn too_long(kind: i64, part: &str, name: &str, length: usize) -> Value {
    json!({ "ciphers": [{ "type": kind, "name": SEALED, part: { name: long(length) } }] })
}

#[tokio::test]
async fn one_bad_field_among_many_items_stores_nothing() {
    let world = World::new();
    let before = world.count("SELECT COUNT(*) FROM ciphers");
    let mut items = vec![item(); 20];
    items[12]["login"]["password"] = long(5004).into();
    items[3]["name"] = Value::Null;
    let body = json!({ "ciphers": items, "collections": [{ "name": "plain text" }] });
    let answer = world.post(SERVICE, &path(), &body).await;
    assert_eq!(answer.status, 400);
    assert_like(&answer.body, "import/field.error.json");
    assert_eq!(
        answer.body["validationErrors"],
        json!({
            "Ciphers[3].Name": ["The Name field is required."],
            "Ciphers[12].Login.Password": ["The field Password exceeds the maximum encrypted value length of 5000 characters."],
            "Collections[0].Name": ["Name is not a valid encrypted string."],
        })
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM ciphers"), before);
    assert_eq!(
        world.count(&format!(
            "SELECT COUNT(*) FROM collections WHERE organization_id = '{ORG}'"
        )),
        4
    );
}

#[tokio::test]
async fn every_part_has_its_lengths() {
    let world = World::new();
    for (kind, part, name, limit) in [
        (1, "login", "username", 1000),
        (1, "login", "password", 5000),
        (1, "login", "totp", 1000),
        (3, "card", "cardholderName", 1000),
        (4, "identity", "address1", 1000),
        (4, "identity", "licenseNumber", 1000),
        (5, "sshKey", "privateKey", 5000),
        (5, "sshKey", "publicKey", 5000),
        (5, "sshKey", "keyFingerprint", 1000),
        (6, "bankAccount", "bankContactPhone", 1000),
        (7, "driversLicense", "licenseClass", 1000),
        (8, "passport", "nationalIdentificationNumber", 1000),
    ] {
        let pascal = |text: &str| text[..1].to_uppercase() + &text[1..];
        let (part_name, name_out) = (
            if part == "sshKey" {
                "SSHKey".into()
            } else {
                pascal(part)
            },
            pascal(name),
        );
        let key = format!("Ciphers[0].{part_name}.{name_out}");
        let found = errors(&world, &too_long(kind, part, name, limit + 4)).await;
        let text = format!("The field {name_out} exceeds the maximum encrypted value length of {limit} characters.");
        assert_eq!(found, json!({ key: [text] }));
        let fits = world.post(SERVICE, &path(), &too_long(kind, part, name, limit)).await;
        assert_eq!(fits.status, 200, "{part}.{name}: {fits:?}");
    }
}

#[tokio::test]
async fn nested_lists_name_the_item_and_the_place() {
    let world = World::new();
    let mut sent = item();
    sent["notes"] = long(10_004).into();
    sent["key"] = "no".into();
    sent["organizationId"] = "x".repeat(37).into();
    sent["fields"] =
        json!([{ "type": 0, "name": SEALED, "value": SEALED }, { "type": 1, "name": "no", "value": long(5004) }]);
    sent["passwordHistory"] = json!([{ "password": null }]);
    sent["login"]["uris"] = json!([{ "uri": SEALED, "uriChecksum": "no" }]);
    sent["login"]["fido2Credentials"] = json!([{ "credentialId": "no" }]);
    let found = errors(
        &world,
        &json!({ "ciphers": [sent], "folders": [{ "name": null }],
        "collections": [{ "name": SEALED, "externalId": "x".repeat(301), "id": "no" }] }),
    )
    .await;
    let keys: Vec<_> = found.as_object().unwrap().keys().cloned().collect();
    let mut expected = [
        "Ciphers[0].Notes",
        "Ciphers[0].Key",
        "Ciphers[0].OrganizationId",
        "Ciphers[0].Fields[1].Name",
        "Ciphers[0].Fields[1].Value",
        "Ciphers[0].PasswordHistory[0].Password",
        "Ciphers[0].PasswordHistory[0].LastUsedDate",
        "Ciphers[0].Login.Uris[0].UriChecksum",
        "Ciphers[0].Login.Fido2Credentials[0].CredentialId",
        "Ciphers[0].Login.Fido2Credentials[0].CreationDate",
        "Folders[0].Name",
        "Collections[0].ExternalId",
        "Collections[0].Id",
    ];
    expected.sort_unstable();
    let mut keys: Vec<_> = keys.iter().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, expected);
}

#[tokio::test]
async fn an_item_needs_a_known_type_and_its_part() {
    let world = World::new();
    let found = errors(
        &world,
        &json!({ "ciphers": [{ "type": 9, "name": SEALED }, { "type": 5, "name": SEALED }] }),
    )
    .await;
    assert_eq!(
        found,
        json!({ "Ciphers[0].Type": ["The field Type is invalid."], "Ciphers[1].SSHKey": ["The SSHKey field is required."] })
    );
}

#[tokio::test]
async fn a_body_that_is_not_json_or_of_wrong_kinds_is_a_model_error() {
    let world = World::new();
    for (body, key) in [
        ("", ""),
        ("{", "$"),
        ("[]x", "$"),
        (r#"{"ciphers":5}"#, "$"),
        (r#"{"ciphers":[{"type":1,"name":7}]}"#, "$"),
        (
            r#"{"ciphers":[{"type":1,"passwordHistory":[{"lastUsedDate":"yesterday"}]}]}"#,
            "$",
        ),
    ] {
        let answer = world.send(SERVICE, "POST", &path(), body.as_bytes().to_vec()).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.body["validationErrors"].get(key).is_some(), "{body}: {answer:?}");
    }
}

#[tokio::test]
async fn items_sealed_for_somebody_else_are_refused() {
    let world = World::new();
    let mut sent = item();
    sent["encryptedFor"] = SERVICE.into();
    assert_eq!(
        world
            .post(SERVICE, &path(), &json!({ "ciphers": [sent.clone()] }))
            .await
            .status,
        200
    );
    sent["encryptedFor"] = OWNER.into();
    assert_eq!(
        world.post(SERVICE, &path(), &json!({ "ciphers": [sent] })).await.status,
        400
    );
}

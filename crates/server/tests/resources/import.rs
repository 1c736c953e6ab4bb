//! Import: who may, what is stored, and that nothing is when anything is wrong.

use super::shape::golden;
use super::world::*;
use serde_json::{Value, json};

pub fn path() -> String {
    format!("/api/ciphers/import-organization?organizationId={ORG}")
}

/// A valid login item.
pub fn item() -> Value {
    json!({ "type": 1, "name": SEALED, "notes": null, "login": { "username": SEALED, "password": SEALED } })
}

fn collection(id: Option<&str>) -> Value {
    json!({ "id": id, "name": SEALED, "externalId": null })
}

fn totals(world: &World) -> [i64; 4] {
    ["ciphers", "collections", "collection_ciphers", "collection_members"]
        .map(|table| world.count(&format!("SELECT COUNT(*) FROM {table}")))
}

async fn assert_stored(world: &World, who: &str, body: &Value) {
    let answer = world.post(who, &path(), body).await;
    assert!(answer.status == 200 && answer.empty, "{answer:?}");
}

async fn assert_refused(world: &World, who: &str, body: &Value, status: u16, error: &str) {
    let before = totals(world);
    world.post(who, &path(), body).await.assert_error(status, error);
    assert_eq!(totals(world), before, "nothing is stored");
}

#[tokio::test]
async fn a_service_user_imports_all_eight_types_into_new_and_existing_collections() {
    let world = World::new();
    let mut body = golden("import/import.request.json");
    body["collections"][1]["id"] = SERVERS.into();
    let before = totals(&world);
    assert_stored(&world, SERVICE, &body).await;
    let after = totals(&world);
    assert_eq!(
        [0, 1, 2, 3].map(|index| after[index] - before[index]),
        [8, 1, 8, 0],
        "nobody is assigned"
    );
    assert_eq!(
        world.count("SELECT COUNT(*) FROM events"),
        0,
        "an import writes no event"
    );

    let answer = world.read(OWNER, &format!("/api/organizations/{ORG}/export")).await;
    let stored = &answer["ciphers"].as_array().unwrap()[3..];
    assert_eq!(stored.len(), 8);
    let parts = [
        "login",
        "secureNote",
        "card",
        "identity",
        "sshKey",
        "bankAccount",
        "driversLicense",
        "passport",
    ];
    for (sent, stored) in body["ciphers"].as_array().unwrap().iter().zip(stored) {
        for name in ["type", "name", "notes", "key", "reprompt", "fields", "passwordHistory"] {
            assert_eq!(stored[name], sent[name], "{name}");
        }
        assert_eq!(stored["organizationId"], ORG);
        for part in parts {
            let mut stored = stored[part].clone();
            if let Value::Object(map) = &mut stored {
                map.remove("uri");
            }
            assert_eq!(stored, sent.get(part).cloned().unwrap_or_default(), "{part}");
        }
    }
}

#[tokio::test]
async fn an_existing_collection_keeps_its_name_and_an_unknown_id_makes_a_new_one() {
    let world = World::new();
    let other = SEALED.replace('A', "Q");
    let collections: Vec<_> = [SERVERS, NOWHERE, FOREIGN_COLLECTION, MY_ITEMS]
        .map(|id| json!({ "id": id, "name": other }))
        .into();
    let before = world.count("SELECT COUNT(*) FROM collections");
    assert_stored(&world, SERVICE, &json!({ "collections": collections })).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM collections") - before, 3);
    let named = format!("SELECT COUNT(*) FROM collections WHERE name = '{other}' AND organization_id = '{ORG}'");
    assert_eq!(world.count(&named), 3);
    let kept =
        format!("SELECT COUNT(*) FROM collections WHERE id IN ('{SERVERS}', '{MY_ITEMS}') AND name = '{SEALED}'");
    assert_eq!(world.count(&kept), 2);
    assert_eq!(
        world.count(&format!("SELECT COUNT(*) FROM collections WHERE id = '{NOWHERE}'")),
        0
    );
}

#[tokio::test]
async fn a_member_who_imports_manages_the_new_collections_and_finds_the_items() {
    let world = World::new();
    let body = json!({
        "ciphers": [item(), item()], "collections": [collection(None)],
        "collectionRelationships": [{ "key": 0, "value": 0 }],
    });
    assert_stored(&world, OWNER, &body).await;
    let own = world.read(OWNER, "/api/collections").await;
    let new = own["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["id"] != SERVERS)
        .unwrap();
    assert_eq!(new["manage"], true);
    assert_eq!(
        column(&world.read(OWNER, "/api/ciphers").await, "id").len(),
        2,
        "the unassigned one is out of reach"
    );
}

#[tokio::test]
async fn relationships_out_of_range_are_skipped_and_doubled_ones_count_once() {
    let world = World::new();
    let pairs = [(0, 0), (0, 0), (1, 0), (0, 7), (-1, 0), (0, -1), (2, 0)];
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(key, value)| json!({ "key": key, "value": value }))
        .collect();
    let body = json!({ "ciphers": [item()], "collections": [collection(None)], "collectionRelationships": pairs });
    let before = totals(&world);
    assert_stored(&world, SERVICE, &body).await;
    assert_eq!(totals(&world)[2] - before[2], 1);
}

#[tokio::test]
async fn property_names_match_in_any_case_and_numbers_may_be_texts() {
    let world = World::new();
    let text = json!({
        "Ciphers": [{ "TYPE": "5", "Name": SEALED, "SSHKey": { "PrivateKey": SEALED, "publickey": SEALED, "KeyFingerprint": SEALED } }],
        "collections": [{ "NAME": SEALED }], "CollectionRelationships": [{ "Key": "0", "Value": 0 }], "unknown": {},
    });
    assert_stored(&world, SERVICE, &text).await;
    let answer = world.read(OWNER, &format!("/api/organizations/{ORG}/export")).await;
    let last = answer["ciphers"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["type"], &last["sshKey"]["publicKey"]),
        (&json!(5), &json!(SEALED))
    );
    assert_eq!(last["collectionIds"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn an_opaque_data_string_is_kept_as_sent() {
    let world = World::new();
    assert_stored(
        &world,
        SERVICE,
        &json!({ "ciphers": [{ "type": 1, "name": SEALED, "data": SEALED }] }),
    )
    .await;
    let answer = world.read(OWNER, &format!("/api/organizations/{ORG}/export")).await;
    let last = answer["ciphers"].as_array().unwrap().last().unwrap();
    assert!(last["data"] == SEALED && last["login"].is_null() && last["name"].is_null());
}

#[tokio::test]
async fn an_import_twice_doubles_the_items() {
    let world = World::new();
    let before = totals(&world)[0];
    for _ in 0..2 {
        assert_stored(&world, ADMIN, &json!({ "ciphers": [item()] })).await;
    }
    assert_eq!(totals(&world)[0] - before, 2);
}

#[tokio::test]
async fn a_storage_failure_half_way_leaves_nothing_behind() {
    let world = World::new();
    world.sql(
        "CREATE TRIGGER full BEFORE INSERT ON collection_ciphers
         WHEN (SELECT COUNT(*) FROM collection_ciphers) > 5 BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
    );
    let pairs: Vec<_> = (0..9).map(|n| json!({ "key": n, "value": 0 })).collect();
    let body =
        json!({ "ciphers": vec![item(); 9], "collections": [collection(None)], "collectionRelationships": pairs });
    let before = totals(&world);
    let answer = world.post(OWNER, &path(), &body).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.body["message"]),
        (500, &json!("An unhandled server error has occurred."))
    );
    assert_eq!(totals(&world), before);
}

#[tokio::test]
async fn the_members_clients_learn_that_they_must_sync() {
    let world = World::new();
    let newer =
        format!("SELECT COUNT(*) FROM users WHERE id = '{USER}' AND revision_date > '2026-03-11T09:14:22.3366667Z'");
    assert_eq!(world.count(&newer), 0);
    assert_stored(&world, SERVICE, &json!({ "ciphers": [item()] })).await;
    assert_eq!(world.count(&newer), 1);
}

#[tokio::test]
async fn strangers_are_refused_with_401() {
    let world = World::new();
    let body = json!({ "ciphers": [item()] });
    assert_refused(&world, STRANGER, &body, 401, "import/unauthorized.error.json").await;
    let answer = world.post(NOBODY, &path(), &body).await;
    assert!(answer.status == 401 && answer.empty);
    let elsewhere = format!("/api/ciphers/import-organization?organizationId={FOREIGN}");
    world
        .post(SERVICE, &elsewhere, &body)
        .await
        .assert_error(401, "import/unauthorized.error.json");
}

#[tokio::test]
async fn other_members_import_as_far_as_their_collections_go() {
    let world = World::new();
    let refusal = "import/no_privilege.error.json";
    let into = |id: Option<&str>| json!({ "ciphers": [item()], "collections": [collection(id)] });
    assert_refused(&world, USER, &json!({ "ciphers": [item()] }), 400, refusal).await;
    assert_refused(&world, USER, &into(None), 400, refusal).await;
    assert_refused(&world, USER, &into(Some(SERVERS)), 400, refusal).await;
    assert_stored(&world, USER, &into(Some(OFFICE))).await;
    let both = json!({ "ciphers": [item()], "collections": [collection(None), collection(Some(OFFICE))] });
    assert_refused(&world, USER, &both, 400, refusal).await;
    world.custom(&["createNewCollections"]);
    assert_stored(&world, CUSTOM, &into(None)).await;
    assert_refused(&world, CUSTOM, &into(Some(OFFICE)), 400, refusal).await;
    world.custom(&["accessImportExport"]);
    assert_stored(&world, CUSTOM, &into(Some(OFFICE))).await;
    world.sql(&format!(
        "UPDATE organizations SET limit_collection_creation = 0 WHERE id = '{ORG}'"
    ));
    assert_stored(&world, USER, &both).await;
}

#[tokio::test]
async fn an_empty_import_is_refused() {
    let world = World::new();
    for body in [json!({}), json!({ "ciphers": [], "collections": null })] {
        assert_refused(&world, SERVICE, &body, 400, "import/nothing.error.json").await;
    }
}

#[tokio::test]
async fn each_count_has_its_limit() {
    let world = World::new();
    let refusal = "import/too_many.error.json";
    let bare = json!({ "type": 2, "name": SEALED, "secureNote": { "type": 0 } });
    let pair = json!({ "key": 0, "value": 0 });
    for (name, each, most) in [
        ("ciphers", &bare, 40_000),
        ("collections", &collection(None), 2_000),
        ("collectionRelationships", &pair, 80_000),
        ("folders", &collection(None), 2_000),
        ("folderRelationships", &pair, 80_000),
    ] {
        let mut body = json!({ "ciphers": [bare] });
        body[name] = vec![each.clone(); most + 1].into();
        assert_refused(&world, SERVICE, &body, 400, refusal).await;
    }
}

#[tokio::test]
async fn lists_inside_items_end_far_above_what_items_have() {
    let world = World::new();
    let refusal = "import/too_many.error.json";
    let with = |fields: usize| {
        let field = json!({ "type": 0, "name": SEALED, "value": null, "linkedId": null });
        json!({ "type": 2, "name": SEALED, "secureNote": { "type": 0 }, "fields": vec![field; fields] })
    };
    assert_stored(&world, SERVICE, &json!({ "ciphers": [with(10_000)] })).await;
    assert_refused(&world, SERVICE, &json!({ "ciphers": [with(10_001)] }), 400, refusal).await;
    let bare = json!({ "type": 2, "name": SEALED, "secureNote": { "type": 0 }, "fields": vec![json!({}); 9_901] });
    assert_refused(&world, SERVICE, &json!({ "ciphers": vec![bare; 102] }), 400, refusal).await;
}

#[tokio::test]
async fn whoever_may_import_nothing_is_refused_before_his_body_is_read() {
    let world = World::new();
    let broken = b"{\"ciphers\":[".to_vec();
    let answer = world.send(STRANGER, "POST", &path(), broken.clone()).await;
    answer.assert_error(401, "import/unauthorized.error.json");
    world.custom(&["manageUsers"]);
    let answer = world.send(CUSTOM, "POST", &path(), broken.clone()).await;
    answer.assert_error(400, "import/no_privilege.error.json");
    for (who, body) in [
        (SERVICE, broken),
        (SERVICE, b"{\"ciphers\":[]} x".to_vec()),
        (USER, b"7".to_vec()),
    ] {
        let answer = world.send(who, "POST", &path(), body).await;
        assert!(
            answer.status == 400 && answer.body["validationErrors"]["$"].is_array(),
            "{answer:?}"
        );
    }
    let answer = world.send(SERVICE, "POST", &path(), Vec::new()).await;
    assert_eq!(
        answer.body["validationErrors"][""][0],
        "A non-empty request body is required."
    );
}

#[tokio::test]
async fn the_greatest_import_is_stored_in_seconds() {
    let world = World::new();
    let ciphers = vec![item(); 40_000];
    let pairs: Vec<_> = (0..80_000).map(|n| json!({ "key": n / 2, "value": n % 2 })).collect();
    let body =
        json!({ "ciphers": ciphers, "collections": vec![collection(None); 2_000], "collectionRelationships": pairs });
    let begin = std::time::Instant::now();
    assert_stored(&world, SERVICE, &body).await;
    assert!(
        begin.elapsed().as_secs() < 60,
        "even unoptimised: {:?}",
        begin.elapsed()
    );
    assert_eq!(
        world.count(&format!("SELECT COUNT(*) FROM ciphers WHERE organization_id = '{ORG}'")),
        40_004
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM collection_ciphers"), 80_003);
}

#[tokio::test]
async fn the_organization_s_maximum_counts_every_posted_collection() {
    let world = World::new();
    world.sql(&format!(
        "UPDATE organizations SET max_collections = 2 WHERE id = '{ORG}'"
    ));
    let body = json!({ "ciphers": [item()], "collections": [collection(Some(SERVERS))] });
    assert_refused(&world, SERVICE, &body, 400, "import/max_collections.error.json").await;
    assert_stored(&world, SERVICE, &json!({ "ciphers": [item()] })).await;
    world.sql(&format!(
        "UPDATE organizations SET max_collections = 5 WHERE id = '{ORG}'"
    ));
    assert_stored(&world, SERVICE, &body).await;
}

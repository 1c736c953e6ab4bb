//! The dialect without providers: what is missing, what is refused, what is answered otherwise.

use serde_json::{Value, json};

use super::import::{item, path};
use super::shape::{assert_like, golden};
use super::world::*;
use portal_server::config::Dialect;

fn world() -> World {
    World::speaking(Dialect::Vaultwarden)
}

#[tokio::test]
async fn there_are_no_providers_and_nothing_is_reached_through_one() {
    let world = world();
    for path in ["organizations", "billing/subscription", ""] {
        world
            .assert_not_found(ADMIN, &format!("/api/providers/{PROVIDER}/{path}"))
            .await;
    }
    for path in ["", "/users", "/collections", "/policies"] {
        let answer = world.get(SERVICE, &format!("/api/organizations/{ORG}{path}")).await;
        assert!(answer.status.is_client_error(), "{path}: {answer:?}");
    }
    let profile = world.read(SERVICE, "/api/accounts/profile").await;
    assert_eq!(
        (&profile["providers"], &profile["providerOrganizations"]),
        (&json!([]), &json!([]))
    );
}

#[tokio::test]
async fn an_owner_reads_his_profile_and_organization_in_their_own_shape() {
    let world = world();
    let profile = world.read(OWNER, "/api/accounts/profile").await;
    assert_like(&profile, "vaultwarden/profile_owner.response.json");
    assert_eq!(profile["organizations"][0]["useGroups"], false);
    let organization = world.read(OWNER, &format!("/api/organizations/{ORG}")).await;
    assert_like(&organization, "vaultwarden/organization.response.json");
    assert_eq!(
        (&organization["seats"], &organization["planType"]),
        (&Value::Null, &json!(6))
    );
    for who in [OWNER, STRANGER] {
        let found = world.get(who, &format!("/api/organizations/{ORG}/public-key")).await;
        assert_eq!(found.status == 200, who == OWNER, "{who}");
    }
}

#[tokio::test]
async fn members_and_collections_are_for_those_with_access_to_everything() {
    let world = world();
    let users = format!("/api/organizations/{ORG}/users?includeGroups=true&includeCollections=true");
    let collections = format!("/api/organizations/{ORG}/collections");
    let members = world.read(OWNER, &users).await;
    assert_like(&members, "vaultwarden/members.response.json");
    let invited = find(&members, INVITED_MEMBER);
    assert!(invited["userId"].is_string() && invited["permissions"].is_null());
    assert_like(
        &world.read(OWNER, &collections).await,
        "vaultwarden/collections.response.json",
    );
    for path in [&users, &collections] {
        world.assert_not_found(USER, path).await;
        world.assert_not_found(CUSTOM, path).await;
    }
    let one = world.get(USER, &format!("{collections}/{SERVERS}/details")).await;
    one.assert_error(400, "vaultwarden/collection.error.json");
    // Of a custom role only this combination is kept.
    world.custom(&["manageUsers", "createNewCollections", "editAnyCollection"]);
    world.assert_not_found(CUSTOM, &users).await;
    world.custom(&["createNewCollections", "editAnyCollection", "deleteAnyCollection"]);
    world.read(CUSTOM, &collections).await;
    let all = find(&world.read(OWNER, &users).await, CUSTOM_MEMBER)["permissions"].clone();
    assert_eq!(all["editAnyCollection"], true);
}

#[tokio::test]
async fn groups_are_switched_off_unless_they_are_switched_on() {
    let world = world();
    let path = format!("/api/organizations/{ORG}/groups");
    world.assert_needs_sign_in(&path).await;
    for list in [path.clone(), format!("{path}/details")] {
        let answer = world.read(OWNER, &list).await;
        assert_eq!(answer, golden("vaultwarden/groups_off.response.json"));
    }
    let one = world.get(OWNER, &format!("{path}/{GROUP}/users")).await;
    one.assert_error(400, "vaultwarden/groups_off.error.json");
    let made = world.post(OWNER, &path, &json!({ "name": "New" })).await;
    made.assert_error(400, "vaultwarden/groups_off.error.json");

    let with_groups = World::speaking(Dialect::VaultwardenGroups);
    let answer = with_groups.read(OWNER, &format!("{path}/details")).await;
    assert_like(&answer, "vaultwarden/groups.response.json");
    with_groups.read(OWNER, &format!("{path}/{GROUP}/users")).await;
    let profile = with_groups.read(OWNER, "/api/accounts/profile").await;
    assert_eq!(profile["organizations"][0]["useGroups"], true);
}

#[tokio::test]
async fn policies_come_in_their_full_form_and_unknown_types_are_refused() {
    let world = world();
    world.sql(&format!(
        "DELETE FROM policies;
         INSERT INTO policies (id, organization_id, type, data, enabled, revision_date) VALUES
         ('b1f0a6a1-6f6e-4d0c-9c55-5e5ad2a80d01', '{ORG}', 0, NULL, 1, ''),
         ('b1f0a6a1-6f6e-4d0c-9c55-5e5ad2a80d08', '{ORG}', 8, '{{\"autoEnrollEnabled\":true}}', 1, ''),
         ('b1f0a6a1-6f6e-4d0c-9c55-5e5ad2a80d21', '{ORG}', 21, NULL, 1, '')"
    ));
    let path = format!("/api/organizations/{ORG}/policies");
    let answer = world.read(OWNER, &path).await;
    let mut expected = golden("vaultwarden/policies.response.json");
    for policy in expected["data"].as_array_mut().unwrap() {
        policy["organizationId"] = ORG.into();
    }
    assert_eq!(answer, expected);
    assert_eq!(world.get(USER, &path).await.status, 401);
    assert_eq!(world.read(OWNER, &format!("{path}/1")).await["enabled"], false);
    let unknown = world.get(OWNER, &format!("{path}/21")).await;
    unknown.assert_error(400, "vaultwarden/policy_type.error.json");
}

fn import(ciphers: Value, collections: Value, relationships: Value) -> Value {
    json!({ "ciphers": ciphers, "collections": collections, "collectionRelationships": relationships })
}

fn collection(id: Option<&str>) -> Value {
    json!({ "id": id, "name": SEALED, "groups": [], "users": [] })
}

#[tokio::test]
async fn an_import_drops_broken_items_without_a_word_and_gives_nobody_a_right() {
    let world = world();
    let mut broken = item();
    broken["name"] = "not encrypted".into();
    let passport = json!({ "type": 8, "name": SEALED, "passport": { "surname": SEALED } });
    let ciphers = json!([broken, item(), passport, item()]);
    let pairs = json!([0, 1, 2, 3].map(|key| json!({ "key": key, "value": 0 })));
    let body = import(ciphers, json!([collection(None)]), pairs);
    let count = |table: &str| world.count(&format!("SELECT COUNT(*) FROM {table}"));
    let before = [
        count("ciphers"),
        count("collection_ciphers"),
        count("collection_members"),
    ];
    let answer = world.post(OWNER, &path(), &body).await;
    assert!(answer.status == 200 && answer.empty, "{answer:?}");
    let after = [
        count("ciphers"),
        count("collection_ciphers"),
        count("collection_members"),
    ];
    assert_eq!(
        [after[0] - before[0], after[1] - before[1], after[2] - before[2]],
        [2, 2, 0]
    );
}

#[tokio::test]
async fn an_import_needs_lists_of_access_and_has_a_limit_for_notes_alone() {
    let world = world();
    let mut bare = collection(None);
    bare.as_object_mut().unwrap().remove("groups");
    let refused = world
        .post(OWNER, &path(), &import(json!([item()]), json!([bare]), json!([])))
        .await;
    assert_eq!(refused.status, 400, "{refused:?}");
    let mut long = item();
    long["notes"] = format!("2.{0}|{0}|{0}", "A".repeat(4_000)).into();
    let refused = world
        .post(OWNER, &path(), &import(json!([long]), json!([]), json!([])))
        .await;
    assert_eq!(refused.status, 400, "{refused:?}");
}

#[tokio::test]
async fn a_relationship_that_leads_nowhere_is_refused_after_everything_is_stored() {
    let world = world();
    let before = world.count("SELECT COUNT(*) FROM ciphers");
    let body = import(
        json!([item(), item()]),
        json!([collection(None)]),
        json!([{ "key": 0, "value": 0 }, { "key": 0, "value": 7 }, { "key": 1, "value": 0 }]),
    );
    let placed = world.count("SELECT COUNT(*) FROM collection_ciphers");
    let answer = world.post(OWNER, &path(), &body).await;
    answer.assert_error(400, "vaultwarden/import_relationship.error.json");
    assert_eq!(world.count("SELECT COUNT(*) FROM ciphers"), before + 2);
    // What came before it stays, what came after it is not looked at.
    assert_eq!(world.count("SELECT COUNT(*) FROM collection_ciphers"), placed + 1);
}

#[tokio::test]
async fn an_import_of_newer_types_alone_is_answered_like_any_other_and_stores_nothing() {
    let world = world();
    let before = world.count("SELECT COUNT(*) FROM ciphers");
    let newer = json!([
        { "type": 6, "name": SEALED, "bankAccount": { "iban": SEALED } },
        { "type": 7, "name": SEALED, "driversLicense": { "licenseNumber": SEALED } },
        { "type": 8, "name": SEALED, "passport": { "surname": SEALED } },
    ]);
    let answer = world.post(OWNER, &path(), &import(newer, json!([]), json!([]))).await;
    assert!(answer.status == 200 && answer.empty, "{answer:?}");
    assert_eq!(world.count("SELECT COUNT(*) FROM ciphers"), before);
}

#[tokio::test]
async fn a_body_over_twenty_megabytes_is_too_large_there() {
    let world = world();
    let before = world.count("SELECT COUNT(*) FROM ciphers");
    let mut long = import(json!([item()]), json!([]), json!([]));
    let around = long.to_string().len() + r#","padding":"""#.len();
    for (length, status) in [(20_000_001, 413), (20_000_000, 200)] {
        long["padding"] = "x".repeat(length - around).into();
        assert_eq!(long.to_string().len(), length);
        assert_eq!(world.post(OWNER, &path(), &long).await.status, status, "{length}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM ciphers"), before + 1);
}

#[tokio::test]
async fn any_confirmed_member_imports_where_he_can_write_and_nobody_else() {
    let world = world();
    let into = |id: Option<&str>| {
        import(
            json!([item()]),
            json!([collection(id)]),
            json!([{ "key": 0, "value": 0 }]),
        )
    };
    for (who, id, status) in [
        (OWNER, None, 200),
        (USER, Some(OFFICE), 200),
        (USER, Some(SERVERS), 400),
        (USER, None, 400),
        (SERVICE, Some(OFFICE), 401),
        (STRANGER, None, 401),
    ] {
        let answer = world.post(who, &path(), &into(id)).await;
        assert_eq!(answer.status, status, "{who} {id:?}: {answer:?}");
    }
}

#[tokio::test]
async fn an_export_is_for_owners_and_admins_and_has_no_kind() {
    let world = world();
    let path = format!("/api/organizations/{ORG}/export");
    let export = world.read(OWNER, &path).await;
    assert!(export.get("object").is_none() && export["collections"].is_array());
    world.assert_not_found(USER, &path).await;
}

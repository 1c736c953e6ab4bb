//! Collections, read, and the access record that a provider user leaves.

use super::shape::assert_like;
use super::world::*;
use serde_json::json;

fn path(rest: &str) -> String {
    format!("/api/organizations/{ORG}/collections{rest}")
}

#[tokio::test]
async fn those_who_read_all_see_every_shared_collection() {
    let world = World::new();
    world.custom(&["editAnyCollection"]);
    for who in [ADMIN, SERVICE, OWNER, CUSTOM] {
        let answer = world.read(who, &path("")).await;
        assert_like(&answer, "collections/list.response.json");
        assert_eq!(
            column(&answer, "id"),
            [SERVERS, OFFICE, ORPHAN],
            "My items are left out"
        );
        let details = world.read(who, &path("/details")).await;
        assert_like(&details, "collections/details.response.json");
        assert_eq!(find(&details, ORPHAN)["unmanaged"], true);
        assert_eq!(find(&details, OFFICE)["unmanaged"], false);
        assert_eq!(find(&details, SERVERS)["users"][0]["id"], OWNER_MEMBER);
        assert_eq!(find(&details, SERVERS)["groups"][0]["hidePasswords"], true);
    }
}

#[tokio::test]
async fn a_provider_user_is_never_assigned_and_an_owner_sees_his_own_flags() {
    let world = World::new();
    let flags =
        |row: &serde_json::Value| ["assigned", "readOnly", "hidePasswords", "manage"].map(|name| row[name] == true);
    let seen = world.read(SERVICE, &path("/details")).await;
    assert_eq!(flags(find(&seen, SERVERS)), [false; 4]);
    let seen = world.read(OWNER, &path("/details")).await;
    assert_eq!(flags(find(&seen, SERVERS)), [true, false, false, true]);
    assert_eq!(flags(find(&seen, OFFICE)), [false; 4]);
}

#[tokio::test]
async fn a_member_sees_those_he_manages_and_a_stranger_none() {
    let world = World::new();
    for rest in ["", "/details"] {
        world.assert_needs_sign_in(&path(rest)).await;
        assert_eq!(column(&world.read(USER, &path(rest)).await, "id"), [OFFICE]);
        for who in [CUSTOM, STRANGER] {
            assert!(column(&world.read(who, &path(rest)).await, "id").is_empty());
        }
    }
    world.custom(&["accessImportExport"]);
    assert_eq!(column(&world.read(CUSTOM, &path("")).await, "id").len(), 3);
    assert!(column(&world.read(CUSTOM, &path("/details")).await, "id").is_empty());
}

#[tokio::test]
async fn one_collection_is_read_by_right_or_by_managing_it() {
    let world = World::new();
    for who in [SERVICE, ADMIN, OWNER] {
        assert_like(
            &world.read(who, &path(&format!("/{SERVERS}"))).await,
            "collections/collection.response.json",
        );
        let details = world.read(who, &path(&format!("/{SERVERS}/details"))).await;
        assert_like(&details, "collections/collection_details.response.json");
        let users = world.read(who, &path(&format!("/{SERVERS}/users"))).await;
        assert_eq!(
            users,
            json!([{ "id": OWNER_MEMBER, "readOnly": false, "hidePasswords": false, "manage": true }])
        );
    }
    let managed = world.read(USER, &path(&format!("/{OFFICE}/details"))).await;
    assert_like(&managed, "collections/collection_details_of_member.response.json");
    assert_eq!((&managed["assigned"], &managed["manage"]), (&json!(true), &json!(true)));
}

#[tokio::test]
async fn every_refusal_is_404() {
    let world = World::new();
    for rest in ["", "/details", "/users"] {
        let one = path(&format!("/{SERVERS}{rest}"));
        world.assert_needs_sign_in(&one).await;
        for who in [USER, CUSTOM, STRANGER] {
            world.assert_not_found(who, &one).await;
        }
        for id in [FOREIGN_COLLECTION, NOWHERE, MY_ITEMS] {
            world.assert_not_found(SERVICE, &path(&format!("/{id}{rest}"))).await;
        }
    }
    world.custom(&["manageUsers"]);
    world.read(CUSTOM, &path(&format!("/{SERVERS}/details"))).await;
    world.assert_not_found(CUSTOM, &path(&format!("/{SERVERS}"))).await;
}

#[tokio::test]
async fn a_person_lists_his_own_collections_with_the_most_generous_flags() {
    let world = World::new();
    world.assert_needs_sign_in("/api/collections").await;
    let own = world.read(USER, "/api/collections").await;
    assert_like(&own, "collections/own.response.json");
    assert_eq!(column(&own, "id"), [SERVERS, OFFICE, MY_ITEMS]);
    assert_eq!(find(&own, SERVERS)["readOnly"], true);
    world.sql(&format!(
        "INSERT INTO collection_members VALUES ('{SERVERS}', '{USER_MEMBER}', 0, 1, 0)"
    ));
    let row = find(&world.read(USER, "/api/collections").await, SERVERS).clone();
    assert_eq!(
        (&row["readOnly"], &row["hidePasswords"], &row["manage"]),
        (&json!(false), &json!(true), &json!(false))
    );
    assert!(column(&world.read(SERVICE, "/api/collections").await, "id").is_empty());
}

#[tokio::test]
async fn each_details_call_of_a_provider_user_is_recorded_twice() {
    let world = World::new();
    let count = |kind: i64, more: &str| world.count(&format!("SELECT COUNT(*) FROM events WHERE type = {kind} {more}"));
    world.read(SERVICE, &path("")).await;
    world.read(OWNER, &path("/details")).await;
    assert_eq!(
        world.count("SELECT COUNT(*) FROM events"),
        0,
        "only provider users, only the details"
    );
    world.read(SERVICE, &path("/details")).await;
    world.read(ADMIN, &path("/details")).await;
    let filed = format!("AND organization_id = '{ORG}' AND provider_id = '{PROVIDER}' AND acting_user_id IS NOT NULL");
    assert_eq!(count(1603, &filed), 2);
    let filed =
        format!("AND organization_id IS NULL AND provider_id = '{PROVIDER}' AND provider_organization_id = '{LINK}'");
    assert_eq!(count(1903, &filed), 2);
    assert_eq!(
        count(1603, &format!("AND acting_user_id = '{SERVICE}' AND device_type = 9")),
        1
    );
}

#[tokio::test]
async fn nothing_is_recorded_where_no_log_is_kept() {
    let world = World::new();
    world.sql(&format!("UPDATE organizations SET use_events = 0 WHERE id = '{ORG}'"));
    world.read(SERVICE, &path("/details")).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM events WHERE type = 1603"), 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM events WHERE type = 1903"), 1);
    world
        .read(SERVICE, &format!("/api/organizations/{SUSPENDED}/collections/details"))
        .await;
    assert_eq!(world.count("SELECT COUNT(*) FROM events WHERE type = 1603"), 0);
}

//! Groups, read.

use super::shape::assert_like;
use super::world::*;

fn path(rest: &str) -> String {
    format!("/api/organizations/{ORG}/groups{rest}")
}

#[tokio::test]
async fn managers_read_every_form_of_a_group() {
    let world = World::new();
    world.custom(&["manageGroups"]);
    for who in [ADMIN, SERVICE, OWNER, CUSTOM] {
        assert_like(&world.read(who, &path("")).await, "groups/list.response.json");
        let details = world.read(who, &path("/details")).await;
        assert_like(&details, "groups/details.response.json");
        assert_eq!(find(&details, GROUP)["collections"].as_array().map(Vec::len), Some(2));
        assert_eq!(
            find(&details, EMPTY_GROUP)["collections"].as_array().map(Vec::len),
            Some(0)
        );
        assert_like(
            &world.read(who, &path(&format!("/{GROUP}"))).await,
            "groups/group.response.json",
        );
        let one = world.read(who, &path(&format!("/{GROUP}/details"))).await;
        assert_like(&one, "groups/group_details.response.json");
        let users = world.read(who, &path(&format!("/{GROUP}/users"))).await;
        assert_eq!(users, serde_json::json!([USER_MEMBER]));
    }
}

#[tokio::test]
async fn names_are_also_for_members_who_share_collections() {
    let world = World::new();
    world.read(USER, &path("")).await;
    world.assert_not_found(CUSTOM, &path("")).await;
    world.sql(&format!(
        "UPDATE organizations SET limit_collection_creation = 0 WHERE id = '{ORG}'"
    ));
    world.read(CUSTOM, &path("")).await;
    world.sql(&format!(
        "UPDATE organizations SET limit_collection_creation = 1 WHERE id = '{ORG}'"
    ));
    for flag in ["createNewCollections", "manageUsers", "manageGroups", "accessReports"] {
        world.custom(&[flag]);
        world.read(CUSTOM, &path("")).await;
    }
    world.assert_not_found(STRANGER, &path("")).await;
    world.assert_needs_sign_in(&path("")).await;
}

#[tokio::test]
async fn everything_else_refuses_with_an_empty_403() {
    let world = World::new();
    world.custom(&["accessReports"]);
    for rest in [
        "/details".into(),
        format!("/{GROUP}"),
        format!("/{GROUP}/details"),
        format!("/{GROUP}/users"),
    ] {
        world.assert_needs_sign_in(&path(&rest)).await;
        for who in [USER, CUSTOM, STRANGER] {
            world.assert_forbidden(who, &path(&rest)).await;
        }
    }
    world.custom(&["manageUsers"]);
    world.read(CUSTOM, &path("/details")).await;
    world.assert_forbidden(CUSTOM, &path(&format!("/{GROUP}"))).await;
    world.assert_not_found(SERVICE, &path(&format!("/{NOWHERE}"))).await;
}

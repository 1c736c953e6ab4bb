//! The organization's own record and the caller's memberships.

use super::shape::assert_like;
use super::world::*;

#[tokio::test]
async fn owners_and_provider_users_read_the_organization() {
    let world = World::new();
    for who in [OWNER, ADMIN, SERVICE] {
        let answer = world.read(who, &format!("/api/organizations/{ORG}")).await;
        assert_like(&answer, "organizations/organization.response.json");
        assert_eq!(answer["name"], "Contoso Dental");
    }
}

#[tokio::test]
async fn everybody_else_gets_404() {
    let world = World::new();
    let path = format!("/api/organizations/{ORG}");
    world.assert_needs_sign_in(&path).await;
    for who in [USER, CUSTOM, STRANGER] {
        world.assert_not_found(who, &path).await;
    }
    world
        .assert_not_found(SERVICE, &format!("/api/organizations/{FOREIGN}"))
        .await;
    world
        .assert_not_found(SERVICE, &format!("/api/organizations/{NOWHERE}"))
        .await;
}

#[tokio::test]
async fn a_removed_provider_user_loses_the_client_at_once() {
    let world = World::new();
    world.sql(&format!(
        "UPDATE provider_users SET status = 1 WHERE user_id = '{SERVICE}'"
    ));
    world
        .assert_not_found(SERVICE, &format!("/api/organizations/{ORG}"))
        .await;
}

#[tokio::test]
async fn a_suspended_client_can_still_be_read() {
    let world = World::new();
    let answer = world.read(SERVICE, &format!("/api/organizations/{SUSPENDED}")).await;
    assert_eq!(answer["id"], SUSPENDED);
    world
        .read(SERVICE, &format!("/api/organizations/{SUSPENDED}/users"))
        .await;
}

#[tokio::test]
async fn a_person_lists_his_own_memberships_and_a_provider_user_has_none() {
    let world = World::new();
    world.assert_needs_sign_in("/api/organizations").await;
    let own = world.read(OWNER, "/api/organizations").await;
    assert_like(&own, "organizations/list.response.json");
    assert_eq!(find(&own, ORG)["providerId"], PROVIDER);
    assert!(column(&world.read(SERVICE, "/api/organizations").await, "id").is_empty());
}

#[tokio::test]
async fn any_signed_in_person_may_have_an_organization_s_public_key() {
    let world = World::new();
    let path = format!("/api/organizations/{ORG}/public-key");
    world.assert_needs_sign_in(&path).await;
    assert_eq!(world.read(STRANGER, &path).await["publicKey"], "MIIB");
}

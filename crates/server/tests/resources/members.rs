//! Members: the list, the names, one member.

use super::shape::assert_like;
use super::world::*;

fn path(rest: &str) -> String {
    format!("/api/organizations/{ORG}/users{rest}")
}

#[tokio::test]
async fn those_who_manage_members_see_everybody() {
    let world = World::new();
    world.custom(&["manageUsers"]);
    for who in [ADMIN, SERVICE, OWNER, CUSTOM] {
        let answer = world
            .read(who, &path("?includeGroups=true&includeCollections=true"))
            .await;
        assert_like(&answer, "members/list.response.json");
        assert_eq!(column(&answer, "id").len(), 4);
        let user = find(&answer, USER_MEMBER);
        assert_eq!(user["groups"][0], GROUP);
        assert_eq!(
            user["collections"].as_array().map(Vec::len),
            Some(0),
            "My items are not listed"
        );
        assert!(user.get("permissions").is_none(), "none are stored");
        let owner = find(&answer, OWNER_MEMBER);
        assert_eq!(
            (&owner["collections"][0]["id"], &owner["collections"][0]["manage"]),
            (&SERVERS.into(), &true.into())
        );
        let invited = find(&answer, INVITED_MEMBER);
        assert!(invited["userId"].is_null() && invited["name"].is_null());
        assert_eq!(invited["email"], "invited@contoso.example");
    }
}

#[tokio::test]
async fn groups_and_collections_are_empty_unless_asked_for() {
    let world = World::new();
    let answer = world.read(SERVICE, &path("")).await;
    for row in answer["data"].as_array().unwrap() {
        assert!(row["groups"].as_array().unwrap().is_empty() && row["collections"].as_array().unwrap().is_empty());
    }
    let asked = world.read(SERVICE, &path("?IncludeGroups=True")).await;
    assert_eq!(find(&asked, USER_MEMBER)["groups"][0], GROUP);
}

#[tokio::test]
async fn account_recovery_alone_sees_the_confirmed_and_enrolled() {
    let world = World::new();
    world.custom(&["manageResetPassword"]);
    assert_eq!(column(&world.read(CUSTOM, &path("")).await, "id"), [USER_MEMBER]);
}

#[tokio::test]
async fn the_list_is_404_for_others() {
    let world = World::new();
    world.assert_needs_sign_in(&path("")).await;
    world.custom(&["manageGroups"]);
    for who in [USER, CUSTOM, STRANGER] {
        world.assert_not_found(who, &path("")).await;
    }
}

#[tokio::test]
async fn everybody_inside_sees_the_names_and_strangers_get_403() {
    let world = World::new();
    world.assert_needs_sign_in(&path("/mini-details")).await;
    for who in [ADMIN, SERVICE, OWNER, USER, CUSTOM] {
        let answer = world.read(who, &path("/mini-details")).await;
        assert_like(&answer, "members/mini_details.response.json");
        assert_eq!(column(&answer, "email").len(), 4);
    }
    world.assert_forbidden(STRANGER, &path("/mini-details")).await;
}

#[tokio::test]
async fn a_member_of_status_accepted_is_still_a_stranger() {
    let world = World::new();
    world.sql(&format!("UPDATE members SET status = 1 WHERE id = '{USER_MEMBER}'"));
    world.assert_forbidden(USER, &path("/mini-details")).await;
}

#[tokio::test]
async fn one_member_has_his_collections_and_with_a_flag_his_groups() {
    let world = World::new();
    for who in [SERVICE, ADMIN, OWNER] {
        let one = world.read(who, &path(&format!("/{OWNER_MEMBER}"))).await;
        assert_like(&one, "members/member.response.json");
        let full = world
            .read(who, &path(&format!("/{OWNER_MEMBER}?includeGroups=true")))
            .await;
        assert_like(&full, "members/member_with_groups.response.json");
    }
    world.assert_needs_sign_in(&path(&format!("/{OWNER_MEMBER}"))).await;
    for who in [USER, STRANGER] {
        world.assert_forbidden(who, &path(&format!("/{OWNER_MEMBER}"))).await;
    }
    for unknown in [FOREIGN_MEMBER, NOWHERE] {
        world.assert_not_found(SERVICE, &path(&format!("/{unknown}"))).await;
    }
}

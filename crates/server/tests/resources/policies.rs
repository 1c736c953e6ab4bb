//! Policies, read.

use super::shape::assert_like;
use super::world::*;
use serde_json::json;

fn path(rest: &str) -> String {
    format!("/api/organizations/{ORG}/policies{rest}")
}

#[tokio::test]
async fn managers_read_the_saved_policies_and_the_made_up_send_controls() {
    let world = World::new();
    world.custom(&["managePolicies"]);
    for who in [ADMIN, SERVICE, OWNER, CUSTOM] {
        let answer = world.read(who, &path("")).await;
        assert_like(&answer, "policies/list.response.json");
        let kinds: Vec<_> = answer["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["type"].as_i64().unwrap())
            .collect();
        assert_eq!(kinds, [0, 6, 8, 21]);
        assert_eq!(answer["data"][0]["data"], json!({}));
        assert_eq!(answer["data"][3]["data"]["disableSend"], true);
    }
}

#[tokio::test]
async fn one_policy_is_answered_by_number_or_name_and_also_when_never_saved() {
    let world = World::new();
    for kind in ["8", "ResetPassword", "resetpassword"] {
        let answer = world.read(SERVICE, &path(&format!("/{kind}"))).await;
        assert_like(&answer, "policies/policy.response.json");
        assert_eq!(
            (answer["enabled"].as_bool(), &answer["data"]["autoEnrollEnabled"]),
            (Some(true), &json!(true))
        );
    }
    let never = world.read(SERVICE, &path("/10")).await;
    assert_like(&never, "policies/never_saved.response.json");
    assert_eq!((never["enabled"].as_bool(), &never["data"]), (Some(false), &json!({})));
    world.assert_not_found(SERVICE, &path("/99")).await;
}

#[tokio::test]
async fn others_get_an_empty_403() {
    let world = World::new();
    for rest in ["", "/8"] {
        world.assert_needs_sign_in(&path(rest)).await;
        for who in [USER, CUSTOM, STRANGER] {
            world.assert_forbidden(who, &path(rest)).await;
        }
    }
}

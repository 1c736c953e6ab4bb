//! The provider, its clients and its billing summary.

use super::shape::{assert_like, golden};
use super::world::*;

fn path(rest: &str) -> String {
    format!("/api/providers/{PROVIDER}{rest}")
}

#[tokio::test]
async fn both_provider_roles_read_the_provider_and_its_clients() {
    let world = World::new();
    for who in [ADMIN, SERVICE] {
        assert_like(&world.read(who, &path("")).await, "providers/provider.response.json");
        let clients = world.read(who, &path("/organizations")).await;
        assert_like(&clients, "providers/clients.response.json");
        assert_eq!(column(&clients, "organizationId"), [ORG, SUSPENDED]);
        let client = find(&clients, LINK);
        let seats = ["userCount", "seats", "occupiedSeats", "remainingSeats"].map(|name| client[name].as_i64());
        assert_eq!(seats, [Some(3), Some(25), Some(4), Some(21)]);
        assert_eq!(client["plan"], "Enterprise (Monthly)");
    }
}

#[tokio::test]
async fn a_client_without_a_seat_limit_has_no_remaining_seats() {
    let world = World::new();
    world.sql(&format!("UPDATE organizations SET seats = NULL WHERE id = '{ORG}'"));
    let clients = world.read(SERVICE, &path("/organizations")).await;
    assert!(find(&clients, LINK)["seats"].is_null() && find(&clients, LINK)["remainingSeats"].is_null());
}

#[tokio::test]
async fn others_are_turned_away_with_an_empty_403() {
    let world = World::new();
    for rest in ["", "/organizations"] {
        world.assert_needs_sign_in(&path(rest)).await;
        for who in [STRANGER, OWNER, USER] {
            world.assert_forbidden(who, &path(rest)).await;
        }
        for provider in [OTHER_PROVIDER, NOWHERE] {
            world
                .assert_forbidden(SERVICE, &format!("/api/providers/{provider}{rest}"))
                .await;
        }
    }
}

#[tokio::test]
async fn both_roles_read_the_seats_by_plan() {
    let world = World::new();
    for who in [ADMIN, SERVICE] {
        let answer = world.read(who, &path("/billing/subscription")).await;
        assert_like(&answer, "providers/subscription.response.json");
        let plan = &answer["plans"][0];
        assert_eq!(
            (plan["type"].as_i64(), plan["assignedSeats"].as_i64()),
            (Some(19), Some(50))
        );
        assert_eq!(plan["cost"].as_f64(), Some(372.0));
    }
}

#[tokio::test]
async fn billing_refuses_with_401_and_a_message_and_404_for_an_unknown_provider() {
    let world = World::new();
    let path = path("/billing/subscription");
    world.assert_needs_sign_in(&path).await;
    let refusal = "providers/subscription_refused.error.json";
    world.get(OWNER, &path).await.assert_error(401, refusal);
    world
        .get(
            SERVICE,
            &format!("/api/providers/{OTHER_PROVIDER}/billing/subscription"),
        )
        .await
        .assert_error(401, refusal);
    world
        .assert_not_found(SERVICE, &format!("/api/providers/{NOWHERE}/billing/subscription"))
        .await;
    world.sql(&format!("UPDATE providers SET status = 1 WHERE id = '{PROVIDER}'"));
    world.get(ADMIN, &path).await.assert_error(401, refusal);
    assert_eq!(golden(refusal)["message"], "Unauthorized.");
}

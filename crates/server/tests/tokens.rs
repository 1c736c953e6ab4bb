//! Tokens and devices after sign-in: refresh, claims, the bearer header, the list of devices. Source: contract/identity.md
//! sections 2.3, 4 and 7.

mod common;

use common::{TestServer, assert_same_shape, claims, golden};
use serde_json::{Value, json};

const ADMIN: &str = "admin@msp.example";

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}

#[tokio::test]
async fn a_refresh_answers_the_oauth_fields_alone_and_can_be_repeated() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    let signed_in = server.sign_in(ADMIN).await;
    let form =
        json!({ "grant_type": "refresh_token", "client_id": "web", "refresh_token": signed_in["refresh_token"] });
    for _ in 0..2 {
        let answer = server.connect(&form).await.expect(200);
        assert_same_shape(&answer, &golden("identity/token_refresh.response"));
    }
}

#[tokio::test]
async fn a_refresh_token_slides_seven_days_and_then_dies() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    let signed_in = server.sign_in(ADMIN).await;
    let form =
        json!({ "grant_type": "refresh_token", "client_id": "web", "refresh_token": signed_in["refresh_token"] });
    for _ in 0..3 {
        server.state.clock.advance(6 * 86_400);
        server.connect(&form).await.expect(200);
    }
    server.state.clock.advance(7 * 86_400 + 1);
    assert_eq!(
        server.connect(&form).await.expect(400),
        golden("identity/invalid_grant.error")
    );
}

#[tokio::test]
async fn a_refresh_token_belongs_to_its_client_and_dies_with_the_security_stamp() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    let signed_in = server.sign_in(ADMIN).await;
    let form = |client: &str| json!({ "grant_type": "refresh_token", "client_id": client, "refresh_token": signed_in["refresh_token"] });
    server.connect(&form("cli")).await.expect(400);
    server.connect(&form("web")).await.expect(200);
    server.sql("UPDATE users SET security_stamp = 'another'", []);
    assert_eq!(
        server.connect(&form("web")).await.expect(400),
        golden("identity/invalid_grant.error")
    );
    let unknown = json!({ "grant_type": "refresh_token", "client_id": "web", "refresh_token": "unknown" });
    assert_eq!(
        server.connect(&unknown).await.expect(400),
        golden("identity/invalid_grant.error")
    );
}

#[tokio::test]
async fn claims_say_one_value_as_text_and_several_as_array() {
    let server = TestServer::new();
    let admin = server.add_user(ADMIN);
    let service = server.add_user("service@msp.example");
    let (first, second) = (server.add_provider("One"), server.add_provider("Two"));
    server.add_provider_user(&first, &admin, 0);
    server.add_provider_user(&first, &service, 1);
    server.add_provider_user(&second, &service, 1);
    let of = |answer: Value| claims(text(&answer, "access_token"));
    let one = of(server.sign_in(ADMIN).await);
    assert_same_shape(&one, &golden("identity/claims_provider_admin.response"));
    assert_eq!(
        (one["providerprovideradmin"].as_str(), one["devicetype"].as_str()),
        (Some(&*first), Some("ChromeBrowser"))
    );
    assert_eq!(one["iss"], "http://portal.example/identity");
    let two = of(server.sign_in("service@msp.example").await);
    assert_same_shape(&two, &golden("identity/claims_service_user_of_two.response"));
}

#[tokio::test]
async fn claims_name_confirmed_memberships_and_custom_permissions() {
    let server = TestServer::new();
    let user = server.add_user(ADMIN);
    let owned = server.add_organization("Owned", None);
    server.add_member(&owned, &user, 0, 2);
    let accepted = server.add_organization("Accepted", None);
    server.add_member(&accepted, &user, 1, 1);
    let token = server.token(ADMIN).await;
    assert_same_shape(&claims(&token), &golden("identity/claims_owner.response"));
    server.sql(
        "UPDATE members SET type = 4, permissions = '{\"accessEventLogs\":true,\"manageGroups\":true}' WHERE organization_id = ?1",
        [&owned],
    );
    let token = server.token(ADMIN).await;
    assert_same_shape(&claims(&token), &golden("identity/claims_custom_role.response"));
}

#[tokio::test]
async fn a_refresh_rebuilds_the_claims_from_the_database() {
    let server = TestServer::new();
    let user = server.add_user(ADMIN);
    let signed_in = server.sign_in(ADMIN).await;
    assert_eq!(
        claims(text(&signed_in, "access_token"))["providerserviceuser"],
        Value::Null
    );
    let provider = server.add_provider("One");
    server.add_provider_user(&provider, &user, 1);
    let form =
        json!({ "grant_type": "refresh_token", "client_id": "web", "refresh_token": signed_in["refresh_token"] });
    let refreshed = server.connect(&form).await.expect(200);
    assert_eq!(
        claims(text(&refreshed, "access_token"))["providerserviceuser"],
        json!(provider)
    );
}

#[tokio::test]
async fn an_expired_forged_or_missing_token_gets_an_empty_401() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    let token = server.token(ADMIN).await;
    server.get("/api/accounts/profile", &token).await.expect(200);
    let (start, _) = token.rsplit_once('.').unwrap();
    let forged = format!("{start}.{}", "A".repeat(43));
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", token.split('.').nth(1).unwrap());
    for bad in ["", "nonsense", &forged, &unsigned] {
        let answer = server.get("/api/accounts/profile", bad).await;
        assert_eq!((answer.status.as_u16(), answer.bytes.len()), (401, 0), "{bad}");
    }
    server.state.clock.advance(3601);
    let answer = server.get("/api/accounts/profile", &token).await;
    assert_eq!((answer.status.as_u16(), answer.bytes.len()), (401, 0));
}

#[tokio::test]
async fn a_token_in_the_query_is_taken_too() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    let token = server.token(ADMIN).await;
    server
        .get(&format!("/api/accounts/revision-date?access_token={token}"), "")
        .await
        .expect(200);
}

#[tokio::test]
async fn devices_are_listed_known_and_can_be_deactivated() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    let signed_in = server.sign_in(ADMIN).await;
    let token = text(&signed_in, "access_token");
    let list = server.get("/api/devices", token).await.expect(200);
    assert_same_shape(&list, &golden("identity/devices.response"));
    let id = text(&list["data"][0], "id");
    let one = server
        .get(&format!("/api/devices/identifier/{}", common::DEVICE), token)
        .await
        .expect(200);
    assert_eq!(one["id"], list["data"][0]["id"]);
    let put = format!("/api/devices/identifier/{}/clear-token", common::DEVICE);
    server.put(&put, "", Value::Null).await.expect(200);
    assert!(known_device(&server, ADMIN, common::DEVICE).await);
    assert!(!known_device(&server, ADMIN, "other").await);
    assert!(!known_device(&server, "nobody@msp.example", common::DEVICE).await);
    server.delete(&format!("/api/devices/{id}"), token).await.expect(200);
    assert!(!known_device(&server, ADMIN, common::DEVICE).await);
    let form =
        json!({ "grant_type": "refresh_token", "client_id": "web", "refresh_token": signed_in["refresh_token"] });
    server.connect(&form).await.expect(400);
}

async fn known_device(server: &TestServer, email: &str, identifier: &str) -> bool {
    use base64::Engine;
    let email = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(email);
    let request = axum::http::Request::get("/api/devices/knowndevice")
        .header("x-request-email", email)
        .header("x-device-identifier", identifier)
        .body(axum::body::Body::empty())
        .unwrap();
    server.call(request).await.expect(200).as_bool().unwrap()
}

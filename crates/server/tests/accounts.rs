//! Profile, sync, keys and verification of the caller's own account. Source: contract/accounts.md sections 1 to 4.

mod common;

use common::{HASH, TestServer, assert_same_shape, golden};
use serde_json::{Value, json};

const ADMIN: &str = "admin@msp.example";
const OWNER: &str = "owner@client.example";

/// One MSP with one client; a service user, and the client's owner with a collection, an item and a policy.
struct Scene {
    server: TestServer,
    user: String,
    provider: String,
    organization: String,
    member: String,
}

fn scene(role: i64) -> Scene {
    let server = TestServer::new();
    let user = server.add_user(ADMIN);
    let owner = server.add_user(OWNER);
    let provider = server.add_provider("Example MSP");
    server.add_provider_user(&provider, &user, role);
    let organization = server.add_organization("Client One Ltd", Some(&provider));
    let member = server.add_member(&organization, &owner, 0, 2);
    for (id, name) in [("mine", "2.bWluZQ==|a|b"), ("hidden", "2.b3RoZXI=|a|b")] {
        server.sql(
            "INSERT INTO collections (id, organization_id, name, creation_date, revision_date) VALUES (?1, ?2, ?3, 'now', 'now')",
            [id, &organization, name],
        );
        server.sql(
            "INSERT INTO ciphers (id, organization_id, type, data, creation_date, revision_date)
             VALUES (?1 || '-item', ?2, 2, '{\"name\":\"2.aXRlbQ==|a|b\",\"secureNote\":{\"type\":0}}', 'now', 'now')",
            [id, &organization],
        );
        server.sql("INSERT INTO collection_ciphers VALUES (?1, ?1 || '-item')", [id]);
    }
    server.sql("INSERT INTO collection_members VALUES ('mine', ?1, 0, 0, 1)", [&member]);
    server.sql(
        "INSERT INTO policies (id, organization_id, type, data, enabled, revision_date)
         VALUES ('policy', ?1, 8, '{\"autoEnrollEnabled\":true}', 1, 'now')",
        [&organization],
    );
    Scene {
        server,
        user,
        provider,
        organization,
        member,
    }
}

#[tokio::test]
async fn a_provider_user_s_profile_lists_providers_and_clients_but_no_membership() {
    for role in [0, 1] {
        let scene = scene(role);
        let token = scene.server.token(ADMIN).await;
        let profile = scene.server.get("/api/accounts/profile", &token).await.expect(200);
        assert_same_shape(&profile, &golden("accounts/profile_provider_user.response"));
        assert_eq!(
            (&profile["organizations"], &profile["organizationsNew"]),
            (&json!([]), &json!([]))
        );
        assert_eq!(profile["providers"][0]["type"], role);
        assert_eq!(profile["providers"][0]["id"], json!(scene.provider));
        let client = &profile["providerOrganizations"][0];
        assert_eq!(
            (&client["status"], &client["type"], &client["id"]),
            (&json!(2), &json!(0), &json!(scene.organization))
        );
        assert!(client["key"].as_str().unwrap().starts_with("2."));
    }
}

#[tokio::test]
async fn an_owner_s_profile_lists_the_membership() {
    let scene = scene(1);
    let token = scene.server.token(OWNER).await;
    let profile = scene.server.get("/api/accounts/profile", &token).await.expect(200);
    assert_same_shape(&profile, &golden("accounts/profile_owner.response"));
    let membership = &profile["organizations"][0];
    assert_eq!(membership["organizationUserId"], json!(scene.member));
    assert!(membership["key"].as_str().unwrap().starts_with("4."));
    assert_eq!(membership["providerName"], "Example MSP");
}

#[tokio::test]
async fn an_accepted_membership_is_in_the_new_list_alone() {
    let scene = scene(1);
    scene.server.sql("UPDATE members SET status = 1", []);
    let token = scene.server.token(OWNER).await;
    let profile = scene.server.get("/api/accounts/profile", &token).await.expect(200);
    assert_eq!(profile["organizations"], json!([]));
    assert_eq!(profile["organizationsNew"][0]["status"], 1);
}

#[tokio::test]
async fn a_pending_provider_and_an_unconfirmed_provider_user_are_not_listed() {
    for change in [
        "UPDATE providers SET status = 0",
        "UPDATE provider_users SET status = 1",
    ] {
        let scene = scene(0);
        scene.server.sql(change, []);
        let token = scene.server.token(ADMIN).await;
        let profile = scene.server.get("/api/accounts/profile", &token).await.expect(200);
        assert_eq!(
            (&profile["providers"], &profile["providerOrganizations"]),
            (&json!([]), &json!([])),
            "{change}"
        );
    }
}

#[tokio::test]
async fn sync_holds_what_a_membership_reaches() {
    let scene = scene(1);
    let token = scene.server.token(OWNER).await;
    let sync = scene
        .server
        .get("/api/sync?excludeDomains=true", &token)
        .await
        .expect(200);
    assert_same_shape(&sync, &golden("accounts/sync.response"));
    assert_eq!(sync["ciphers"].as_array().unwrap().len(), 1);
    assert_eq!(sync["ciphers"][0]["collectionIds"], json!(["mine"]));
    assert_eq!(sync["collections"].as_array().unwrap().len(), 1);
    let item = golden("items/cipher_details.response");
    let keys = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(keys(&sync["ciphers"][0]), keys(&item));
    let whole = scene.server.get("/api/sync", &token).await.expect(200);
    assert_eq!(whole["domains"]["object"], "domains");
}

#[tokio::test]
async fn sync_holds_nothing_of_a_client_for_a_provider_user() {
    let scene = scene(0);
    let token = scene.server.token(ADMIN).await;
    let sync = scene.server.get("/api/sync", &token).await.expect(200);
    for list in ["ciphers", "collections", "policies", "folders", "sends"] {
        assert_eq!(sync[list], json!([]), "{list}");
    }
    assert_eq!(sync["profile"]["providerOrganizations"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn changes_of_the_profile_answer_it_without_lists_and_move_the_revision_date() {
    let scene = scene(1);
    let token = scene.server.token(ADMIN).await;
    let before = scene
        .server
        .get("/api/accounts/revision-date", &token)
        .await
        .expect(200);
    assert!(before.is_i64());
    let renamed = scene
        .server
        .put("/api/accounts/profile", &token, golden("accounts/profile.request"))
        .await
        .expect(200);
    assert_same_shape(&renamed, &golden("accounts/profile_changed.response"));
    assert_eq!(renamed["organizations"], Value::Null);
    let coloured = json!({ "avatarColor": "#a1B2c3" });
    let coloured = scene
        .server
        .put("/api/accounts/avatar", &token, coloured)
        .await
        .expect(200);
    assert_eq!(coloured["avatarColor"], "#a1B2c3");
    for colour in ["red", "#12345", "#12345g"] {
        let refusal = scene
            .server
            .put("/api/accounts/avatar", &token, json!({ "avatarColor": colour }))
            .await
            .expect(400);
        assert!(refusal["validationErrors"]["AvatarColor"].is_array());
    }
    scene
        .server
        .put("/api/accounts/profile", &token, json!({ "name": "x".repeat(51) }))
        .await
        .expect(400);
    let after = scene
        .server
        .get("/api/accounts/revision-date", &token)
        .await
        .expect(200);
    assert!(after.as_i64() > before.as_i64());
}

#[tokio::test]
async fn keys_are_answered_and_set_once() {
    let scene = scene(1);
    let (server, token) = (&scene.server, scene.server.token(ADMIN).await);
    let keys = server.get("/api/accounts/keys", &token).await.expect(200);
    assert_same_shape(&keys, &golden("accounts/keys.response"));
    let again = server
        .post("/api/accounts/keys", &token, golden("accounts/keys.request"))
        .await
        .expect(400);
    assert_eq!(again, golden("accounts/keys_exist.error"));
    server.sql("UPDATE users SET public_key = NULL, wrapped_private_key = NULL", []);
    let made = server
        .post("/api/accounts/keys", &token, golden("accounts/keys.request"))
        .await
        .expect(200);
    assert_eq!(made["publicKey"], golden("accounts/keys.request")["publicKey"]);
    let public = server
        .get(&format!("/api/users/{}/public-key", scene.user), &token)
        .await
        .expect(200);
    assert_same_shape(&public, &golden("accounts/public_key.response"));
    let public = server
        .get(&format!("/api/users/{}/keys", scene.user), &token)
        .await
        .expect(200);
    assert_same_shape(&public, &golden("accounts/public_keys.response"));
    server
        .get("/api/users/00000000-0000-0000-0000-000000000000/public-key", &token)
        .await
        .expect(404);
}

#[tokio::test]
async fn the_user_key_id_is_taken_and_synced() {
    let scene = scene(1);
    let (server, token) = (&scene.server, scene.server.token(OWNER).await);
    let path = "/api/accounts/key-management/user-key-id";
    server
        .post(path, &token, golden("accounts/user_key_id.request"))
        .await
        .expect(200);
    let sync = server.get("/api/sync", &token).await.expect(200);
    assert_eq!(
        sync["userDecryption"]["userKeyId"],
        golden("accounts/user_key_id.request")["userKeyId"]
    );
    server
        .post(path, &token, json!({ "userKeyId": "short" }))
        .await
        .expect(400);
    server
        .post(path, "", golden("accounts/user_key_id.request"))
        .await
        .expect(401);
}

#[tokio::test]
async fn the_password_is_verified_and_answers_the_policy_in_force() {
    let scene = scene(1);
    let (server, token) = (&scene.server, scene.server.token(OWNER).await);
    let path = "/api/accounts/verify-password";
    let right = server
        .post(path, &token, json!({ "masterPasswordHash": HASH }))
        .await
        .expect(200);
    assert_eq!(right, golden("accounts/verify_password.response"));
    server.sql(
        "INSERT INTO policies (id, organization_id, type, data, enabled, revision_date)
         VALUES ('strong', ?1, 1, '{\"minLength\":14,\"requireUpper\":true,\"requireLower\":false}', 1, 'now')",
        [&scene.organization],
    );
    let right = server
        .post(path, &token, json!({ "MasterPasswordHash": HASH }))
        .await
        .expect(200);
    assert_eq!(
        (&right["minLength"], &right["requireUpper"], &right["minComplexity"]),
        (&json!(14), &json!(true), &Value::Null)
    );
    let signed_in = server.sign_in(OWNER).await;
    let policy =
        json!({ "Object": "masterPasswordPolicy", "MinLength": 14, "RequireUpper": true, "RequireLower": false });
    assert_eq!(signed_in["MasterPasswordPolicy"], policy);
    let wrong = server
        .post(path, &token, json!({ "masterPasswordHash": "d3Jvbmc=" }))
        .await
        .expect(400);
    assert_eq!(wrong, golden("accounts/verify_password.error"));
    let none = server.post(path, &token, json!({})).await.expect(400);
    assert_eq!(none, golden("accounts/no_secret.error"));
}

#[tokio::test]
async fn signing_out_everywhere_ends_refreshing_but_not_the_access_token() {
    let scene = scene(1);
    let server = &scene.server;
    let signed_in = server.sign_in(ADMIN).await;
    let token = signed_in["access_token"].as_str().unwrap();
    let path = "/api/accounts/security-stamp";
    let wrong = server
        .post(path, token, json!({ "masterPasswordHash": "d3Jvbmc=" }))
        .await
        .expect(400);
    assert_eq!(wrong, golden("accounts/wrong_secret.error"));
    let before = server.get("/api/accounts/profile", token).await.expect(200);
    let done = server.post(path, token, json!({ "masterPasswordHash": HASH })).await;
    assert_eq!((done.status.as_u16(), done.bytes.len()), (200, 0));
    let after = server.get("/api/accounts/profile", token).await.expect(200);
    assert_ne!(before["securityStamp"], after["securityStamp"]);
    let form =
        json!({ "grant_type": "refresh_token", "client_id": "web", "refresh_token": signed_in["refresh_token"] });
    assert_eq!(
        server.connect(&form).await.expect(400),
        golden("identity/invalid_grant.error")
    );
}

#[tokio::test]
async fn malformed_bodies_are_refused_in_the_standard_shape() {
    let scene = scene(1);
    let token = scene.server.token(ADMIN).await;
    let request = axum::http::Request::post("/api/accounts/verify-password")
        .header("authorization", format!("Bearer {token}"))
        .body(axum::body::Body::from("{not json"))
        .unwrap();
    let refusal = scene.server.call(request).await.expect(400);
    assert!(refusal["validationErrors"]["$"].is_array());
    let empty = scene
        .server
        .post("/api/accounts/verify-password", &token, Value::Null)
        .await
        .expect(400);
    assert!(empty["validationErrors"][""].is_array());
}

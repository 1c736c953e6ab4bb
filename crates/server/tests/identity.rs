//! Prelogin and the password grant: success and every refusal. Source: contract/identity.md sections 1 and 2.

mod common;

use common::{HASH, TestServer, assert_same_shape, golden, password_form, password_form_with};
use portal_server::Config;
use portal_server::config::Dialect;
use serde_json::{Value, json};

const ADMIN: &str = "admin@msp.example";

#[tokio::test]
async fn prelogin_answers_the_account_s_derivation_on_both_addresses() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    server.add_user("service@msp.example");
    server.sql(
        "UPDATE users SET kdf_type = 1, kdf_iterations = 6, kdf_memory = 32, kdf_parallelism = 4 WHERE email LIKE 'service%'",
        [],
    );
    for path in ["/identity/accounts/prelogin/password", "/identity/accounts/prelogin"] {
        let pbkdf2 = server
            .post(path, "", golden("identity/prelogin.request"))
            .await
            .expect(200);
        assert_eq!(pbkdf2, golden("identity/prelogin.response"));
        let argon2 = server
            .post(path, "", json!({ "Email": " Service@MSP.example" }))
            .await
            .expect(200);
        assert_eq!(argon2, golden("identity/prelogin_argon2id.response"));
    }
}

#[tokio::test]
async fn prelogin_tells_an_unknown_address_the_same_plausible_thing_each_time() {
    let server = TestServer::new();
    for number in 0..40 {
        let ask = json!({ "email": format!("nobody{number}@msp.example") });
        let first = server
            .post("/identity/accounts/prelogin/password", "", ask.clone())
            .await
            .expect(200);
        let second = server
            .post("/identity/accounts/prelogin/password", "", ask.clone())
            .await
            .expect(200);
        assert_eq!(first, second);
        assert_eq!(first["salt"], ask["email"]);
        let iterations = first["kdfIterations"].as_i64().unwrap();
        assert!([600_000, 100_000, 5_000, 3, 6].contains(&iterations));
    }
}

#[tokio::test]
async fn prelogin_refuses_what_is_no_address() {
    let server = TestServer::new();
    for body in [
        json!({}),
        json!({ "email": "nobody" }),
        json!({ "email": format!("a@{}", "b".repeat(300)) }),
    ] {
        let refusal = server.post("/identity/accounts/prelogin", "", body).await.expect(400);
        assert_eq!(refusal["message"], "The model state is invalid.");
        assert!(refusal["validationErrors"]["Email"][0].is_string(), "{refusal}");
    }
}

#[tokio::test]
async fn the_password_grant_answers_as_the_contract_shows() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    let answer = server.connect(&password_form("Admin@MSP.example ")).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let answer = answer.expect(200);
    assert_same_shape(&answer, &golden("identity/token_password.response"));
    assert_eq!(
        answer["Key"],
        answer["UserDecryptionOptions"]["MasterPasswordUnlock"]["MasterKeyEncryptedUserKey"]
    );
    server.sql(
        "UPDATE users SET kdf_type = 1, kdf_iterations = 6, kdf_memory = 32, kdf_parallelism = 4",
        [],
    );
    let argon2 = server.sign_in(ADMIN).await;
    assert_same_shape(&argon2, &golden("identity/token_password_argon2id.response"));
}

#[tokio::test]
async fn field_names_are_matched_in_any_casing() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    let form: serde_json::Map<String, Value> = password_form(ADMIN)
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.to_uppercase(), value.clone()))
        .collect();
    server.connect(&Value::Object(form)).await.expect(200);
}

#[tokio::test]
async fn an_account_without_a_key_pair_gets_no_private_key_and_no_nulls() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    server.sql("UPDATE users SET public_key = NULL, wrapped_private_key = NULL", []);
    let answer = server.sign_in(ADMIN).await;
    assert!(answer.get("PrivateKey").is_none() && answer.get("AccountKeys").is_none());
}

#[tokio::test]
async fn wrong_password_and_unknown_address_are_refused_alike() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    let wrong = server
        .connect(&password_form_with(ADMIN, json!({ "password": "d3Jvbmc=" })))
        .await
        .expect(400);
    let unknown = server.connect(&password_form("nobody@msp.example")).await.expect(400);
    assert_eq!(wrong, golden("identity/wrong_password.error"));
    assert_eq!(unknown, wrong);
    assert_eq!(server.number("SELECT count(*) FROM events WHERE type = 1005", []), 1);
}

#[tokio::test]
async fn a_wrong_password_takes_two_seconds_unless_limits_are_relaxed() {
    let server = TestServer::with(Config {
        relaxed_limits: false,
        ..Config::for_tests()
    });
    server.add_user(ADMIN);
    let begun = std::time::Instant::now();
    server
        .connect(&password_form_with(ADMIN, json!({ "password": "d3Jvbmc=" })))
        .await
        .expect(400);
    assert!(begun.elapsed().as_millis() >= 2000);
}

#[tokio::test]
async fn client_grant_and_scope_are_checked_first() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    for (fields, error) in [
        (json!({ "client_id": "other" }), "invalid_client"),
        (json!({ "client_id": null }), "invalid_client"),
        (json!({ "grant_type": "client_credentials" }), "unsupported_grant_type"),
        (json!({ "grant_type": null }), "unsupported_grant_type"),
        (json!({ "scope": "openid" }), "invalid_scope"),
        (json!({ "scope": null }), "invalid_scope"),
    ] {
        let refusal = server.connect(&password_form_with(ADMIN, fields)).await.expect(400);
        assert_eq!(refusal, golden(&format!("identity/{error}.error")));
    }
}

#[tokio::test]
async fn a_missing_client_version_is_refused_after_the_password() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    for version in [None, Some(""), Some("latest")] {
        let refusal = server.connect_as(&password_form(ADMIN), version).await.expect(400);
        assert_eq!(refusal, golden("identity/no_client_version.error"));
    }
    let wrong = password_form_with(ADMIN, json!({ "password": "d3Jvbmc=" }));
    assert_eq!(
        server.connect_as(&wrong, None).await.expect(400),
        golden("identity/wrong_password.error")
    );
}

#[tokio::test]
async fn an_old_client_is_refused_for_v2_accounts_only() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    server
        .connect_as(&password_form(ADMIN), Some("2025.10.1"))
        .await
        .expect(200);
    server.sql(
        "UPDATE users SET verifying_key = 'a', wrapped_signing_key = 'b', security_state = 'c', security_version = 2",
        [],
    );
    let refusal = server
        .connect_as(&password_form(ADMIN), Some("2025.10.1"))
        .await
        .expect(400);
    assert_eq!(refusal, golden("identity/client_too_old.error"));
    let answer = server
        .connect_as(&password_form(ADMIN), Some("2025.11.0"))
        .await
        .expect(200);
    assert_eq!(answer["AccountKeys"]["signatureKeyPair"]["wrappedSigningKey"], "b");
    assert_eq!(answer["AccountKeys"]["securityState"]["securityVersion"], 2);
}

#[tokio::test]
async fn missing_device_fields_are_refused() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    for field in ["deviceType", "deviceIdentifier", "deviceName"] {
        let refusal = server
            .connect(&password_form_with(ADMIN, json!({ (field): null })))
            .await
            .expect(400);
        assert_eq!(refusal, golden("identity/no_device.error"));
    }
}

#[tokio::test]
async fn an_account_without_a_user_key_signs_in_on_the_web_alone() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    server.sql("UPDATE users SET wrapped_user_key = NULL", []);
    let refusal = server
        .connect(&password_form_with(ADMIN, json!({ "client_id": "cli" })))
        .await
        .expect(400);
    assert_eq!(refusal, golden("identity/legacy.error"));
    assert!(server.sign_in(ADMIN).await.get("Key").is_none());
}

#[tokio::test]
async fn a_single_sign_on_policy_binds_users_but_not_owners() {
    let server = TestServer::new();
    let user = server.add_user(ADMIN);
    let owner = server.add_user("owner@client.example");
    let organization = server.add_organization("Client One", None);
    server.sql("UPDATE organizations SET identifier = 'client-one'", []);
    server.add_member(&organization, &user, 2, 2);
    server.add_member(&organization, &owner, 0, 2);
    server.sql(
        "INSERT INTO policies (id, organization_id, type, enabled, revision_date) VALUES ('p', ?1, 4, 1, 'now')",
        [&organization],
    );
    let refusal = server.connect(&password_form(ADMIN)).await.expect(400);
    assert_eq!(refusal, golden("identity/sso_required.error"));
    server.sign_in("owner@client.example").await;
}

#[tokio::test]
async fn a_new_device_needs_the_mailed_code() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    server.sign_in(ADMIN).await;
    let other = |fields: Value| {
        let mut form = password_form_with(
            ADMIN,
            json!({ "deviceIdentifier": "0b1c7a52-8f0b-4a86-93d4-1f6f0a2d9c22" }),
        );
        form["newDeviceOtp"] = fields;
        form
    };
    let refusal = server.connect(&other(Value::Null)).await.expect(400);
    assert_eq!(refusal, golden("identity/new_device.error"));
    let code = server.newest_code(ADMIN).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let refusal = server.connect(&other(json!(wrong))).await.expect(400);
    assert_eq!(refusal, golden("identity/wrong_new_device_code.error"));
    server.connect(&other(json!(code))).await.expect(200);
    server.connect(&other(Value::Null)).await.expect(200);
}

#[tokio::test]
async fn a_new_device_code_expires_and_can_be_sent_again() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    server.sign_in(ADMIN).await;
    let form = password_form_with(ADMIN, json!({ "deviceIdentifier": "other" }));
    server.connect(&form).await.expect(400);
    let code = server.newest_code(ADMIN).await;
    server.state.clock.advance(301);
    let late = password_form_with(ADMIN, json!({ "deviceIdentifier": "other", "newDeviceOtp": code }));
    assert_eq!(
        server.connect(&late).await.expect(400),
        golden("identity/wrong_new_device_code.error")
    );
    let resend = |hash: &str| json!({ "email": ADMIN, "masterPasswordHash": hash });
    server
        .post("/api/accounts/resend-new-device-otp", "", resend("d3Jvbmc="))
        .await
        .expect(200);
    assert_eq!(server.number("SELECT count(*) FROM outbox", []), 1);
    server
        .post("/api/accounts/resend-new-device-otp", "", resend(HASH))
        .await
        .expect(200);
    let code = server.newest_code(ADMIN).await;
    let right = password_form_with(ADMIN, json!({ "deviceIdentifier": "other", "newDeviceOtp": code }));
    server.connect(&right).await.expect(200);
}

#[tokio::test]
async fn young_accounts_and_those_that_opted_out_are_not_asked_about_new_devices() {
    let server = TestServer::new();
    let now = server.state.clock.stamp();
    server.add_user("a@msp.example");
    server.sql("UPDATE users SET verify_devices = 0", []);
    server.add_user("b@msp.example");
    server.sql(
        "UPDATE users SET creation_date = ?1 WHERE email = 'b@msp.example'",
        [&now],
    );
    for email in ["a@msp.example", "b@msp.example"] {
        server.sign_in(email).await;
        server
            .connect(&password_form_with(email, json!({ "deviceIdentifier": "other" })))
            .await
            .expect(200);
    }
}

fn other_dialect() -> TestServer {
    let server = TestServer::with(Config {
        dialect: Dialect::Vaultwarden,
        ..Config::for_tests()
    });
    server.add_user(ADMIN);
    server
}

#[tokio::test]
async fn another_dialect_answers_more_and_refuses_without_a_kind() {
    let server = other_dialect();
    let granted = server.connect(&password_form(ADMIN)).await.expect(200);
    assert_same_shape(&granted, &golden("vaultwarden/token_password.response"));
    let wrong = password_form_with(ADMIN, json!({ "password": "d3Jvbmc=" }));
    let refused = server.connect(&wrong).await.expect(400);
    assert_eq!(refused, golden("vaultwarden/wrong_password.error"));
    let stale = json!({ "grant_type": "refresh_token", "client_id": "web", "refresh_token": "stale" });
    let refused = server.connect(&stale).await.expect(400);
    assert_eq!(refused, golden("vaultwarden/refresh_refused.error"));
    let path = "/identity/accounts/prelogin/password";
    let prelogin = server.post(path, "", json!({ "email": ADMIN })).await.expect(200);
    assert_same_shape(&prelogin, &golden("vaultwarden/prelogin.response"));
    assert!(prelogin["salt"].is_null());
}

#[tokio::test]
async fn another_dialect_mails_no_code_before_it_is_asked_to() {
    let server = other_dialect();
    server.sql("UPDATE users SET email_two_factor = ?1", [ADMIN]);
    server.connect(&password_form(ADMIN)).await.expect(400);
    assert_eq!(server.newest_mail(ADMIN).await, None);
    let body = json!({ "email": ADMIN, "masterPasswordHash": HASH });
    server
        .post("/api/two-factor/send-email-login", "", body)
        .await
        .expect(200);
    let code = server.newest_code(ADMIN).await;
    let form = password_form_with(ADMIN, json!({ "twoFactorProvider": "1", "twoFactorToken": code }));
    server.connect(&form).await.expect(200);
}

#[tokio::test]
async fn another_dialect_takes_a_recovery_code_in_small_letters_without_gaps_alone() {
    let server = other_dialect();
    server.sql(
        "UPDATE users SET email_two_factor = ?1, recovery_code = 'ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567'",
        [ADMIN],
    );
    let step = |token: &str| password_form_with(ADMIN, json!({ "twoFactorProvider": "8", "twoFactorToken": token }));
    for printed in [
        "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        "abcd efgh ijkl mnop qrst uvwx yz23 4567",
    ] {
        let refused = server.connect(&step(printed)).await.expect(400);
        assert_eq!(refused, golden("vaultwarden/wrong_second_step.error"), "{printed}");
    }
    server
        .connect(&step("abcdefghijklmnopqrstuvwxyz234567"))
        .await
        .expect(200);
    server.connect(&password_form(ADMIN)).await.expect(200);
}

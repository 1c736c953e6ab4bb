//! Two-step login: challenge, authenticator, mailed code, remembered device, recovery code. Source: contract/identity.md 3.

mod common;

use common::{HASH, TestServer, assert_same_shape, golden, password_form, password_form_with};
use serde_json::{Value, json};
use totp_rs::{Algorithm, Secret, TOTP};

const ADMIN: &str = "admin@msp.example";
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

async fn with_authenticator() -> TestServer {
    let server = TestServer::new();
    server.add_user(ADMIN);
    server.sql(
        "UPDATE users SET totp_secret = ?1, recovery_code = 'abcd1234abcd1234abcd1234abcd1234'",
        [SECRET],
    );
    server
}

fn authenticator_code(server: &TestServer) -> String {
    let secret = Secret::Encoded(SECRET.into()).to_bytes().unwrap();
    let now = u64::try_from(server.state.clock.now().unix_timestamp()).unwrap();
    TOTP::new_unchecked(Algorithm::SHA1, 6, 1, 30, secret).generate(now)
}

fn step(provider: &str, token: &str) -> Value {
    password_form_with(ADMIN, json!({ "twoFactorProvider": provider, "twoFactorToken": token }))
}

#[tokio::test]
async fn an_authenticator_is_asked_for_and_taken() {
    let server = with_authenticator().await;
    let challenge = server.connect(&password_form(ADMIN)).await.expect(400);
    assert_same_shape(&challenge, &golden("identity/second_step_authenticator.error"));
    assert_eq!(challenge, golden("identity/second_step_authenticator.error"));
    let answer = server
        .connect(&step("0", &authenticator_code(&server)))
        .await
        .expect(200);
    assert_same_shape(&answer, &golden("identity/token_password.response"));
}

#[tokio::test]
async fn a_wrong_password_is_answered_before_any_challenge() {
    let server = with_authenticator().await;
    let form = password_form_with(ADMIN, json!({ "password": "d3Jvbmc=" }));
    assert_eq!(
        server.connect(&form).await.expect(400),
        golden("identity/wrong_password.error")
    );
}

#[tokio::test]
async fn wrong_codes_and_providers_that_are_off_are_refused() {
    let server = with_authenticator().await;
    for (provider, token) in [("0", "000000"), ("1", "123456"), ("3", "x"), ("8", "abcd"), ("9", "x")] {
        let refusal = server.connect(&step(provider, token)).await.expect(400);
        assert_eq!(refusal, golden("identity/wrong_second_step.error"), "{provider}");
    }
    assert_eq!(server.number("SELECT count(*) FROM events WHERE type = 1006", []), 5);
}

#[tokio::test]
async fn an_authenticator_code_is_taken_once_and_none_from_before_it() {
    let server = with_authenticator().await;
    let earlier = authenticator_code(&server);
    server.state.clock.advance(30);
    let code = authenticator_code(&server);
    server.connect(&step("0", &code)).await.expect(200);
    for used_up in [&code, &earlier] {
        let refusal = server.connect(&step("0", used_up)).await.expect(400);
        assert_eq!(refusal, golden("identity/wrong_second_step.error"));
    }
    server.state.clock.advance(30);
    server
        .connect(&step("0", &authenticator_code(&server)))
        .await
        .expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_come_at_once_with_one_code_one_gets_in() {
    let server = with_authenticator().await;
    let form = step("0", &authenticator_code(&server));
    let answers = futures::future::join_all((0..20).map(|_| server.connect(&form))).await;
    let in_now = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(in_now, 1);
}

#[tokio::test]
async fn a_wrong_secret_at_the_mailing_of_codes_is_a_sign_in_that_failed() {
    let server = with_authenticator().await;
    for (email, failed) in [(ADMIN, 1), ("nobody@msp.example", 1), (ADMIN, 2)] {
        let body = json!({ "email": email, "masterPasswordHash": "d3Jvbmc=" });
        server
            .post("/api/two-factor/send-email-login", "", body)
            .await
            .expect(400);
        assert_eq!(
            server.number("SELECT count(*) FROM events WHERE type = 1005", []),
            failed
        );
    }
}

#[tokio::test]
async fn an_authenticator_code_is_worthless_a_few_minutes_later() {
    let server = with_authenticator().await;
    let code = authenticator_code(&server);
    server.state.clock.advance(300);
    server.connect(&step("0", &code)).await.expect(400);
}

#[tokio::test]
async fn a_remembered_device_is_not_asked_until_thirty_days_have_passed() {
    let server = with_authenticator().await;
    let mut form = step("0", &authenticator_code(&server));
    form["twoFactorRemember"] = json!("1");
    let answer = server.connect(&form).await.expect(200);
    assert_same_shape(&answer, &golden("identity/token_remembered.response"));
    let remember = step("5", answer["TwoFactorToken"].as_str().unwrap());
    let again = server.connect(&remember).await.expect(200);
    assert!(again.get("TwoFactorToken").is_none());
    let mut elsewhere = remember.clone();
    elsewhere["deviceIdentifier"] = json!("other");
    assert_eq!(
        server.connect(&elsewhere).await.expect(400)["error_description"],
        "Two factor required."
    );
    server.state.clock.advance(30 * 86_400 + 1);
    assert_eq!(
        server.connect(&remember).await.expect(400),
        golden("identity/second_step_authenticator.error")
    );
}

#[tokio::test]
async fn the_recovery_code_signs_in_once_and_turns_two_step_login_off() {
    let server = with_authenticator().await;
    server
        .connect(&step("8", "ABCD 1234 abcd 1234 abcd 1234 abcd 1234"))
        .await
        .expect(200);
    server.connect(&password_form(ADMIN)).await.expect(200);
    server.sql("UPDATE users SET totp_secret = ?1", [SECRET]);
    server
        .connect(&step("8", "abcd1234abcd1234abcd1234abcd1234"))
        .await
        .expect(400);
}

#[tokio::test]
async fn a_mailed_code_is_sent_at_once_when_mail_is_the_only_provider() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    server.sql("UPDATE users SET email_two_factor = 'second@msp.example'", []);
    let challenge = server.connect(&password_form(ADMIN)).await.expect(400);
    assert_eq!(
        challenge["TwoFactorProviders2"],
        json!({ "1": { "Email": "se***@msp.example" } })
    );
    assert_eq!(challenge["Email"], ADMIN);
    let code = server.newest_code("second@msp.example").await;
    server.connect(&step("1", &code)).await.expect(200);
    server.connect(&step("1", &code)).await.expect(400);
}

#[tokio::test]
async fn with_two_providers_the_code_is_mailed_on_request_against_a_proof() {
    let server = with_authenticator().await;
    server.sql("UPDATE users SET email_two_factor = ?1", [ADMIN]);
    let challenge = server.connect(&password_form(ADMIN)).await.expect(400);
    assert_same_shape(&challenge, &golden("identity/second_step.error"));
    assert_eq!(server.newest_mail(ADMIN).await, None);
    let path = "/api/two-factor/send-email-login";
    let none = server.post(path, "", json!({ "email": ADMIN })).await.expect(400);
    let text = "MasterPasswordHash, OTP, AccessCode, or SsoEmail2faSessionToken must be supplied.";
    assert_eq!(none["validationErrors"][""][0], text);
    let wrong = server
        .post(path, "", json!({ "email": ADMIN, "masterPasswordHash": "d3Jvbmc=" }))
        .await
        .expect(400);
    assert_eq!(wrong, golden("identity/send_email_login.error"));
    let session = challenge["SsoEmail2faSessionToken"].clone();
    // The session wins over the secret: a wrong one is refused even beside the right secret.
    let both =
        json!({ "email": ADMIN, "masterPasswordHash": HASH, "ssoEmail2FaSessionToken": "BwSsoEmail2FaSessionToken_x" });
    server.post(path, "", both).await.expect(400);
    assert_eq!(server.newest_mail(ADMIN).await, None);
    server
        .post(path, "", json!({ "email": ADMIN, "ssoEmail2FaSessionToken": session }))
        .await
        .expect(200);
    let first = server.newest_code(ADMIN).await;
    server
        .post(path, "", json!({ "email": ADMIN, "masterPasswordHash": HASH }))
        .await
        .expect(200);
    let code = server.newest_code(ADMIN).await;
    if first != code {
        server.connect(&step("1", &first)).await.expect(400);
    }
    server.connect(&step("1", &code)).await.expect(200);
    server.state.clock.advance(121);
    let refusal = server
        .post(path, "", json!({ "email": ADMIN, "ssoEmail2FaSessionToken": session }))
        .await
        .expect(400);
    assert!(
        refusal["message"]
            .as_str()
            .unwrap()
            .contains("SSO Email 2FA Session token")
    );
}

#[tokio::test]
async fn a_mailed_code_expires_after_five_minutes_and_after_five_wrong_tries() {
    let server = TestServer::new();
    server.add_user(ADMIN);
    server.sql("UPDATE users SET email_two_factor = ?1", [ADMIN]);
    server.connect(&password_form(ADMIN)).await.expect(400);
    let late = server.newest_code(ADMIN).await;
    server.state.clock.advance(301);
    server.connect(&step("1", &late)).await.expect(400);
    server.connect(&password_form(ADMIN)).await.expect(400);
    let code = server.newest_code(ADMIN).await;
    let wrong = if code == "111111" { "222222" } else { "111111" };
    for _ in 0..5 {
        server.connect(&step("1", wrong)).await.expect(400);
    }
    server.connect(&step("1", &code)).await.expect(400);
}

#[tokio::test]
async fn the_list_of_providers_is_for_web_tokens_alone() {
    let server = with_authenticator().await;
    let mut form = step("0", &authenticator_code(&server));
    let web = server.connect(&form).await.expect(200);
    let list = server
        .get("/api/two-factor", web["access_token"].as_str().unwrap())
        .await
        .expect(200);
    assert_eq!(list, golden("accounts/two_factor.response"));
    form["client_id"] = json!("cli");
    server.state.clock.advance(30);
    form["twoFactorToken"] = json!(authenticator_code(&server));
    let cli = server.connect(&form).await.expect(200);
    let refused = server
        .get("/api/two-factor", cli["access_token"].as_str().unwrap())
        .await;
    assert_eq!((refused.status.as_u16(), refused.bytes.len()), (403, 0));
}

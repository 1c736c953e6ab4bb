//! From a password to open keys, and back after a lock.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use provider_portal::api::client::TokenEvent;
use provider_portal::api::identity::SecondStep;
use provider_portal::api::transport::{Local, Request, Response, Transport, TransportError};
use provider_portal::api::{ApiError, Token};
use provider_portal::json;
use provider_portal::model::directory::{Directory, ProviderRole, Via};
use provider_portal::session::unlock::{Answer, Here, begin, seal, unlock};
use provider_portal::session::{Failure, Slot};
use zeroize::Zeroizing;

use super::world::{ADMIN, InProcess, PASSWORD, SERVICE, api_over, open, page, sign_in, state};

#[tokio::test]
async fn a_service_user_with_argon2id_opens_the_keys_of_every_client() {
    let (api, _) = page();
    let open = open(&api, SERVICE).await;
    let directory = Directory::of(&open.profile);
    assert_eq!(directory.providers[0].role, ProviderRole::ServiceUser);
    assert!(directory.organizations.len() >= 3);
    for client in &directory.organizations {
        assert!(matches!(client.via, Via::Provider { .. }));
        open.keyring
            .key(&Slot::Organization(client.id.clone()))
            .expect("the client's key opens");
    }
}

#[tokio::test]
async fn an_owner_opens_his_own_organization_through_his_membership() {
    let (service, _) = page();
    let clients = open(&service, SERVICE).await;
    let id = clients.profile.provider_organizations.as_ref().unwrap()[0].id.clone();
    let members = service.organization(id.clone()).members().await.unwrap();
    let owner = members
        .iter()
        .find(|member| member.kind == 0 && member.status == 2)
        .expect("a confirmed owner");
    let (api, _) = page();
    let open = open(&api, &owner.email).await;
    let directory = Directory::of(&open.profile);
    assert!(directory.own_organizations().any(|organization| organization.id == id));
    let slot = Slot::Organization(id);
    assert_eq!(
        open.keyring.key(&slot).unwrap(),
        clients.keyring.key(&slot).unwrap(),
        "both ways lead to one key"
    );
}

/// Keeps every body that is sent.
struct Overheard {
    inside: InProcess,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Transport for Overheard {
    fn send(&self, request: Request) -> Local<'_, Result<Response, TransportError>> {
        let body = request.body.clone().unwrap_or_default().to_vec();
        self.sent.lock().unwrap().push(String::from_utf8(body).unwrap());
        self.inside.send(request)
    }

    fn sleep(&self, milliseconds: f64) -> Local<'_, ()> {
        self.inside.sleep(milliseconds)
    }
}

#[tokio::test]
async fn however_it_is_typed_the_address_goes_out_trimmed_and_in_lower_case() {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&sent);
    let (api, _) = api_over(&state(), |inside| Box::new(Overheard { inside, sent: kept }));
    let typed = " \tSecure@NorthLight.EXAMPLE\u{a0}\n";
    let pending = begin(&api, &Here, typed, Zeroizing::new(PASSWORD.to_owned()))
        .await
        .unwrap();
    // The salt follows from the same address: with another the password would be wrong.
    assert!(matches!(
        pending.submit(&api, &Here, None, None).await,
        Ok(Answer::SecondStep(_))
    ));
    // What the server says to these doesn't matter here.
    drop(pending.send_email_code(&api).await);
    drop(pending.resend_device_code(&api).await);
    let sent = sent.lock().unwrap();
    let naming: Vec<&String> = sent
        .iter()
        .filter(|body| body.to_lowercase().contains("northlight"))
        .collect();
    assert_eq!(naming.len(), 4, "{naming:?}");
    for body in naming {
        let plain = body.contains("\"secure@northlight.example\"") || body.contains("=secure%40northlight.example&");
        assert!(plain, "{body}");
    }
}

#[tokio::test]
async fn wrong_password_and_unknown_address_look_the_same() {
    let (api, _) = page();
    for (email, password) in [(ADMIN, "wrong"), ("nobody@northlight.example", PASSWORD)] {
        assert_eq!(sign_in(&api, email, password).await.err(), Some(Failure::WrongPassword));
    }
    assert!(api.tokens().is_none());
}

#[tokio::test]
async fn an_authenticator_is_asked_for_and_a_wrong_code_is_told_from_a_wrong_password() {
    let (api, _) = page();
    let pending = begin(
        &api,
        &Here,
        "secure@northlight.example",
        Zeroizing::new(PASSWORD.to_owned()),
    )
    .await
    .unwrap();
    let Answer::SecondStep(challenge) = pending.submit(&api, &Here, None, None).await.unwrap() else {
        panic!("a second step is wanted")
    };
    assert!(challenge.providers.contains(&0));
    let wrong = SecondStep {
        provider: 0,
        token: "000000".into(),
        remember: false,
    };
    assert_eq!(
        pending.submit(&api, &Here, Some(&wrong), None).await.err(),
        Some(Failure::WrongCode)
    );
}

#[tokio::test]
async fn a_locked_session_opens_with_the_password_alone_and_holds_no_secret() {
    let (api, _) = page();
    let open = open(&api, ADMIN).await;
    let tokens = api.tokens().unwrap();
    let stored = seal(&open, &tokens).unwrap();
    let text = json::to_string(&stored);
    for secret in [PASSWORD, tokens.refresh.reveal(), tokens.access.reveal()] {
        assert!(!text.contains(secret));
    }
    let (reloaded, _) = page();
    let wrong = unlock(&reloaded, &Here, &stored, "not it").await.err();
    assert_eq!(wrong, Some(Failure::WrongPassword));
    let again = unlock(&reloaded, &Here, &stored, PASSWORD).await.unwrap();
    assert_eq!(again.account, open.account);
    reloaded.profile().await.expect("the refreshed token works");
}

#[tokio::test]
async fn an_expired_token_is_refreshed_in_mid_work_and_told_to_the_session() {
    let (api, _) = page();
    open(&api, ADMIN).await;
    let told = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counter = std::sync::Arc::clone(&told);
    api.watch(move |event| {
        if matches!(event, TokenEvent::Refreshed(_)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    });
    let mut tokens = api.tokens().unwrap();
    tokens.expires_ms = 0.0;
    api.set_tokens(Some(tokens));
    // Two calls at the same moment share one refresh.
    let (first, second) = futures::join!(api.profile(), api.profile());
    first.unwrap();
    second.unwrap();
    assert_eq!(told.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_refresh_that_answers_after_the_lock_brings_no_tokens_back() {
    let (api, _) = page();
    open(&api, ADMIN).await;
    // The lock happens while the refresh is under way: `join!` polls in order and no answer comes in the same turn.
    let (refreshed, ()) = futures::join!(api.refresh(), async { api.set_tokens(None) });
    assert!(refreshed.is_err() && api.tokens().is_none(), "{refreshed:?}");
}

#[tokio::test]
async fn a_refused_refresh_ends_the_session() {
    let (api, _) = page();
    open(&api, ADMIN).await;
    let ended = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let flag = std::sync::Arc::clone(&ended);
    api.watch(move |event| flag.store(matches!(event, TokenEvent::Ended), Ordering::Relaxed));
    let mut tokens = api.tokens().unwrap();
    tokens.refresh = Token::new("not a token of this server".into());
    tokens.expires_ms = 0.0;
    api.set_tokens(Some(tokens));
    assert_eq!(api.profile().await.err(), Some(ApiError::SignedOut));
    assert!(ended.load(Ordering::Relaxed) && api.tokens().is_none());
}

#[tokio::test]
async fn an_unreachable_server_is_told_from_a_refusal() {
    let (api, down) = page();
    open(&api, ADMIN).await;
    down.store(true, Ordering::Relaxed);
    assert_eq!(api.profile().await.err(), Some(ApiError::Offline));
    down.store(false, Ordering::Relaxed);
    api.profile().await.expect("and back");
}

#[tokio::test]
async fn cheap_key_derivation_is_refused_before_anything_is_sent() {
    let (api, _) = page();
    let state = state();
    state
        .db
        .call_blocking(|connection| {
            connection.execute(
                "INSERT INTO users (id, email, salt, kdf_type, kdf_iterations, security_stamp, creation_date, revision_date)
                 VALUES ('99999999-9999-4999-8999-999999999999', 'weak@x.example', 'weak@x.example', 0, 4999, 's', '', '')",
                [],
            )?;
            Ok(())
        })
        .unwrap();
    state.journal.clear();
    let failure = sign_in(&api, "weak@x.example", PASSWORD).await.err();
    assert!(matches!(failure, Some(Failure::Crypto(_))), "{failure:?}");
}

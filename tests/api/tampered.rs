//! Answers of a server that means harm: every one is refused, with its own reason, and leaves no tokens behind.

use portal_crypto::{CryptoError, Refusal};
use provider_portal::api::ApiError;
use provider_portal::api::ids::OrganizationId;
use provider_portal::session::unlock::{Here, seal, unlock};
use provider_portal::session::{Failure, Slot};
use serde_json::{Map, Value, json};

use super::world::{ADMIN, PASSWORD, SERVICE, open, page, page_with_faults, sign_in};

const PRELOGIN: &str = "/identity/accounts/prelogin*";
const TOKEN: &str = "/identity/connect/token";
const PROFILE: &str = "/api/accounts/profile";
const WRAPPED: &str = "/UserDecryptionOptions/MasterPasswordUnlock/MasterKeyEncryptedUserKey";
const PRIVATE: &str = "/accountKeys/publicKeyEncryptionKeyPair/wrappedPrivateKey";
const PUBLIC: &str = "/accountKeys/publicKeyEncryptionKeyPair/publicKey";

fn altered<'a>(path: &str, set: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let set: Map<String, Value> = set.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    json!([{ "path": path, "kind": "altered", "set": set }])
}

async fn refused<'a>(path: &str, set: impl IntoIterator<Item = (&'a str, Value)>) -> Failure {
    let api = page_with_faults(altered(path, set));
    let failure = sign_in(&api, ADMIN, PASSWORD)
        .await
        .err()
        .expect("the sign-in is refused");
    assert!(api.tokens().is_none(), "tokens are left after {failure:?}");
    failure
}

/// The same text with another last letter of its first part: a valid form whose MAC is wrong.
fn damaged(sealed: &str) -> String {
    let (head, tail) = sealed.split_once('.').unwrap();
    let other = if tail.starts_with('A') { 'B' } else { 'A' };
    format!("{head}.{other}{}", &tail[1..])
}

#[tokio::test]
async fn key_derivation_too_weak_too_costly_or_unknown_is_refused_wherever_it_is_stated() {
    let stated = |kind: i64, iterations: Value, memory: Value| {
        let kdf = json!({ "kdfType": kind, "iterations": iterations, "memory": memory, "parallelism": 4 });
        [("/kdfSettings", kdf)]
    };
    let refusal = |why| Failure::Crypto(CryptoError::Refused(why));
    for (set, why) in [
        (stated(0, json!(1), Value::Null), Refusal::KdfTooWeak),
        (stated(0, json!(-600_000), Value::Null), Refusal::KdfTooWeak),
        (stated(0, json!(2_000_001), Value::Null), Refusal::KdfTooCostly),
        (
            stated(0, json!(600_000_000_000_i64), Value::Null),
            Refusal::KdfTooCostly,
        ),
        (stated(1, json!(3), json!(4)), Refusal::KdfTooWeak),
        (stated(1, json!(3), json!(1_000_000)), Refusal::KdfTooCostly),
        (stated(1, json!(3), Value::Null), Refusal::KdfTooWeak),
        (stated(2, json!(600_000), json!(64)), Refusal::UnknownKdf),
    ] {
        assert_eq!(refused(PRELOGIN, set.clone()).await, refusal(why), "{set:?}");
    }
    let later = [("/UserDecryptionOptions/MasterPasswordUnlock/Kdf/Iterations", json!(1))];
    assert_eq!(refused(TOKEN, later).await, refusal(Refusal::KdfTooWeak));
}

#[tokio::test]
async fn a_user_key_that_is_exchanged_damaged_or_weakly_sealed_is_refused() {
    let (api, _) = page();
    let sealed = seal(&open(&api, ADMIN).await, &api.tokens().unwrap())
        .unwrap()
        .wrapped_user_key;
    let (other_api, _) = page();
    let foreign = seal(&open(&other_api, SERVICE).await, &other_api.tokens().unwrap()).unwrap();
    let (iv, rest) = sealed[2..].split_once('|').unwrap();
    let weak = format!("0.{iv}|{}", rest.split('|').next().unwrap());
    for (key, failure) in [
        (damaged(&sealed), Failure::KeysDamaged),
        (foreign.wrapped_user_key, Failure::KeysDamaged),
        (sealed.replacen("2.", "7.", 1), Failure::KeysDamaged),
        (weak, Failure::WeaklySealed),
    ] {
        let everywhere = [("/Key", json!(key)), (WRAPPED, json!(key))];
        assert_eq!(refused(TOKEN, everywhere).await, failure, "{key}");
        let in_one_place = refused(TOKEN, [("/Key", json!(key))]).await;
        assert!(
            matches!(in_one_place, Failure::Api(ApiError::Unreadable { .. })),
            "{in_one_place:?}"
        );
    }
}

#[tokio::test]
async fn tokens_and_profiles_of_another_account_are_refused() {
    let (other, _) = page();
    let somebody_else = open(&other, SERVICE).await;
    let token = json!(other.tokens().unwrap().access.reveal());
    assert_eq!(refused(TOKEN, [("/access_token", token)]).await, Failure::OtherAccount);
    let id = json!(somebody_else.account.id.as_str());
    assert_eq!(refused(PROFILE, [("/id", id)]).await, Failure::OtherAccount);
    let email = json!(somebody_else.account.email);
    assert_eq!(refused(PROFILE, [("/email", email)]).await, Failure::OtherAccount);
    // The server may write the address in its own way.
    let api = page_with_faults(altered(PROFILE, [("/email", json!("Admin@Northlight.Example"))]));
    open(&api, ADMIN).await;
}

#[tokio::test]
async fn unlocking_is_refused_for_another_account() {
    let (api, _) = page();
    let stored = seal(&open(&api, ADMIN).await, &api.tokens().unwrap()).unwrap();
    let foreign = json!("99999999-9999-4999-8999-000000000000");
    let lying = page_with_faults(altered(PROFILE, [("/id", foreign)]));
    let failure = unlock(&lying, &Here, &stored, PASSWORD).await.err();
    assert_eq!(failure, Some(Failure::OtherAccount));
    assert!(lying.tokens().is_none());
}

#[tokio::test]
async fn a_private_key_that_is_damaged_or_does_not_fit_is_refused() {
    let (api, _) = page();
    let profile = open(&api, ADMIN).await.profile;
    let private = profile.private_key.clone().unwrap();
    let (other, _) = page();
    let foreign = open(&other, SERVICE).await.profile;
    let key = |profile: &provider_portal::api::accounts::ProfileRecord| {
        profile
            .account_keys
            .as_ref()
            .unwrap()
            .public_key_encryption_key_pair
            .clone()
    };
    let both = |key: &str| [("/privateKey", json!(key)), (PRIVATE, json!(key))];
    for set in [both(&damaged(&private)), both(&key(&foreign).wrapped_private_key)] {
        assert_eq!(refused(PROFILE, set).await, Failure::KeysDamaged);
    }
    for set in [
        (PUBLIC, json!(key(&foreign).public_key)),
        ("/privateKey", json!(damaged(&private))),
        ("/accountKeys/signatureKeyPair", json!({ "verifyingKey": "AA==" })),
    ] {
        assert_eq!(refused(PROFILE, [set]).await, Failure::KeysDamaged);
    }
}

#[tokio::test]
async fn a_key_in_another_ones_place_opens_neither_and_the_rest_stays_open() {
    let (honest, _) = page();
    let profile = open(&honest, ADMIN).await.profile;
    let clients = profile.provider_organizations.clone().unwrap();
    let set = [("/providerOrganizations/0/key", json!(clients[1].key))];
    let api = page_with_faults(altered(PROFILE, set));
    let keyring = open(&api, ADMIN).await.keyring;
    let slot = |index: usize| Slot::Organization(clients[index].id.clone());
    let contradiction = Failure::Crypto(CryptoError::Refused(Refusal::Inconsistent));
    for index in [0, 1] {
        assert_eq!(keyring.key(&slot(index)).err(), Some(contradiction.clone()), "{index}");
    }
    assert!(keyring.key(&slot(2)).is_ok());
}

#[tokio::test]
async fn a_membership_whose_key_is_another_one_is_not_used() {
    let (honest, _) = page();
    let profile = open(&honest, ADMIN).await.profile;
    let (client, provider) = (
        profile.provider_organizations.as_ref().unwrap()[0].clone(),
        profile.providers.as_ref().unwrap()[0].clone(),
    );
    let unknown = "99999999-9999-4999-8999-000000000000";
    // The only other key that a server finds shared to this person is the provider's.
    for (id, provider_stays) in [(client.id.as_str(), true), (unknown, false)] {
        let membership =
            json!([{ "id": id, "name": "A", "enabled": true, "status": 2, "type": 0, "key": provider.key }]);
        let lists = ["/organizations", "/organizationsNew"].map(|list| (list, membership.clone()));
        let api = page_with_faults(altered(PROFILE, lists));
        let keyring = open(&api, ADMIN).await.keyring;
        let slot = Slot::Organization(OrganizationId::parse(id).unwrap());
        let contradiction = Failure::Crypto(CryptoError::Refused(Refusal::Inconsistent));
        assert_eq!(keyring.key(&slot).err(), Some(contradiction), "{id}");
        assert_eq!(
            keyring.key(&Slot::Provider(provider.id.clone())).is_ok(),
            provider_stays,
            "{id}"
        );
    }
}

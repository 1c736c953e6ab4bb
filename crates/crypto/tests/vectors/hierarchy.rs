//! The vectors of §5 and §7: the way from a password to a client's data, and the bodies that hand keys on.

use std::collections::BTreeMap;

use portal_crypto::account::{AccountKeys, open_private_key};
use portal_crypto::encoding::to_base64;
use portal_crypto::kdf::{derive_blocking, normalise_salt};
use portal_crypto::{EncString, PrivateKey, SharedKey, SymmetricKey};
use serde_json::{Value, json};

use crate::support::{API_KDF, Outcome, Refused, kdf, key, rsa, shown, text};

fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .unwrap_or_else(|| panic!("no list at {pointer}"))
}

fn open_shared(own: &PrivateKey, shared: &str) -> Result<SymmetricKey, Refused> {
    Ok(own.open_blocking(&SharedKey::parse(shared)?)?)
}

/// An organization's or a V1 user's private key out of its EncString.
fn unwrap_rsa(wrapped: &str, under: &SymmetricKey) -> Result<PrivateKey, Refused> {
    let pkcs8 = EncString::new(wrapped).decrypt_bytes(under)?;
    Ok(PrivateKey::from_pkcs8_blocking(&pkcs8)?)
}

pub fn provider_chain(input: &Value, _: &Value) -> Outcome {
    let unlock = &input["masterPasswordUnlock"];
    let salt = normalise_salt(text(input, "/email"));
    assert_eq!(
        (salt.as_str(), salt.as_str()),
        (text(unlock, "/salt"), text(input, "/prelogin/salt"))
    );
    let password = text(input, "/password").as_bytes();
    let master = derive_blocking(password, &salt, &kdf(unlock, "/kdf", API_KDF)?)?;
    let user_key = master.unwrap_user_key(&EncString::new(text(unlock, "/masterKeyEncryptedUserKey")))?;

    let account = &input["accountKeys"];
    let stated = AccountKeys {
        wrapped_private_key: text(account, "/publicKeyEncryptionKeyPair/wrappedPrivateKey"),
        public_key: account["publicKeyEncryptionKeyPair"]["publicKey"].as_str(),
        has_signature_key_pair: !account["signatureKeyPair"].is_null(),
        has_security_state: !account["securityState"].is_null(),
    };
    let own = PrivateKey::from_pkcs8_blocking(&open_private_key(&stated, &user_key)?)?;
    assert_eq!(
        to_base64(own.spki()),
        text(account, "/publicKeyEncryptionKeyPair/publicKey")
    );

    let mut providers = BTreeMap::new();
    for provider in list(input, "/profile/providers") {
        providers.insert(text(provider, "/id"), open_shared(&own, text(provider, "/key"))?);
    }
    let mut organizations = BTreeMap::new();
    for organization in list(input, "/profile/providerOrganizations") {
        let provider = &providers[text(organization, "/providerId")];
        let key = portal_crypto::chain::open_client(text(organization, "/key"), provider)?;
        organizations.insert(text(organization, "/id"), key);
    }
    let organization = &organizations[text(input, "/collection/organizationId")];
    let organization_rsa = unwrap_rsa(text(input, "/organizationPrivateKey"), organization)?;
    let shown_organizations: BTreeMap<_, _> = organizations.iter().map(|(id, key)| (id, shown(key))).collect();
    Ok(json!({
        "passwordHash": master.server_hash(password),
        "userKey": shown(&user_key),
        "providerKey": providers.values().next().map(shown),
        "organizationKeys": shown_organizations,
        "organizationPublicKey": to_base64(organization_rsa.spki()),
        "collectionName": EncString::new(text(input, "/collection/name")).decrypt_text(organization)?,
    }))
}

pub fn provider_setup(input: &Value, _: &Value) -> Outcome {
    let key = open_shared(&rsa(input, "/privateKey")?, text(input, "/request/key"))?;
    Ok(json!({ "providerKey": shown(&key) }))
}

pub fn client_organization(input: &Value, _: &Value) -> Outcome {
    let request = &input["request"];
    let organization = portal_crypto::chain::open_client(text(request, "/key"), &key(input, "/providerKey")?)?;
    let mut got = json!({ "organizationKey": shown(&organization) });
    if request["keyPair"].is_object() {
        let pair = unwrap_rsa(text(request, "/keyPair/encryptedPrivateKey"), &organization)?;
        let public = to_base64(pair.spki());
        assert_eq!(public, text(request, "/keyPair/publicKey"));
        got["publicKey"] = public.into();
        let name = EncString::new(text(request, "/collectionName"));
        got["collectionName"] = name.decrypt_text(&organization)?.into();
    }
    Ok(got)
}

pub fn confirm(input: &Value, _: &Value) -> Outcome {
    let own = rsa(input, "/privateKey")?;
    assert_eq!(to_base64(own.spki()), text(input, "/publicKey"));
    let key = open_shared(&own, text(input, "/request/key"))?;
    let mut got = json!({ "key": shown(&key) });
    if let Some(name) = input["request"]["defaultUserCollectionName"].as_str() {
        got["defaultUserCollectionName"] = EncString::new(name).decrypt_text(&key)?.into();
    }
    Ok(got)
}

pub fn enrolment(input: &Value, _: &Value) -> Outcome {
    let organization = rsa(input, "/organizationPrivateKey")?;
    assert_eq!(to_base64(organization.spki()), text(input, "/organizationPublicKey"));
    let key = open_shared(&organization, text(input, "/request/resetPasswordKey"))?;
    Ok(json!({ "userKey": shown(&key) }))
}

pub fn recovery(input: &Value, _: &Value) -> Outcome {
    let (details, legacy) = (&input["details"], &input["legacyRequest"]);
    let (proof, unlock) = (&input["request"]["authenticationData"], &input["request"]["unlockData"]);
    let organization = unwrap_rsa(text(details, "/encryptedPrivateKey"), &key(input, "/organizationKey")?)?;
    let user_key = open_shared(&organization, text(details, "/resetPasswordKey"))?;

    let names = ["kdf", "kdfIterations", "kdfMemory", "kdfParallelism"];
    let settings = kdf(details, "", names)?;
    assert_eq!(settings, kdf(proof, "/kdf", API_KDF)?);
    assert_eq!(settings, kdf(unlock, "/kdf", API_KDF)?);
    let salt = text(details, "/masterPasswordSalt");
    assert_eq!((salt, salt), (text(proof, "/salt"), text(unlock, "/salt")));

    let password = text(input, "/newPassword").as_bytes();
    let master = derive_blocking(password, salt, &settings)?;
    let hash = master.server_hash(password);
    assert_eq!(hash, text(proof, "/masterPasswordAuthenticationHash"));
    assert_eq!(hash, text(legacy, "/newMasterPasswordHash"));
    for wrapped in [text(unlock, "/masterKeyWrappedUserKey"), text(legacy, "/key")] {
        assert!(master.unwrap_user_key(&EncString::new(wrapped))? == user_key);
    }
    assert_eq!(text(unlock, "/containedKeyId"), user_key.key_id());
    Ok(json!({
        "userKey": shown(&user_key),
        "newMasterPasswordHash": hash,
        "containedKeyId": user_key.key_id(),
    }))
}

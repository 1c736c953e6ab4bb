//! From a password to an open session: key derivation, the password grant with its second steps, unlocking after a
//! lock or reload. No signals; runs on the host in `tests/api`. Sources: contract/identity.md, crypto.md 1 and 5.

use std::sync::Arc;

use portal_crypto::kdf::{self, normalise_salt};
use portal_crypto::{CryptoError, EncString, Kdf, MasterKey, Refusal, SymmetricKey};
use zeroize::Zeroizing;

use super::claims;
use super::failure::Failure;
use super::keyring::{Keyring, Slot};
use super::state::{Account, Open};
use super::storage::{KdfNumbers, Stored};
use crate::api::accounts::ProfileRecord;
use crate::api::config::ServerKind;
use crate::api::identity::{Challenge, GrantAnswer, Granted, KdfRecord, PasswordGrant, SecondStep};
use crate::api::ids::UserId;
use crate::api::transport::Local;
use crate::api::{Api, Token, Tokens};

/// The purpose of the key that seals the refresh token for a reload.
const SEAL: &str = "provider portal: refresh token of this tab, v1";

/// Where Argon2id runs: a worker in the browser, this thread on the host.
pub trait Derive {
    fn argon2id<'a>(
        &'a self,
        password: &'a [u8],
        salt: &'a str,
        iterations: u32,
        memory_mib: u32,
        parallelism: u32,
    ) -> Local<'a, Result<MasterKey, Failure>>;
}

/// Argon2id on the calling thread.
pub struct Here;

impl Derive for Here {
    fn argon2id<'a>(
        &'a self,
        password: &'a [u8],
        salt: &'a str,
        iterations: u32,
        memory_mib: u32,
        parallelism: u32,
    ) -> Local<'a, Result<MasterKey, Failure>> {
        Box::pin(async move { Ok(kdf::argon2id(password, salt, iterations, memory_mib, parallelism)?) })
    }
}

async fn derive(derive: &dyn Derive, password: &[u8], salt: &str, kdf: &Kdf) -> Result<MasterKey, Failure> {
    match *kdf {
        Kdf::Pbkdf2 { iterations } => Ok(kdf::pbkdf2(password, salt, iterations).await?),
        Kdf::Argon2id {
            iterations,
            memory_mib,
            parallelism,
        } => {
            kdf.check()?;
            derive
                .argon2id(password, salt, iterations, memory_mib, parallelism)
                .await
        }
    }
}

fn bounded(record: &KdfRecord) -> Result<Kdf, CryptoError> {
    Kdf::from_parts(record.kdf_type, record.iterations, record.memory, record.parallelism)
}

/// A password that has been derived but not accepted yet: carries the sign-in over its second steps.
pub struct Pending {
    email: String,
    password: Zeroizing<String>,
    salt: String,
    kdf: Kdf,
    master_key: MasterKey,
    hash: Zeroizing<String>,
}

/// What became of a submitted sign-in.
pub enum Answer {
    Open(Box<Open>),
    SecondStep(Challenge),
    /// A code to confirm this device was mailed.
    NewDevice,
}

/// Asks for the KDF settings, bounds them before anything is derived, and derives. The address goes out as servers keep it, however
/// it was typed: trimmed, in lower case (crypto.md 1.1).
pub async fn begin(api: &Api, by: &dyn Derive, email: &str, password: Zeroizing<String>) -> Result<Pending, Failure> {
    let email = normalise_salt(email);
    let prelogin = api.prelogin(&email).await?;
    let kdf = bounded(&prelogin.kdf)?;
    let salt = prelogin.salt.as_deref().map_or_else(|| email.clone(), normalise_salt);
    let master_key = derive(by, password.as_bytes(), &salt, &kdf).await?;
    let hash = Zeroizing::new(master_key.server_hash(password.as_bytes()));
    Ok(Pending {
        email,
        password,
        salt,
        kdf,
        master_key,
        hash,
    })
}

impl Pending {
    /// The address as it is sent.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// Has the second-step code mailed.
    pub async fn send_email_code(&self, api: &Api) -> Result<(), Failure> {
        Ok(api.send_email_code(&self.email, &self.hash).await?)
    }

    /// Has the new-device code mailed again.
    pub async fn resend_device_code(&self, api: &Api) -> Result<(), Failure> {
        Ok(api.resend_device_code(&self.email, &self.hash).await?)
    }

    /// Asks for tokens; on success opens every key.
    pub async fn submit(
        &self,
        api: &Api,
        by: &dyn Derive,
        second: Option<&SecondStep>,
        device_code: Option<&str>,
    ) -> Result<Answer, Failure> {
        let grant = PasswordGrant {
            email: &self.email,
            hash: &self.hash,
            second,
            new_device_code: device_code,
        };
        match api.password_grant(&grant).await? {
            GrantAnswer::Granted(granted) => Ok(Answer::Open(Box::new(self.open(api, by, *granted).await?))),
            GrantAnswer::SecondStep(challenge) => Ok(Answer::SecondStep(challenge)),
            GrantAnswer::NewDevice => Ok(Answer::NewDevice),
            GrantAnswer::WrongPassword => Err(Failure::WrongPassword),
            GrantAnswer::WrongCode => Err(Failure::WrongCode),
            GrantAnswer::WrongDeviceCode => Err(Failure::WrongDeviceCode),
            GrantAnswer::Refused(said) => Err(Failure::SignInRefused(said)),
        }
    }

    async fn open(&self, api: &Api, by: &dyn Derive, granted: Granted) -> Result<Open, Failure> {
        if granted.force_password_reset {
            return Err(Failure::MustChangePassword);
        }
        if !granted.has_master_password {
            return Err(Failure::NoMasterPassword);
        }
        let wrapped = granted.wrapped_user_key.ok_or(Failure::LegacyAccount)?;
        // The settings that belong to the wrapped key may differ from those asked for before sign-in (crypto.md 1.1).
        let salt = granted
            .salt
            .map_or_else(|| self.salt.clone(), |salt| normalise_salt(&salt));
        let kdf = granted.kdf.as_ref().map_or(Ok(self.kdf), bounded)?;
        let again;
        let master_key = if salt == self.salt && kdf == self.kdf {
            &self.master_key
        } else {
            again = derive(by, self.password.as_bytes(), &salt, &kdf).await?;
            &again
        };
        let user_key = master_key
            .unwrap_user_key(&EncString::new(&wrapped))
            .map_err(|error| match error {
                CryptoError::Refused(Refusal::WeakType) => Failure::WeaklySealed,
                _ => Failure::KeysDamaged,
            })?;
        api.set_tokens(Some(granted.tokens));
        let opened = open(api, Whose::Address(&self.email), user_key, kdf, salt, wrapped).await;
        if opened.is_err() {
            api.set_tokens(None);
        }
        opened
    }
}

/// Opens a locked session with the master password: first the user key, without the server; then the sealed refresh
/// token, new rights and the keys.
pub async fn unlock(api: &Api, by: &dyn Derive, stored: &Stored, password: &str) -> Result<Open, Failure> {
    let kdf = stored.kdf.kdf()?;
    let master_key = derive(by, password.as_bytes(), &stored.salt, &kdf).await?;
    let user_key = master_key
        .unwrap_user_key(&EncString::new(&stored.wrapped_user_key))
        .map_err(|_| Failure::WrongPassword)?;
    let refresh = EncString::new(&stored.sealed_refresh)
        .decrypt_text(&user_key.derive_local(SEAL))
        .map_err(|_| Failure::KeysDamaged)?;
    // An access token that has ended already makes the first call refresh.
    let tokens = Tokens {
        access: Token::new(String::new()),
        refresh: Token::new(refresh),
        expires_ms: 0.0,
    };
    api.set_tokens(Some(tokens));
    let (salt, wrapped) = (stored.salt.clone(), stored.wrapped_user_key.clone());
    let opened = open(api, Whose::Account(&stored.account), user_key, kdf, salt, wrapped).await;
    if opened.is_err() {
        api.set_tokens(None);
    }
    opened
}

/// Who is expected to be signed in: whoever typed this address, or the account that was locked.
enum Whose<'a> {
    Address(&'a str),
    Account(&'a UserId),
}

impl Whose<'_> {
    fn is(&self, profile: &ProfileRecord) -> bool {
        match self {
            Self::Address(typed) => profile.email.trim().to_lowercase() == typed.trim().to_lowercase(),
            Self::Account(id) => profile.id == **id,
        }
    }
}

async fn open(
    api: &Api,
    whose: Whose<'_>,
    user_key: SymmetricKey,
    kdf: Kdf,
    salt: String,
    wrapped: String,
) -> Result<Open, Failure> {
    let (profile, server) = futures::join!(api.profile(), api.server_kind());
    let profile = profile?;
    // A server that doesn't say what it is can be administered; what depends on it asks again.
    let server = server.unwrap_or(ServerKind::Other);
    let told = api.tokens().and_then(|tokens| claims::account(&tokens.access));
    if !whose.is(&profile) || told.is_some_and(|told| told != profile.id) {
        return Err(Failure::OtherAccount);
    }
    let keyring = Keyring::open(user_key, &profile).await?;
    let account = Account {
        id: profile.id.clone(),
        email: profile.email.clone(),
        name: profile.name.clone().filter(|name| !name.trim().is_empty()),
    };
    let kdf = KdfNumbers::of(&kdf);
    Ok(Open {
        account,
        server,
        keyring: Arc::new(keyring),
        profile: Arc::new(profile),
        kdf,
        salt,
        wrapped_user_key: wrapped,
    })
}

/// What a reload needs to ask for nothing but the password: wrapped things only.
pub fn seal(open: &Open, tokens: &Tokens) -> Result<Stored, Failure> {
    let key = open.keyring.key(&Slot::User)?.derive_local(SEAL);
    Ok(Stored {
        account: open.account.id.clone(),
        email: open.account.email.clone(),
        name: open.account.name.clone(),
        kdf: open.kdf,
        salt: open.salt.clone(),
        wrapped_user_key: open.wrapped_user_key.clone(),
        sealed_refresh: EncString::encrypt_text(tokens.refresh.reveal(), &key)?.to_string(),
    })
}

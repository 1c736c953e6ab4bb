//! The steps from a person's private key to a client's key (§5). Two ways lead to an organization key and they never
//! mix: under the provider key (symmetric), or shared to a member (RSA).

use crate::enc_string::EncString;
use crate::error::Result;
use crate::key::SymmetricKey;
use crate::rsa::{PrivateKey, SharedKey};

/// `profile.providers[].key`, or `profile.organizations[].key` of an own membership: shared to the person's public key.
pub async fn open_shared(key: &str, own: &PrivateKey) -> Result<SymmetricKey> {
    own.open(&SharedKey::parse(key)?).await
}

/// `profile.providerOrganizations[].key`: wrapped with the provider key.
pub fn open_client(key: &str, provider: &SymmetricKey) -> Result<SymmetricKey> {
    EncString::parse_strict(key)?.unwrap_key(provider)
}

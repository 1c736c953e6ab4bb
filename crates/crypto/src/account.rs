//! The signed-in person's own key pair (§5, §11.1): V1 and V2 accounts, and answers that contradict themselves.

use zeroize::Zeroizing;

use crate::enc_string::EncString;
use crate::error::{CryptoError, Refusal, Result};
use crate::key::SymmetricKey;

/// The account's keys as the server states them.
pub struct AccountKeys<'a> {
    pub wrapped_private_key: &'a str,
    pub has_signature_key_pair: bool,
    pub has_security_state: bool,
}

/// The private key (PKCS #8 DER). An account is V2 exactly if the wrapped private key is type 7; then signature key and
/// security state must be there, and on a V1 account neither may be.
pub fn open_private_key(keys: &AccountKeys<'_>, user_key: &SymmetricKey) -> Result<Zeroizing<Vec<u8>>> {
    let wrapped = EncString::new(keys.wrapped_private_key);
    let (signed, stated) = (keys.has_signature_key_pair, keys.has_security_state);
    let consistent = if wrapped.is_v2() {
        signed && stated
    } else {
        !signed && !stated
    };
    if !consistent || wrapped.is_v2() != user_key.is_v2() {
        return Err(CryptoError::Refused(Refusal::Inconsistent));
    }
    wrapped.decrypt_bytes(user_key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::System;

    #[test]
    fn an_account_is_v1_or_v2_in_all_its_parts_or_refused() {
        let v1 = SymmetricKey::generate().expect("random bytes");
        let v2 = SymmetricKey::generate_v2_with(&mut System).expect("random bytes");
        for sealed_by in [&v1, &v2] {
            let wrapped = EncString::encrypt_private_key(b"der", sealed_by, &mut System).expect("sealed");
            for (user_key, signed, stated) in [&v1, &v2]
                .into_iter()
                .flat_map(|key| [false, true].map(|signed| [false, true].map(|stated| (key, signed, stated))))
                .flatten()
            {
                let keys = AccountKeys {
                    wrapped_private_key: wrapped.as_str(),
                    has_signature_key_pair: signed,
                    has_security_state: stated,
                };
                let consistent = user_key == sealed_by && signed == user_key.is_v2() && stated == user_key.is_v2();
                let opened = open_private_key(&keys, user_key);
                if consistent {
                    assert_eq!(opened.expect("consistent").as_slice(), b"der");
                } else {
                    assert_eq!(opened.err(), Some(CryptoError::Refused(Refusal::Inconsistent)));
                }
            }
        }
    }
}

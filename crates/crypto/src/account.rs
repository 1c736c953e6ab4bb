//! The signed-in person's own key pair (§5, §11.1): V1 and V2 accounts, and answers that contradict themselves.

use zeroize::Zeroizing;

use crate::enc_string::EncString;
use crate::encoding::from_base64;
use crate::error::{CryptoError, Refusal, Result};
use crate::key::SymmetricKey;
use crate::rsa::is_pair;

/// The account's keys as the server states them.
pub struct AccountKeys<'a> {
    pub wrapped_private_key: &'a str,
    /// SPKI in base64, where the server states it: nothing is encrypted to it, but it must fit.
    pub public_key: Option<&'a str>,
    pub has_signature_key_pair: bool,
    pub has_security_state: bool,
}

/// The private key (PKCS #8 DER). An account is V2 exactly if the wrapped private key is type 7; then signature key and
/// security state must be there, and on a V1 account neither may be. A public key that isn't the private one's is refused:
/// others would share keys to it.
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
    let private = wrapped.decrypt_bytes(user_key)?;
    let fits = |public: &str| from_base64(public).is_ok_and(|spki| is_pair(&private, &spki));
    if keys.public_key.is_none_or(fits) {
        Ok(private)
    } else {
        Err(CryptoError::Refused(Refusal::Inconsistent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::to_base64;
    use crate::random::System;
    use crate::rsa::generate_pair_blocking;

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
                    public_key: None,
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

    #[test]
    fn a_public_key_that_is_not_the_private_keys_is_refused() {
        let user_key = SymmetricKey::generate().expect("random bytes");
        let (own, foreign) = (generate_pair_blocking().unwrap(), generate_pair_blocking().unwrap());
        let wrapped = EncString::encrypt_private_key(&own.pkcs8, &user_key, &mut System).expect("sealed");
        let open = |public_key: Option<&str>| {
            let keys = AccountKeys {
                wrapped_private_key: wrapped.as_str(),
                public_key,
                has_signature_key_pair: false,
                has_security_state: false,
            };
            open_private_key(&keys, &user_key).map(drop)
        };
        let refused = Err(CryptoError::Refused(Refusal::Inconsistent));
        assert_eq!(open(Some(&to_base64(&own.spki))), Ok(()));
        assert_eq!(open(Some(&to_base64(&foreign.spki))), refused);
        assert_eq!(open(Some("no base64")), refused);
    }
}

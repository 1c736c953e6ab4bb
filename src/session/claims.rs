//! Whose an access token is. Read to notice answers that contradict each other; who signed it, only the server can tell.
//! Source: contract/identity.md 4.

use portal_crypto::encoding::from_base64_url;

use crate::api::Token;
use crate::api::ids::UserId;
use crate::json::{self, record};

record! {
    struct Claims {
        sub: Option<String>,
    }
}

/// The account that a token names; none where it is no JWT or names nobody.
pub fn account(token: &Token) -> Option<UserId> {
    let claims = token.reveal().split('.').nth(1)?;
    let claims: Claims = json::from_slice(&from_base64_url(claims).ok()?).ok()?;
    UserId::parse(&claims.sub?)
}

#[cfg(test)]
mod tests {
    use portal_crypto::encoding::to_base64_url;

    use super::*;

    #[test]
    fn the_account_of_a_token_is_its_subject_and_other_texts_have_none() {
        let of = |claims: &str| account(&Token::new(format!("e30.{}.sig", to_base64_url(claims.as_bytes()))));
        let id = "6f2c5f7e-2e54-4a0c-9a3f-b1d600a1c001";
        assert_eq!(of(&format!(r#"{{"sub":"{id}","exp":1}}"#)), UserId::parse(id));
        for other in [r#"{"exp":1}"#, r#"{"sub":null}"#, r#"{"sub":"somebody"}"#, "no json"] {
            assert_eq!(of(other), None, "{other}");
        }
        for opaque in ["", "8D4C", "a.b.c", "a.%.c"] {
            assert_eq!(account(&Token::new(opaque.to_owned())), None, "{opaque}");
        }
    }
}

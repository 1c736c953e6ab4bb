//! Sign-in: KDF settings, the token endpoint, codes by e-mail. Source: contract/identity.md sections 1 to 3.

use super::answer::Answer;
use super::client::{Api, Token, Tokens, accept};
use super::error::{ApiError, from_answer};
use crate::json::{self, Value, record};

const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";
const TOKEN: &str = "token answer";

record! {
    /// The KDF of an account as the server states it; unchecked until `portal_crypto::kdf` has bounded it.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct KdfRecord {
        pub kdf_type: i64,
        pub iterations: Option<i64>,
        /// MiB.
        pub memory: Option<i64>,
        pub parallelism: Option<i64>,
    }
}

record! {
    /// A token answer. Property names of this endpoint are in PascalCase, camelCase or with underscores, by server.
    struct TokenRecord {
        access_token: String,
        refresh_token: Option<String>,
        expires_in: u32 = 3600,
        key: Option<String>,
        kdf: Option<i64>,
        kdf_iterations: Option<i64>,
        kdf_memory: Option<i64>,
        kdf_parallelism: Option<i64>,
        user_decryption_options: Option<DecryptionRecord>,
        two_factor_token: Option<String>,
        force_password_reset: bool = false,
    }
}

record! {
    struct DecryptionRecord {
        has_master_password: bool = true,
        master_password_unlock: Option<UnlockRecord>,
    }
}

record! {
    struct UnlockRecord {
        kdf: Option<KdfRecord>,
        master_key_encrypted_user_key: Option<String>,
        salt: Option<String>,
    }
}

/// What is needed to derive the master key of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prelogin {
    pub kdf: KdfRecord,
    /// `None`: the trimmed lower-case e-mail address.
    pub salt: Option<String>,
}

record! {
    struct PreloginRecord {
        kdf: i64 = 0,
        kdf_iterations: Option<i64>,
        kdf_memory: Option<i64>,
        kdf_parallelism: Option<i64>,
        kdf_settings: Option<KdfRecord>,
        salt: Option<String>,
    }
}

/// A second step: the method's number (contract/identity.md 3) and its code.
#[derive(Clone, Debug)]
pub struct SecondStep {
    pub provider: i64,
    pub token: String,
    pub remember: bool,
}

/// The number of the recovery code among the second steps.
const RECOVERY: i64 = 8;

impl SecondStep {
    /// A code as a person typed or pasted it. A recovery code is written out in capitals and groups, and compared in small
    /// letters without gaps: by some servers after they have put it so themselves, by others as it comes.
    pub fn typed(provider: i64, code: &str) -> Self {
        let token = if provider == RECOVERY {
            let letters = code.chars().filter(|letter| letter.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        } else {
            code.trim().to_owned()
        };
        Self {
            provider,
            token,
            remember: false,
        }
    }
}

/// A password grant about to be asked for. `hash` is the server hash of crypto.md 1.3.
pub struct PasswordGrant<'a> {
    pub email: &'a str,
    pub hash: &'a str,
    pub second: Option<&'a SecondStep>,
    pub new_device_code: Option<&'a str>,
}

/// The e-mail part of a second-step challenge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Challenge {
    /// Method numbers the account has.
    pub providers: Vec<i64>,
    /// The redacted address codes go to, where e-mail is one of the methods.
    pub email: Option<String>,
}

/// A sign-in that worked.
#[derive(Clone, Debug)]
pub struct Granted {
    pub tokens: Tokens,
    /// User key wrapped by the master key; `None` on accounts this app can't open.
    pub wrapped_user_key: Option<String>,
    /// Salt and KDF that belong to the wrapped key.
    pub salt: Option<String>,
    pub kdf: Option<KdfRecord>,
    /// Token that spares the second step for 30 days, where asked for.
    pub remember_token: Option<Token>,
    pub force_password_reset: bool,
    pub has_master_password: bool,
}

/// What the token endpoint says to a password.
#[derive(Clone, Debug)]
pub enum GrantAnswer {
    Granted(Box<Granted>),
    /// A second step is wanted.
    SecondStep(Challenge),
    /// A code was mailed to confirm this new device.
    NewDevice,
    /// Unknown address or wrong password: the server doesn't tell which.
    WrongPassword,
    WrongCode,
    WrongDeviceCode,
    /// Sign-in refused for another reason; the server's words.
    Refused(String),
}

/// What the token endpoint says to a refresh token.
pub(super) enum RefreshAnswer {
    Granted(Tokens),
    Refused,
}

impl Api {
    /// KDF settings of an address; answers also for unknown ones. Falls back to the older path.
    pub async fn prelogin(&self, email: &str) -> Result<Prelogin, ApiError> {
        let body = json::texts(&[("email", email)]).into_bytes();
        let mut answer = self.identity("/accounts/prelogin/password", JSON, body.clone()).await?;
        if matches!(answer.status, 404 | 405) {
            answer = self.identity("/accounts/prelogin", JSON, body).await?;
        }
        let record: PreloginRecord = Answer::of("prelogin", accept(answer)?).read()?;
        let flat = KdfRecord {
            kdf_type: record.kdf,
            iterations: record.kdf_iterations,
            memory: record.kdf_memory,
            parallelism: record.kdf_parallelism,
        };
        let salt = record.salt.filter(|salt| !salt.trim().is_empty());
        Ok(Prelogin {
            kdf: record.kdf_settings.unwrap_or(flat),
            salt,
        })
    }

    /// Asks for tokens by password.
    pub async fn password_grant(&self, grant: &PasswordGrant<'_>) -> Result<GrantAnswer, ApiError> {
        let device = self.device();
        let kind = device.kind.to_string();
        let provider;
        let mut form = vec![
            ("grant_type", "password"),
            ("username", grant.email),
            ("password", grant.hash),
            ("scope", "api offline_access"),
            ("client_id", "web"),
            ("deviceType", &kind),
            ("deviceIdentifier", &device.identifier),
            ("deviceName", &device.name),
        ];
        if let Some(second) = grant.second {
            provider = second.provider.to_string();
            form.push(("twoFactorToken", &second.token));
            form.push(("twoFactorProvider", &provider));
            form.push(("twoFactorRemember", if second.remember { "1" } else { "0" }));
        }
        if let Some(code) = grant.new_device_code {
            form.push(("newDeviceOtp", code));
        }
        let answer = self.identity("/connect/token", FORM, encode(&form)).await?;
        match answer.status {
            200 => {
                let record = Answer::of(TOKEN, answer).read()?;
                granted(record, self.now_ms()).map(|granted| GrantAnswer::Granted(Box::new(granted)))
            }
            400 => {
                let value = json::parse(&answer.body).unwrap_or(Value::Null);
                Ok(refusal(&value, grant.second.is_some()))
            }
            status => Err(from_answer(status, &answer.body, answer.retry_after, answer.request_id)),
        }
    }

    pub(super) async fn refresh_grant(&self, token: &Token) -> Result<RefreshAnswer, ApiError> {
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", "web"),
            ("refresh_token", token.reveal()),
        ];
        let answer = self.identity("/connect/token", FORM, encode(&form)).await?;
        match answer.status {
            200 => {
                let record: TokenRecord = Answer::of(TOKEN, answer).read()?;
                // Some servers answer a refresh without repeating the refresh token.
                let repeated = record.refresh_token.is_some();
                let mut tokens = Tokens::of(
                    record.access_token,
                    record.refresh_token,
                    record.expires_in,
                    self.now_ms(),
                )?;
                if !repeated {
                    tokens.refresh = token.clone();
                }
                Ok(RefreshAnswer::Granted(tokens))
            }
            400 | 401 => Ok(RefreshAnswer::Refused),
            status => Err(from_answer(status, &answer.body, answer.retry_after, answer.request_id)),
        }
    }

    /// Has the second-step code mailed.
    pub async fn send_email_code(&self, email: &str, hash: &str) -> Result<(), ApiError> {
        let body = json::texts(&[
            ("email", email),
            ("masterPasswordHash", hash),
            ("deviceIdentifier", &self.device().identifier),
        ]);
        self.post_anonymous("/two-factor/send-email-login", body).await
    }

    /// Has the new-device code mailed again.
    pub async fn resend_device_code(&self, email: &str, hash: &str) -> Result<(), ApiError> {
        let body = json::texts(&[("email", email), ("masterPasswordHash", hash)]);
        self.post_anonymous("/accounts/resend-new-device-otp", body).await
    }
}

/// `application/x-www-form-urlencoded`: every byte outside the unreserved set as `%XX`.
fn encode(pairs: &[(&str, &str)]) -> Vec<u8> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = Vec::new();
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            out.push(b'&');
        }
        for (part, tail) in [(name, Some(b'=')), (value, None)] {
            for byte in part.bytes() {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    out.push(byte);
                } else {
                    let [high, low] = [byte >> 4, byte & 15].map(|half| HEX[usize::from(half)]);
                    out.extend([b'%', high, low]);
                }
            }
            out.extend(tail);
        }
    }
    out
}

fn text(value: &Value, name: &str) -> Option<String> {
    json::field(value, name)?.as_str().map(str::to_owned)
}

fn granted(record: TokenRecord, now_ms: f64) -> Result<Granted, ApiError> {
    let flat = record.kdf.map(|kdf_type| KdfRecord {
        kdf_type,
        iterations: record.kdf_iterations,
        memory: record.kdf_memory,
        parallelism: record.kdf_parallelism,
    });
    let has_master_password = record
        .user_decryption_options
        .as_ref()
        .is_none_or(|options| options.has_master_password);
    let unlock = record
        .user_decryption_options
        .and_then(|options| options.master_password_unlock);
    let (kdf, newer, salt) = unlock.map_or((None, None, None), |unlock| {
        (unlock.kdf, unlock.master_key_encrypted_user_key, unlock.salt)
    });
    // Two forms of one thing that differ are an inconsistent answer (crypto.md 5): stop.
    if newer.is_some() && record.key.is_some() && newer != record.key {
        return Err(ApiError::Unreadable {
            what: TOKEN,
            field: "key".to_owned(),
        });
    }
    Ok(Granted {
        tokens: Tokens::of(record.access_token, record.refresh_token, record.expires_in, now_ms)?,
        wrapped_user_key: newer.or(record.key),
        salt,
        kdf: kdf.or(flat),
        remember_token: record.two_factor_token.map(Token::new),
        force_password_reset: record.force_password_reset,
        has_master_password,
    })
}

fn refusal(value: &Value, with_code: bool) -> GrantAnswer {
    let said = json::field(value, "errorModel").and_then(|model| text(model, "message"));
    let description = text(value, "error_description").unwrap_or_default();
    if let Some(methods) = json::field(value, "twoFactorProviders2").and_then(Value::as_object) {
        let mut providers: Vec<i64> = methods.keys().filter_map(|key| key.parse().ok()).collect();
        providers.sort_unstable();
        let email = methods.get("1").and_then(|method| text(method, "email"));
        return GrantAnswer::SecondStep(Challenge { providers, email });
    }
    if text(value, "error").as_deref() == Some("device_error") {
        return match description.to_ascii_lowercase().as_str() {
            "new device verification required" => GrantAnswer::NewDevice,
            "invalid new device otp" => GrantAnswer::WrongDeviceCode,
            _ => GrantAnswer::Refused(said.unwrap_or(description)),
        };
    }
    if description.is_empty() && text(value, "error").is_none_or(|error| error.is_empty()) {
        return unkind_refusal(value, with_code);
    }
    if description == "invalid_username_or_password" {
        return match said {
            Some(said) if with_code && said.to_ascii_lowercase().contains("two-step") => GrantAnswer::WrongCode,
            Some(said) if said.to_ascii_lowercase().contains("two-step providers") => GrantAnswer::Refused(said),
            _ => GrantAnswer::WrongPassword,
        };
    }
    GrantAnswer::Refused(said.unwrap_or(description))
}

/// Servers without kinds of refusals say in words alone what is wrong, each in its own.
fn unkind_refusal(value: &Value, with_code: bool) -> GrantAnswer {
    let model = json::field(value, "errorModel").and_then(|model| text(model, "message"));
    let said = model.or_else(|| text(value, "message")).unwrap_or_default();
    // The password was right when a code was asked for.
    if with_code {
        GrantAnswer::WrongCode
    } else if said.to_ascii_lowercase().contains("password is incorrect") {
        GrantAnswer::WrongPassword
    } else {
        GrantAnswer::Refused(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_recovery_code_is_sent_in_small_letters_without_gaps_and_other_codes_as_they_are() {
        let of = |provider, code| SecondStep::typed(provider, code).token;
        for printed in [
            "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567",
            "abcd-efgh-ijkl-mnop-qrst-uvwx-yz23-4567\n",
            "\u{a0}AbCdEfGhIjKlMnOpQrStUvWxYz234567 ",
        ] {
            assert_eq!(of(8, printed), "abcdefghijklmnopqrstuvwxyz234567");
        }
        assert_eq!(of(0, " 123456\n"), "123456");
        assert_eq!(of(3, "cccccCCCbc"), "cccccCCCbc");
    }

    #[test]
    fn form_values_survive_plus_and_spaces() {
        let body = encode(&[("password", "a+b/c= d"), ("x", "å")]);
        assert_eq!(String::from_utf8(body).unwrap(), "password=a%2Bb%2Fc%3D%20d&x=%C3%A5");
    }

    #[test]
    fn token_answers_are_read_in_either_casing() {
        for body in [
            r#"{"access_token":"a","expires_in":3600,"refresh_token":"r","Key":"2.k","Kdf":0,"KdfIterations":600000}"#,
            r#"{"access_token":"a","expires_in":3600,"refresh_token":"r","key":"2.k","kdf":0,"kdfIterations":600000}"#,
        ] {
            let granted = granted(json::from_str(body).unwrap(), 0.0).unwrap();
            assert_eq!(granted.wrapped_user_key.as_deref(), Some("2.k"));
            assert_eq!(granted.kdf.unwrap().iterations, Some(600_000));
        }
    }

    #[test]
    fn the_contracts_token_answers_are_read() {
        let read = |text: &str| granted(json::from_str(text).unwrap(), 0.0).unwrap();
        let pbkdf2 = read(include_str!(
            "../../tests/contract/identity/token_password.response.json"
        ));
        assert!(pbkdf2.wrapped_user_key.is_some() && pbkdf2.has_master_password && !pbkdf2.force_password_reset);
        assert_eq!(pbkdf2.salt.as_deref(), Some("admin@msp.example"));
        let argon2id = read(include_str!(
            "../../tests/contract/identity/token_password_argon2id.response.json"
        ));
        assert_eq!(argon2id.kdf.unwrap().kdf_type, 1);
        let refreshed: TokenRecord = json::from_str(include_str!(
            "../../tests/contract/identity/token_refresh.response.json"
        ))
        .unwrap();
        assert!(!refreshed.access_token.is_empty());
    }

    #[test]
    fn an_answer_in_another_casing_and_a_flat_one_without_newer_parts_are_read() {
        let cased = include_str!("../../tests/contract/vaultwarden/token_password.response.json");
        let read = granted(json::from_str(cased).unwrap(), 0.0).unwrap();
        assert!(read.wrapped_user_key.is_some() && read.salt.is_some());
        let flat = include_str!("../../tests/contract/identity/token_password_older.response.json");
        let read = granted(json::from_str(flat).unwrap(), 0.0).unwrap();
        assert!(read.wrapped_user_key.is_some() && read.salt.is_none() && read.has_master_password);
        assert_eq!(read.kdf.unwrap().iterations, Some(600_000));
        let flat = include_str!("../../tests/contract/identity/prelogin_older.response.json");
        let read: PreloginRecord = json::from_str(flat).unwrap();
        assert!(read.kdf_settings.is_none() && read.salt.is_none() && read.kdf_iterations.is_some());
    }

    #[test]
    fn a_refusal_without_a_kind_is_understood_by_what_was_asked() {
        let wrong = include_str!("../../tests/contract/vaultwarden/wrong_password.error.json");
        let code = include_str!("../../tests/contract/vaultwarden/wrong_second_step.error.json");
        let read = |body: &str, with_code| refusal(&json::from_str(body).unwrap(), with_code);
        assert!(matches!(read(wrong, false), GrantAnswer::WrongPassword));
        assert!(matches!(read(code, true), GrantAnswer::WrongCode));
        let blocked = r#"{"error":"","errorModel":{"message":"This user has been disabled"}}"#;
        assert!(matches!(read(blocked, false), GrantAnswer::Refused(said) if said.contains("disabled")));
        assert!(matches!(read("{}", false), GrantAnswer::Refused(said) if said.is_empty()));
    }

    #[test]
    fn an_answer_with_two_different_user_keys_is_refused() {
        let body = r#"{"access_token":"a","Key":"2.k","UserDecryptionOptions":{"MasterPasswordUnlock":
            {"MasterKeyEncryptedUserKey":"2.other","Salt":"s","Kdf":{"KdfType":0,"Iterations":600000}}}}"#;
        assert!(granted(json::from_str(body).unwrap(), 0.0).is_err());
    }

    #[test]
    fn a_token_answer_with_numbers_beyond_all_measure_is_read_or_refused_and_ends_nothing() {
        let read = |more: &str| {
            let record = json::from_str(&format!(r#"{{"access_token":"a.b.c"{more}}}"#)).map_err(drop)?;
            granted(record, 1.8e12).map_err(drop)
        };
        let expires =
            |seconds: &str| read(&format!(r#","expires_in":{seconds}"#)).map(|granted| granted.tokens.expires_ms);
        assert_eq!(expires("0"), Ok(1.8e12));
        assert!(expires("4294967295").is_ok_and(f64::is_finite));
        for absurd in ["-1", "4294967296", "1e300", "1e999", "\"soon\"", "[]"] {
            assert_eq!(expires(absurd), Err(()), "{absurd}");
        }
        assert!(read(r#","Kdf":0,"KdfIterations":9223372036854775807"#).is_ok());
        assert!(read(r#","Kdf":0,"KdfIterations":9223372036854775808"#).is_err());
        let deep = format!(r#","Key":{}{}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert!(read(&deep).is_err());
    }

    #[test]
    fn every_refusal_of_the_token_endpoint_has_its_meaning() {
        let read = |body: &str, code| refusal(&json::from_str(body).unwrap(), code);
        let wrong = r#"{"error":"invalid_grant","error_description":"invalid_username_or_password","ErrorModel":{"Message":"Username or password is incorrect. Try again.","Object":"error"}}"#;
        assert!(matches!(read(wrong, false), GrantAnswer::WrongPassword));
        let code = r#"{"error":"invalid_grant","error_description":"invalid_username_or_password","ErrorModel":{"Message":"Two-step token is invalid. Try again."}}"#;
        assert!(matches!(read(code, true), GrantAnswer::WrongCode));
        let second = r#"{"error":"invalid_grant","error_description":"Two factor required.","TwoFactorProviders":["0","1"],"TwoFactorProviders2":{"0":null,"1":{"Email":"ad***@msp.example"}}}"#;
        let GrantAnswer::SecondStep(challenge) = read(second, false) else {
            panic!("second step")
        };
        assert_eq!(
            (challenge.providers, challenge.email.as_deref()),
            (vec![0, 1], Some("ad***@msp.example"))
        );
        let device = r#"{"error":"device_error","error_description":"New device verification required","ErrorModel":{"Message":"new device verification required"}}"#;
        assert!(matches!(read(device, false), GrantAnswer::NewDevice));
        let sso = r#"{"error":"invalid_grant","error_description":"Sso authentication is required.","ErrorModel":{"Message":"Sso authentication is required."}}"#;
        assert!(matches!(read(sso, false), GrantAnswer::Refused(text) if text.contains("Sso")));
    }
}

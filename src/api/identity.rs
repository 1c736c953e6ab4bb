//! Sign-in: KDF settings, the token endpoint, codes by e-mail. Source: contract/identity.md sections 1 to 3.

use serde::Deserialize;
use serde_json::Value;

use super::client::{Api, Token, Tokens, accept, read};
use super::error::{ApiError, from_answer};

const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

/// The KDF of an account as the server states it; unchecked until `portal_crypto::kdf` has bounded it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KdfRecord {
    #[serde(alias = "kdftype")]
    pub kdf_type: i64,
    #[serde(default)]
    pub iterations: Option<i64>,
    /// MiB.
    #[serde(default)]
    pub memory: Option<i64>,
    #[serde(default)]
    pub parallelism: Option<i64>,
}

/// What is needed to derive the master key of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prelogin {
    pub kdf: KdfRecord,
    /// `None`: the trimmed lower-case e-mail address.
    pub salt: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PreloginRecord {
    #[serde(default)]
    kdf: i64,
    kdf_iterations: Option<i64>,
    kdf_memory: Option<i64>,
    kdf_parallelism: Option<i64>,
    kdf_settings: Option<KdfRecord>,
    salt: Option<String>,
}

/// A second step: the method's number (contract/identity.md 3) and its code.
#[derive(Clone, Debug)]
pub struct SecondStep {
    pub provider: i64,
    pub token: String,
    pub remember: bool,
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
        let body = serde_json::json!({ "email": email }).to_string().into_bytes();
        let mut answer = self.identity("/accounts/prelogin/password", JSON, body.clone()).await?;
        if matches!(answer.status, 404 | 405) {
            answer = self.identity("/accounts/prelogin", JSON, body).await?;
        }
        let record: PreloginRecord = read("prelogin", &accept(answer)?.body)?;
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
        let value = fold(&answer.body);
        match answer.status {
            200 => granted(&value, self.now_ms()).map(|granted| GrantAnswer::Granted(Box::new(granted))),
            400 => Ok(refusal(&value, grant.second.is_some())),
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
                let value = fold(&answer.body);
                let mut tokens = tokens(&value, self.now_ms());
                // Some servers answer a refresh without repeating the refresh token.
                if let (Ok(tokens), None) = (&mut tokens, text(&value, "refresh_token")) {
                    tokens.refresh = token.clone();
                }
                tokens.map(RefreshAnswer::Granted)
            }
            400 | 401 => Ok(RefreshAnswer::Refused),
            status => Err(from_answer(status, &answer.body, answer.retry_after, answer.request_id)),
        }
    }

    /// Has the second-step code mailed.
    pub async fn send_email_code(&self, email: &str, hash: &str) -> Result<(), ApiError> {
        let body = serde_json::json!({
            "email": email, "masterPasswordHash": hash, "deviceIdentifier": self.device().identifier,
        });
        self.post_anonymous("/two-factor/send-email-login", &body).await
    }

    /// Has the new-device code mailed again.
    pub async fn resend_device_code(&self, email: &str, hash: &str) -> Result<(), ApiError> {
        let body = serde_json::json!({ "email": email, "masterPasswordHash": hash });
        self.post_anonymous("/accounts/resend-new-device-otp", &body).await
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

/// The answer with every property name in lower case: casing at this endpoint differs between servers.
fn fold(body: &[u8]) -> Value {
    fn lower(value: Value) -> Value {
        match value {
            Value::Object(map) => Value::Object(
                map.into_iter()
                    .map(|(name, value)| (name.to_ascii_lowercase(), lower(value)))
                    .collect(),
            ),
            Value::Array(list) => Value::Array(list.into_iter().map(lower).collect()),
            other => other,
        }
    }
    serde_json::from_slice(body).map_or(Value::Null, lower)
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn missing(field: &str) -> ApiError {
    ApiError::Unreadable {
        what: "token answer",
        field: field.to_owned(),
    }
}

fn tokens(value: &Value, now_ms: f64) -> Result<Tokens, ApiError> {
    let seconds = value.get("expires_in").and_then(Value::as_f64).unwrap_or(3600.0);
    Ok(Tokens {
        access: Token::new(text(value, "access_token").ok_or_else(|| missing("access_token"))?),
        refresh: Token::new(text(value, "refresh_token").unwrap_or_default()),
        expires_ms: now_ms + seconds * 1000.0,
    })
}

fn kdf(value: &Value, names: [&str; 4]) -> Option<KdfRecord> {
    let number = |name| value.get(name).and_then(Value::as_i64);
    Some(KdfRecord {
        kdf_type: number(names[0])?,
        iterations: number(names[1]),
        memory: number(names[2]),
        parallelism: number(names[3]),
    })
}

fn granted(value: &Value, now_ms: f64) -> Result<Granted, ApiError> {
    let options = value.get("userdecryptionoptions");
    let unlock = options
        .and_then(|options| options.get("masterpasswordunlock"))
        .filter(|unlock| !unlock.is_null());
    let newer = unlock.and_then(|unlock| text(unlock, "masterkeyencrypteduserkey"));
    let older = text(value, "key");
    // Two forms of one thing that differ are an inconsistent answer (crypto.md 5): stop.
    if newer.is_some() && older.is_some() && newer != older {
        return Err(missing("Key"));
    }
    Ok(Granted {
        tokens: tokens(value, now_ms)?,
        wrapped_user_key: newer.or(older),
        salt: unlock.and_then(|unlock| text(unlock, "salt")),
        kdf: unlock
            .and_then(|unlock| unlock.get("kdf"))
            .and_then(|record| kdf(record, ["kdftype", "iterations", "memory", "parallelism"]))
            .or_else(|| kdf(value, ["kdf", "kdfiterations", "kdfmemory", "kdfparallelism"])),
        remember_token: text(value, "twofactortoken").map(Token::new),
        force_password_reset: value
            .get("forcepasswordreset")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        has_master_password: options
            .and_then(|options| options.get("hasmasterpassword"))
            .and_then(Value::as_bool)
            .unwrap_or(true),
    })
}

fn refusal(value: &Value, with_code: bool) -> GrantAnswer {
    let said = value.get("errormodel").and_then(|model| text(model, "message"));
    let description = text(value, "error_description").unwrap_or_default();
    if let Some(methods) = value.get("twofactorproviders2").and_then(Value::as_object) {
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
    if description == "invalid_username_or_password" {
        return match said {
            Some(said) if with_code && said.to_ascii_lowercase().contains("two-step") => GrantAnswer::WrongCode,
            Some(said) if said.to_ascii_lowercase().contains("two-step providers") => GrantAnswer::Refused(said),
            _ => GrantAnswer::WrongPassword,
        };
    }
    GrantAnswer::Refused(said.unwrap_or(description))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let granted = granted(&fold(body.as_bytes()), 0.0).unwrap();
            assert_eq!(granted.wrapped_user_key.as_deref(), Some("2.k"));
            assert_eq!(granted.kdf.unwrap().iterations, Some(600_000));
        }
    }

    #[test]
    fn an_answer_with_two_different_user_keys_is_refused() {
        let body = r#"{"access_token":"a","Key":"2.k","UserDecryptionOptions":{"MasterPasswordUnlock":
            {"MasterKeyEncryptedUserKey":"2.other","Salt":"s","Kdf":{"KdfType":0,"Iterations":600000}}}}"#;
        assert!(granted(&fold(body.as_bytes()), 0.0).is_err());
    }

    #[test]
    fn every_refusal_of_the_token_endpoint_has_its_meaning() {
        let read = |body: &str, code| refusal(&fold(body.as_bytes()), code);
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

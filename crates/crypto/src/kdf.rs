//! From a password to the master key (§1): bounds first, then PBKDF2 by the platform or Argon2id here.

use crate::error::{CryptoError, Refusal, Result};
use crate::master_key::MasterKey;
use crate::primitive::sha256;

/// How an account's master key is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kdf {
    Pbkdf2 {
        iterations: u32,
    },
    /// `memory_mib` in MiB.
    Argon2id {
        iterations: u32,
        memory_mib: u32,
        parallelism: u32,
    },
}

impl Kdf {
    /// What new accounts get.
    pub const DEFAULT: Self = Self::Pbkdf2 { iterations: 600_000 };

    /// Reads the server's numbers and bounds them at once (`check`).
    pub fn from_parts(
        kind: i64,
        iterations: Option<i64>,
        memory_mib: Option<i64>,
        parallelism: Option<i64>,
    ) -> Result<Self> {
        let number = |value: Option<i64>| match value {
            Some(value) if value > i64::from(u32::MAX) => Err(CryptoError::Refused(Refusal::KdfTooCostly)),
            Some(value) => u32::try_from(value).map_err(|_| CryptoError::Refused(Refusal::KdfTooWeak)),
            None => Err(CryptoError::Refused(Refusal::KdfTooWeak)),
        };
        let kdf = match kind {
            0 => Self::Pbkdf2 {
                iterations: number(iterations)?,
            },
            1 => Self::Argon2id {
                iterations: number(iterations)?,
                memory_mib: number(memory_mib)?,
                parallelism: number(parallelism)?,
            },
            _ => return Err(CryptoError::Refused(Refusal::UnknownKdf)),
        };
        kdf.check()?;
        Ok(kdf)
    }

    /// The lowest settings accepted at sign-in, and the highest this product will run (§1.2). Checked before anything
    /// is derived and before a hash leaves the machine.
    pub fn check(&self) -> Result<()> {
        let (weak, costly) = match *self {
            Self::Pbkdf2 { iterations } => (iterations < 5_000, iterations > 2_000_000),
            Self::Argon2id {
                iterations,
                memory_mib,
                parallelism,
            } => (
                iterations < 2 || memory_mib < 16 || parallelism < 1,
                iterations > 10 || memory_mib > 1024 || parallelism > 16,
            ),
        };
        if weak {
            return Err(CryptoError::Refused(Refusal::KdfTooWeak));
        }
        if costly {
            return Err(CryptoError::Refused(Refusal::KdfTooCostly));
        }
        Ok(())
    }
}

/// Trimmed and lower-cased (§1.1); whatever its source, a salt goes through here.
pub fn normalise_salt(salt: &str) -> String {
    salt.trim().to_lowercase()
}

fn check(password: &[u8], salt: &str, kdf: &Kdf) -> Result<()> {
    if password.is_empty() {
        return Err(CryptoError::Refused(Refusal::EmptyPassword));
    }
    if salt.is_empty() || salt.chars().count() > 256 {
        return Err(CryptoError::Refused(Refusal::BadSalt));
    }
    kdf.check()
}

/// Argon2id, synchronous and slow: in the browser only the worker calls it. `salt` as used, already normalised.
pub fn argon2id(password: &[u8], salt: &str, iterations: u32, memory_mib: u32, parallelism: u32) -> Result<MasterKey> {
    check(
        password,
        salt,
        &Kdf::Argon2id {
            iterations,
            memory_mib,
            parallelism,
        },
    )?;
    let params = argon2::Params::new(memory_mib * 1024, iterations, parallelism, Some(32))
        .map_err(|_| CryptoError::Refused(Refusal::KdfTooCostly))?;
    let mut key = [0; 32];
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(password, &sha256(salt.as_bytes()), &mut key)
        .map_err(|_| CryptoError::Platform("Argon2id"))?;
    Ok(MasterKey::from_bytes(key))
}

/// PBKDF2 by the platform: WebCrypto in the browser, AWS-LC on the host. `salt` as used, already normalised.
pub async fn pbkdf2(password: &[u8], salt: &str, iterations: u32) -> Result<MasterKey> {
    check(password, salt, &Kdf::Pbkdf2 { iterations })?;
    platform::pbkdf2(password, salt.as_bytes(), iterations)
        .await
        .map(MasterKey::from_bytes)
}

/// Either of them; in the browser for workers, since Argon2id blocks.
pub async fn derive(password: &[u8], salt: &str, kdf: &Kdf) -> Result<MasterKey> {
    match *kdf {
        Kdf::Pbkdf2 { iterations } => pbkdf2(password, salt, iterations).await,
        Kdf::Argon2id {
            iterations,
            memory_mib,
            parallelism,
        } => argon2id(password, salt, iterations, memory_mib, parallelism),
    }
}

/// The same on the calling thread (servers, demo data).
#[cfg(not(target_arch = "wasm32"))]
pub fn derive_blocking(password: &[u8], salt: &str, kdf: &Kdf) -> Result<MasterKey> {
    match *kdf {
        Kdf::Pbkdf2 { iterations } => {
            check(password, salt, kdf)?;
            Ok(MasterKey::from_bytes(platform::pbkdf2_blocking(
                password,
                salt.as_bytes(),
                iterations,
            )))
        }
        Kdf::Argon2id {
            iterations,
            memory_mib,
            parallelism,
        } => argon2id(password, salt, iterations, memory_mib, parallelism),
    }
}

/// PBKDF2-HMAC-SHA-256 of 100,000 rounds over a Send's seed (§9.3), on the host.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn pbkdf2_raw_blocking(password: &[u8], salt: &[u8], iterations: u32) -> [u8; 32] {
    platform::pbkdf2_blocking(password, salt, iterations)
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use std::num::NonZeroU32;

    use aws_lc_rs::pbkdf2::{PBKDF2_HMAC_SHA256, derive};

    use crate::error::Result;

    pub(super) fn pbkdf2_blocking(password: &[u8], salt: &[u8], iterations: u32) -> [u8; 32] {
        let mut key = [0; 32];
        derive(
            PBKDF2_HMAC_SHA256,
            NonZeroU32::new(iterations).unwrap_or(NonZeroU32::MIN),
            salt,
            password,
            &mut key,
        );
        key
    }

    // Async so that both platforms have one shape.
    #[allow(clippy::unused_async)]
    pub(super) async fn pbkdf2(password: &[u8], salt: &[u8], iterations: u32) -> Result<[u8; 32]> {
        Ok(pbkdf2_blocking(password, salt, iterations))
    }
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use js_sys::{Object, Reflect, Uint8Array};
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::CryptoKey;

    use crate::error::{CryptoError, Result};
    use crate::rsa::subtle;

    const FAILED: CryptoError = CryptoError::Platform("PBKDF2");

    pub(super) async fn pbkdf2(password: &[u8], salt: &[u8], iterations: u32) -> Result<[u8; 32]> {
        let subtle = subtle()?;
        let usages = js_sys::Array::of1(&"deriveBits".into());
        let password = Uint8Array::from(password);
        let import = subtle
            .import_key_with_str("raw", &password, "PBKDF2", false, &usages)
            .map_err(|_| FAILED)?;
        let key: CryptoKey = JsFuture::from(import).await.map_err(|_| FAILED)?.unchecked_into();
        password.fill(0, 0, password.length());
        let algorithm = Object::new();
        for (name, value) in [
            ("name", "PBKDF2".into()),
            ("hash", "SHA-256".into()),
            ("salt", Uint8Array::from(salt).into()),
            ("iterations", iterations.into()),
        ] {
            Reflect::set(&algorithm, &name.into(), &value).map_err(|_| FAILED)?;
        }
        let bits = subtle
            .derive_bits_with_object(&algorithm, &key, 256)
            .map_err(|_| FAILED)?;
        let bits = Uint8Array::new(&JsFuture::from(bits).await.map_err(|_| FAILED)?);
        bits.to_vec().try_into().map_err(|_| FAILED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argon2(iterations: u32, memory_mib: u32, parallelism: u32) -> Kdf {
        Kdf::Argon2id {
            iterations,
            memory_mib,
            parallelism,
        }
    }

    #[test]
    fn the_lowest_and_highest_settings_are_accepted_and_the_next_ones_are_not() {
        let weak = Err(CryptoError::Refused(Refusal::KdfTooWeak));
        let costly = Err(CryptoError::Refused(Refusal::KdfTooCostly));
        for (kdf, expected) in [
            (Kdf::Pbkdf2 { iterations: 4_999 }, weak),
            (Kdf::Pbkdf2 { iterations: 5_000 }, Ok(())),
            (Kdf::Pbkdf2 { iterations: 2_000_000 }, Ok(())),
            (Kdf::Pbkdf2 { iterations: 2_000_001 }, costly),
            (argon2(2, 16, 1), Ok(())),
            (argon2(1, 16, 1), weak),
            (argon2(2, 15, 1), weak),
            (argon2(2, 16, 0), weak),
            (argon2(10, 1024, 16), Ok(())),
            (argon2(11, 1024, 16), costly),
            (argon2(10, 1025, 16), costly),
            (argon2(10, 1024, 17), costly),
            (argon2(1, 1025, 1), weak),
        ] {
            assert_eq!(kdf.check(), expected, "{kdf:?}");
        }
        assert_eq!(Kdf::DEFAULT.check(), Ok(()));
    }

    #[test]
    fn settings_are_checked_before_anything_is_derived() {
        for kdf in [
            Kdf::Pbkdf2 { iterations: u32::MAX },
            argon2(u32::MAX, u32::MAX, u32::MAX),
        ] {
            let refused = derive_blocking(b"password", "salt", &kdf).err();
            assert_eq!(refused, Some(CryptoError::Refused(Refusal::KdfTooCostly)));
        }
    }

    #[test]
    fn an_empty_password_and_a_salt_out_of_bounds_are_refused() {
        let cheap = Kdf::Pbkdf2 { iterations: 5_000 };
        let refusal = |password: &[u8], salt: &str| derive_blocking(password, salt, &cheap).err();
        assert_eq!(refusal(b"", "salt"), Some(CryptoError::Refused(Refusal::EmptyPassword)));
        assert_eq!(refusal(b"p", ""), Some(CryptoError::Refused(Refusal::BadSalt)));
        assert_eq!(
            refusal(b"p", &"é".repeat(257)),
            Some(CryptoError::Refused(Refusal::BadSalt))
        );
        assert_eq!(refusal(b"p", &"é".repeat(256)), None);
    }

    #[test]
    fn both_ways_to_derive_give_the_same_key() {
        for kdf in [Kdf::Pbkdf2 { iterations: 5_000 }, argon2(2, 16, 1)] {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .build()
                .expect("a runtime");
            let later = runtime.block_on(derive(b"p", "salt", &kdf)).expect("accepted");
            let now = derive_blocking(b"p", "salt", &kdf).expect("accepted");
            assert_eq!(later.as_bytes(), now.as_bytes());
        }
    }
}

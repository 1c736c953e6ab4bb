//! How is a known answer read from the file and compared with what the library says?

use std::collections::BTreeMap;
use std::sync::LazyLock;

use portal_crypto::encoding::{from_base64, to_base64};
use portal_crypto::{CryptoError, Kdf, PrivateKey, Refusal, SymmetricKey};
use serde_json::Value;

static VECTORS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let mut file: Value = serde_json::from_str(include_str!("../vectors.json")).expect("the file is JSON");
    serde_json::from_value(file["vectors"].take()).expect("the file holds a list of vectors")
});

/// Why a vector's input is not accepted: by the library, or by the tests' own check of a signature.
#[derive(Debug)]
pub enum Refused {
    Library(CryptoError),
    Signature(&'static str),
}

impl From<CryptoError> for Refused {
    fn from(error: CryptoError) -> Self {
        Self::Library(error)
    }
}

/// What a check re-derives from a vector's input.
pub type Outcome = Result<Value, Refused>;

/// The refusals the contract gives a name; the others only have to fail.
fn is_the_stated_reason(reason: &str, refused: &Refused) -> bool {
    let Refused::Library(error) = refused else {
        return matches!(refused, Refused::Signature(found) if *found == reason);
    };
    match reason {
        "MAC mismatch" | "AEAD tag mismatch" | "OAEP padding does not check" | "wrong password" | "wrong salt" => {
            *error == CryptoError::Undecryptable
        }
        "type 0 carries no MAC"
        | "type 0 decryption is disabled"
        | "type 0 is refused"
        | "type 1 was removed"
        | "no header means type 0"
        | "no header and three parts means the removed type 1" => *error == CryptoError::Refused(Refusal::WeakType),
        "parameters below the minimum" => *error == CryptoError::Refused(Refusal::KdfTooWeak),
        "key and type do not fit"
        | "algorithm in the header is not the key's"
        | "key id in the header is not the key's"
        | "type 7 is never wrapped by a master key"
        | "content type is not a key" => *error == CryptoError::Refused(Refusal::OtherKind),
        _ => true,
    }
}

fn fault(vector: &Value, outcome: &Outcome) -> Option<String> {
    let want = &vector["expect"];
    match (outcome, want["refused"].as_str()) {
        (Ok(got), None) if got == want => None,
        (Ok(got), None) => Some(format!("gives {got}\n    instead of {want}")),
        (Ok(got), Some(reason)) => Some(format!("gives {got}, but must be refused: {reason}")),
        (Err(refused), None) => Some(format!("is refused: {refused:?}")),
        (Err(refused), Some(reason)) if is_the_stated_reason(reason, refused) => None,
        (Err(refused), Some(reason)) => Some(format!("is refused with {refused:?} instead of: {reason}")),
    }
}

/// Runs all vectors of a kind and names every one that disagrees.
pub fn run(kind: &str, count: usize, check: fn(&Value, &Value) -> Outcome) {
    let vectors: Vec<&Value> = VECTORS.iter().filter(|vector| vector["kind"] == kind).collect();
    let faults: Vec<String> = vectors
        .iter()
        .filter_map(|vector| {
            let outcome = check(&vector["input"], &vector["expect"]);
            fault(vector, &outcome).map(|fault| format!("{} {fault}", vector["name"]))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(vectors.len(), count, "vectors of the kind {kind}");
}

/// The kinds the file holds and how often, by name.
pub fn kinds_in_file() -> Vec<(String, usize)> {
    let mut kinds = BTreeMap::new();
    for vector in VECTORS.iter() {
        *kinds.entry(text(vector, "/kind").to_owned()).or_default() += 1;
    }
    kinds.into_iter().collect()
}

/// The text at a JSON pointer; a vector without it is a fault of the test.
pub fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no text at {pointer}"))
}

/// The bytes at a JSON pointer, base64.
pub fn bytes(value: &Value, pointer: &str) -> Vec<u8> {
    from_base64(text(value, pointer)).unwrap_or_else(|_| panic!("no base64 at {pointer}"))
}

/// The symmetric key at a JSON pointer.
pub fn key(value: &Value, pointer: &str) -> Result<SymmetricKey, CryptoError> {
    SymmetricKey::from_bytes(&bytes(value, pointer))
}

/// The RSA private key (PKCS #8) at a JSON pointer.
pub fn rsa(value: &Value, pointer: &str) -> Result<PrivateKey, CryptoError> {
    PrivateKey::from_pkcs8_blocking(&bytes(value, pointer))
}

/// A key as the vectors write it.
pub fn shown(key: &SymmetricKey) -> String {
    to_base64(&key.to_bytes())
}

/// KDF settings at a JSON pointer, under the names given for kind, iterations, memory and lanes.
pub fn kdf(value: &Value, pointer: &str, names: [&str; 4]) -> Result<Kdf, CryptoError> {
    let settings = value.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"));
    let number = |name: &str| settings[name].as_i64();
    let [kind, iterations, memory, lanes] = names;
    Kdf::from_parts(
        number(kind).unwrap_or(-1),
        number(iterations),
        number(memory),
        number(lanes),
    )
}

/// The names of KDF settings in the API's nested form.
pub const API_KDF: [&str; 4] = ["kdfType", "iterations", "memory", "parallelism"];

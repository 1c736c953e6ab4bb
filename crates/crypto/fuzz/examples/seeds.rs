//! Writes what the official vectors hold into each target's corpus, so that a run starts at real keys and texts.
//!
//! Every text is a seed of the targets that read text; the bytes of every base64 text are one of those that read bytes.
//! The fuzzer keeps what leads somewhere.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use portal_crypto::encoding::from_base64;
use serde_json::Value;

const OF_TEXT: [&str; 2] = ["enc_string", "shared_key"];
const OF_BYTES: [&str; 5] = ["binary", "cbor", "pkcs8", "spki", "symmetric_key"];

fn texts<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::String(text) => {
            found.insert(text);
        }
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| texts(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The bytes of a text itself or, of an encrypted text such as `7.…`, of what stands behind its type.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let base64 = text.split_once('.').map_or(text, |(_, behind)| behind);
    from_base64(base64).ok().filter(|bytes| !bytes.is_empty())
}

fn write(targets: &[&str], seeds: &BTreeSet<Vec<u8>>) -> io::Result<()> {
    for target in targets {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
        fs::create_dir_all(&folder)?;
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("vector-{number}")), seed)?;
        }
        println!("{target}: {} seeds", seeds.len());
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let file: Value = serde_json::from_str(include_str!("../../tests/vectors.json"))?;
    let mut found = BTreeSet::new();
    texts(&file["vectors"], &mut found);
    write(&OF_TEXT, &found.iter().map(|text| text.as_bytes().to_vec()).collect())?;
    write(&OF_BYTES, &found.iter().filter_map(|text| bytes(text)).collect())
}

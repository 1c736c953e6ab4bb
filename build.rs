//! Turns `locales/` into typed keys, so that a missing key, language or argument doesn't compile, and into the words that
//! tests have at hand; the page fetches its own (`cargo xtask build` writes them from the same crate). And asks the linker for
//! what cutting the page into parts needs.

use std::fmt::Write;
use std::path::PathBuf;

use portal_words::{Key, LANGUAGES, Words};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    if std::env::var_os("CARGO_CFG_SPLIT_PAGE").is_some() {
        // By these the parts of `src/parts.rs` are cut out of the page; the worker has none.
        println!("cargo::rustc-link-arg-bin=portal=--emit-relocs");
    }
    let words = match Words::read(&PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("locales")) {
        Ok(words) => words,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
            return Ok(());
        }
    };
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out.join("keys.rs"), keys(&words.keys)?)?;
    for (number, language) in LANGUAGES.iter().enumerate() {
        std::fs::write(out.join(format!("words-{}.txt", language.tag)), words.file(number))?;
    }
    Ok(())
}

/// A module per area with a constant per key; the number of a key is its line in every language's file.
fn keys(keys: &[Key]) -> Result<String, std::fmt::Error> {
    let mut code = format!("pub const COUNT: usize = {};\n", keys.len());
    let mut area = "";
    for (number, key) in keys.iter().enumerate() {
        if area != key.area {
            if !area.is_empty() {
                code.push_str("}\n");
            }
            area = &key.area;
            writeln!(code, "pub mod {area} {{\nuse super::Key;")?;
        }
        let (name, arguments, sample) = (&key.name, &key.arguments, &key.sample);
        writeln!(code, "#[doc = {sample:?}]")?;
        writeln!(code, "pub const {name}: Key = Key::new({number}, &{arguments:?});")?;
    }
    code.push_str("}\n");
    Ok(code)
}

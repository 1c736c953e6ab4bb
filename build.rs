//! Turns `locales/` into the typed words of `text/`: a missing key, language or argument doesn't compile.
//!
//! leptos_i18n_build would do the same and also compile ICU's whole data exporter (two CPU minutes); its parser and
//! generator alone are enough here.

use std::path::PathBuf;

use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;

/// One file per area of the product; the keys follow the screens.
const NAMESPACES: [&str; 12] = [
    "common",
    "sign_in",
    "shell",
    "clients",
    "organization",
    "members",
    "groups",
    "collections",
    "import",
    "items",
    "explain",
    "format",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    let config = Config::new("en")?
        .add_locale("sv")?
        .add_namespaces(NAMESPACES)?
        .parse_options(ParseOptions::new().interpolate_display(true));
    let words = parse_locales(Some(PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?)), config)?;
    // A key that one language lacks is a fault, not a warning.
    for problem in words
        .diag
        .warnings()
        .iter()
        .map(ToString::to_string)
        .chain(words.diag.errors().iter().map(ToString::to_string))
    {
        println!("cargo::error={problem}");
    }
    let code = leptos_i18n_codegen::gen_code(&words, None, false, None, false)?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("i18n");
    std::fs::create_dir_all(&out)?;
    std::fs::write(out.join("mod.rs"), code.to_string())?;
    Ok(())
}

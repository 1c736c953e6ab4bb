//! wasm-bindgen's command line and test runner, in exactly the version the page is linked with.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{answer, on_path, run};
use crate::workspace::Workspace;

/// Both programs of the wasm-bindgen-cli package.
pub struct Bindgen {
    pub wasm_bindgen: PathBuf,
    pub test_runner: PathBuf,
}

impl Bindgen {
    /// Finds the version named in Cargo.lock, installing it (some minutes, once) where it is missing.
    pub fn ready(ws: &Workspace) -> Result<Self> {
        let lock = std::fs::read_to_string(ws.root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
        let version = locked_version(&lock, "wasm-bindgen")?;
        let own = ws.tools().join("bin");
        let on_path = on_path(&["wasm-bindgen"]).and_then(|file| file.parent().map(Path::to_path_buf));
        let folders: Vec<PathBuf> = [Some(own.clone()), on_path].into_iter().flatten().collect();
        if let Some(found) = folders.iter().find_map(|folder| Self::at(folder, &version)) {
            return Ok(found);
        }
        println!("installing wasm-bindgen-cli {version} (cargo install; some minutes, once)");
        // Not --locked: the lock file it ships may name packages that a registry mirror doesn't have yet.
        run(Command::new("cargo")
            .args(["install", "wasm-bindgen-cli", "--version", &version, "--root"])
            .arg(ws.tools())
            .current_dir(std::env::temp_dir())
            .env_remove("CARGO_TARGET_DIR"))
        .with_context(|| format!("install it by hand: cargo install wasm-bindgen-cli --version {version}"))?;
        Self::at(&own, &version).context("the wasm-bindgen just installed doesn't run")
    }

    fn at(folder: &Path, version: &str) -> Option<Self> {
        let wasm_bindgen = folder.join("wasm-bindgen");
        let test_runner = folder.join("wasm-bindgen-test-runner");
        let said = answer(&wasm_bindgen, &["--version"])?;
        (said.split_whitespace().nth(1) == Some(version) && test_runner.is_file()).then_some(Self {
            wasm_bindgen,
            test_runner,
        })
    }
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Result<String> {
    let lock: toml::Table = lock.parse().context("cannot read Cargo.lock")?;
    lock.get("package")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
        .find(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(package))
        .and_then(|entry| entry.get("version"))
        .and_then(toml::Value::as_str)
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock names no {package}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_comes_from_the_package_of_exactly_that_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").unwrap(), "0.2.130");
        assert!(locked_version(lock, "leptos").is_err());
    }
}

//! Firefox and its driver, for the tests that run in more than one browser.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::apt;
use crate::process::{on_path, run_quietly};
use crate::workspace::Workspace;

const ADVICE: &str = "the tests in Firefox need it on PATH: install it, on Debian with `apt-get install firefox-esr`";
/// Pinned with all it is made of: it is the crate's own lock file that is built by.
const GECKODRIVER: &str = "0.37.1";

/// The browser and the program that drives it.
pub struct Firefox {
    pub firefox: PathBuf,
    pub driver: PathBuf,
}

impl Firefox {
    /// Finds both, installing Debian's Firefox and building the driver where one is missing.
    pub fn ready(ws: &Workspace) -> Result<Self> {
        let firefox = match find() {
            Some(found) => found,
            None => {
                apt::install(&["firefox-esr"], ADVICE)?;
                find().context(ADVICE)?
            }
        };
        Ok(Self {
            firefox,
            driver: geckodriver(ws)?,
        })
    }
}

fn find() -> Option<PathBuf> {
    on_path(&["firefox-esr", "firefox"]).or_else(|| {
        let bundled = PathBuf::from("/Applications/Firefox.app/Contents/MacOS/firefox");
        bundled.is_file().then_some(bundled)
    })
}

/// Debian has no package of the driver.
fn geckodriver(ws: &Workspace) -> Result<PathBuf> {
    let own = ws.tools().join("bin/geckodriver");
    if own.is_file() {
        return Ok(own);
    }
    if let Some(found) = on_path(&["geckodriver"]) {
        return Ok(found);
    }
    println!("installing geckodriver {GECKODRIVER} (cargo install; one to three minutes, once)");
    run_quietly(
        Command::new("cargo")
            .args([
                "install",
                "geckodriver",
                "--version",
                GECKODRIVER,
                "--locked",
                "--debug",
                "--root",
            ])
            .arg(ws.tools())
            .current_dir(std::env::temp_dir())
            .env_remove("CARGO_TARGET_DIR")
            // It passes a few messages on: what is built fastest is fast enough.
            .env("CARGO_PROFILE_DEV_DEBUG", "none"),
    )
    .with_context(|| format!("install it by hand: cargo install geckodriver --version {GECKODRIVER} --locked"))?;
    Ok(own)
}

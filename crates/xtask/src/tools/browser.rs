//! Chromium and its driver, for the tests that run in a browser; most run in this one alone.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::process::on_path;

const ADVICE: &str = "the browser tests need Chromium (or Google Chrome) and its chromedriver on PATH: install them, on Debian with \
                      `apt-get install chromium chromium-driver`";

/// A browser and the program that drives it.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

impl Browser {
    /// Finds both, installing Debian's where one is missing.
    pub fn ready() -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        apt::install(&["chromium", "chromium-driver"], ADVICE)?;
        Self::find().context(ADVICE)
    }

    fn find() -> Option<Self> {
        let chromium =
            on_path(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]).or_else(|| {
                let bundled = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
                bundled.is_file().then_some(bundled)
            })?;
        let driver = on_path(&["chromedriver"])?;
        Some(Self { chromium, driver })
    }
}

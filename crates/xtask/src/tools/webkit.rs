//! WebKitGTK's driver, which brings its browser along, and the screen that a browser without `--headless` needs.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::process::on_path;

const ADVICE: &str = "the tests in WebKit need WebKitGTK's WebKitWebDriver and Xvfb on PATH: install them, on Debian with \
                      `apt-get install webkit2gtk-driver xvfb`";

/// Both programs.
pub struct WebKit {
    pub driver: PathBuf,
    pub xvfb: PathBuf,
}

impl WebKit {
    /// Finds both, installing Debian's where one is missing.
    pub fn ready() -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        apt::install(&["webkit2gtk-driver", "xvfb"], ADVICE)?;
        Self::find().context(ADVICE)
    }

    fn find() -> Option<Self> {
        Some(Self {
            driver: on_path(&["WebKitWebDriver"])?,
            xvfb: on_path(&["Xvfb"])?,
        })
    }
}

//! A screen that nobody sees, for a browser that can't do without one.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::tools;

/// A running Xvfb. Dropping it ends it, and with it whatever is shown there.
pub struct Screen {
    child: Child,
    name: String,
}

impl Screen {
    /// Starts one larger than any window of the tests. It chooses its number itself.
    pub fn start() -> Result<Self> {
        let mut child = Command::new(tools::xvfb())
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1600x1200x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context(
                "cannot start Xvfb: run the tests with `cargo xtask e2e`, which installs it or says what is missing",
            )?;
        let mut number = String::new();
        let stdout = child.stdout.take().context("Xvfb has no output")?;
        let read = BufReader::new(stdout).read_line(&mut number);
        let screen = Self {
            child,
            name: format!(":{}", number.trim()),
        };
        read?;
        ensure!(screen.name.len() > 1, "Xvfb ended at once");
        Ok(screen)
    }

    /// What `DISPLAY` is there.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! Debian's packages, for whoever may install them.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Result, bail};

use crate::process::{answer, on_path, run_quietly};

static LISTS_ARE_FRESH: AtomicBool = AtomicBool::new(false);

/// True where packages can be installed: apt-get is there and we are root.
fn usable() -> bool {
    on_path(&["apt-get"]).is_some() && answer("id", &["-u"]).as_deref() == Some("0")
}

/// Installs Debian packages; where that isn't possible, `advice` says what a person can do.
pub fn install(packages: &[&str], advice: &str) -> Result<()> {
    if !usable() {
        bail!("{advice}");
    }
    println!("installing {} (apt-get)", packages.join(", "));
    if !LISTS_ARE_FRESH.swap(true, Ordering::Relaxed) {
        run_quietly(apt_get().arg("update"))?;
    }
    run_quietly(
        apt_get()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages),
    )
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command
        .args(["-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=300"])
        .env("DEBIAN_FRONTEND", "noninteractive");
    command
}

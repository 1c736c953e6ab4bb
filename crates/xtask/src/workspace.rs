//! Where things lie: the repository, its build folders and the tools xtask installs for itself.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The repository and the folders derived from it.
pub struct Workspace {
    pub root: PathBuf,
}

impl Workspace {
    /// Finds the repository: two folders above xtask's manifest, which Cargo names when it runs xtask.
    pub fn find() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .context("start this program as `cargo xtask …`: Cargo tells it where the repository is")?;
        let root = Path::new(&manifest)
            .ancestors()
            .nth(2)
            .context("xtask's manifest must lie two folders below the repository")?;
        Ok(Self {
            root: root.to_path_buf(),
        })
    }

    /// Cargo's build folder for the host.
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), |dir| self.root.join(dir))
    }

    /// Cargo's build folder for WebAssembly; apart, so that its flags never rebuild the host's.
    pub fn wasm_target(&self) -> PathBuf {
        self.target().join("wasm")
    }

    /// The built page, as a server delivers it.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Tools that xtask installs; kept out of `CARGO_TARGET_DIR`, so that every build shares them.
    pub fn tools(&self) -> PathBuf {
        self.root.join("target/tools")
    }

    /// Tools that come from npm.
    pub fn npm(&self) -> PathBuf {
        self.tools().join("npm")
    }
}

//! Whether the page must be built again: a digest of everything it is made from.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::output::hex;
use crate::tools::Kind;

const SOURCES: [&str; 13] = [
    "Cargo.lock",
    "Cargo.toml",
    "build.rs",
    "crates/crypto/Cargo.toml",
    "crates/crypto/src",
    "crates/words/Cargo.toml",
    "crates/words/src",
    "crates/xtask/src/page",
    "index.html",
    "locales",
    "src",
    "style",
    "tests/e2e/npm/package-lock.json",
];

/// The digest of the page's sources and the way it is built.
pub fn digest(root: &Path, kind: Kind) -> Result<String> {
    let mut digest = Sha256::new();
    digest.update(if kind == Kind::Shipped { b"shipped" } else { b"a debug" });
    for source in SOURCES {
        let mut files = Vec::new();
        collect(&root.join(source), &mut files)?;
        files.sort();
        for file in files {
            let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            digest.update(file.strip_prefix(root).unwrap_or(&file).to_string_lossy().as_bytes());
            digest.update([0]);
            digest.update((content.len() as u64).to_le_bytes());
            digest.update(&content);
        }
    }
    Ok(hex(&digest.finalize()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_to_a_source_and_the_way_of_building_change_the_digest() {
        let root = std::env::temp_dir().join(format!("portal-inputs-{}", std::process::id()));
        fs::create_dir_all(root.join("src/pages")).unwrap();
        fs::write(root.join("src/pages/a.rs"), "a").unwrap();
        let first = digest(&root, Kind::Shipped).unwrap();
        assert_eq!(first, digest(&root, Kind::Shipped).unwrap());
        assert_ne!(first, digest(&root, Kind::Debug).unwrap());
        fs::write(root.join("src/pages/a.rs"), "b").unwrap();
        let second = digest(&root, Kind::Shipped).unwrap();
        assert_ne!(first, second);
        fs::rename(root.join("src/pages/a.rs"), root.join("src/pages/b.rs")).unwrap();
        assert_ne!(second, digest(&root, Kind::Shipped).unwrap());
        fs::remove_dir_all(root).unwrap();
    }
}

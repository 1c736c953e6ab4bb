//! `dist/manifest.json`: what the built page consists of, and what it was built from.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

/// One file of the page; sizes in bytes, compressed ones zero in a debug build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub integrity: String,
    pub bytes: u64,
    pub brotli: u64,
    pub gzip: u64,
}

/// The whole page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub shipped: bool,
    /// The digest of the sources.
    pub inputs: String,
    pub files: Vec<File>,
}

const NAME: &str = "manifest.json";

impl Manifest {
    /// The manifest in a folder, if there is one and all its files are still there.
    pub fn read(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join(NAME)).ok()?;
        let manifest = Self::parse(&serde_json::from_str(&text).ok()?)?;
        let complete = manifest.files.iter().all(|file| folder.join(&file.name).is_file());
        complete.then_some(manifest)
    }

    pub fn write(&self, folder: &Path) -> Result<()> {
        fs::write(folder.join(NAME), format!("{:#}\n", self.print()))?;
        Ok(())
    }

    fn parse(value: &Value) -> Option<Self> {
        Some(Self {
            shipped: value["shipped"].as_bool()?,
            inputs: value["inputs"].as_str()?.to_owned(),
            files: value["files"]
                .as_array()?
                .iter()
                .map(File::parse)
                .collect::<Option<_>>()?,
        })
    }

    fn print(&self) -> Value {
        let files: Vec<Value> = self.files.iter().map(File::print).collect();
        json!({ "shipped": self.shipped, "inputs": self.inputs, "files": files })
    }
}

impl File {
    fn parse(value: &Value) -> Option<Self> {
        Some(Self {
            name: value["name"].as_str()?.to_owned(),
            integrity: value["integrity"].as_str()?.to_owned(),
            bytes: value["bytes"].as_u64()?,
            brotli: value["brotli"].as_u64()?,
            gzip: value["gzip"].as_u64()?,
        })
    }

    fn print(&self) -> Value {
        json!({
            "name": self.name,
            "integrity": self.integrity,
            "bytes": self.bytes,
            "brotli": self.brotli,
            "gzip": self.gzip,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_as_written_and_only_while_its_files_exist() {
        let folder = std::env::temp_dir().join(format!("portal-manifest-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let manifest = Manifest {
            shipped: true,
            inputs: "abc".into(),
            files: vec![File {
                name: "index.html".into(),
                integrity: "sha384-x".into(),
                bytes: 9,
                brotli: 5,
                gzip: 6,
            }],
        };
        manifest.write(&folder).unwrap();
        assert_eq!(Manifest::read(&folder), None);
        fs::write(folder.join("index.html"), "").unwrap();
        assert_eq!(Manifest::read(&folder), Some(manifest));
        fs::remove_dir_all(folder).unwrap();
    }
}

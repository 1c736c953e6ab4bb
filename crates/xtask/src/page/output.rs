//! The built files: named by their content, with integrity values and compressed copies beside them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};

use super::manifest::{File, Manifest};
use crate::tools::Kind;

/// A folder being filled.
pub struct Output {
    folder: PathBuf,
    files: Vec<File>,
}

impl Output {
    /// An empty folder in place of whatever was there.
    pub fn new(folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_path_buf(),
            files: Vec::new(),
        })
    }

    /// Writes a file as `stem-digest` + `ending`: a name that never means other content.
    pub fn add(&mut self, stem: &str, ending: &str, content: &[u8]) -> Result<File> {
        self.add_as(&name(stem, ending, content), content)
    }

    /// Writes a file under a fixed name.
    pub fn add_as(&mut self, name: &str, content: &[u8]) -> Result<File> {
        fs::write(self.folder.join(name), content)?;
        let file = File {
            name: name.to_owned(),
            integrity: integrity(content),
            bytes: content.len() as u64,
            brotli: 0,
            gzip: 0,
        };
        self.files.push(file.clone());
        Ok(file)
    }
}

/// Compresses every file of a shipped page and lists them. A debug page stays as it is: brotli would take longer than it saves.
pub fn finish(output: Output, kind: Kind, inputs: String) -> Result<Manifest> {
    let Output { folder, mut files } = output;
    if kind == Kind::Shipped {
        // What is to be edited where it lies must have no twin that would be sent in its place.
        for file in files.iter_mut().filter(|file| file.name != "config.json") {
            let content = fs::read(folder.join(&file.name))?;
            let (brotli, gzip) = (brotli(&content)?, gzip(&content)?);
            file.brotli = brotli.len() as u64;
            file.gzip = gzip.len() as u64;
            fs::write(folder.join(format!("{}.br", file.name)), brotli)?;
            fs::write(folder.join(format!("{}.gz", file.name)), gzip)?;
        }
    }
    Ok(Manifest {
        shipped: kind == Kind::Shipped,
        inputs,
        files,
    })
}

fn name(stem: &str, ending: &str, content: &[u8]) -> String {
    let digest = hex(&Sha256::digest(content));
    format!("{stem}-{}{ending}", &digest[..16])
}

/// The value browsers compare a file with (Subresource Integrity, section 3.1).
fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let (quality, window_bits) = (11, 24);
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, quality, window_bits);
    writer.write_all(content)?;
    Ok(writer.into_inner())
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(content)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_name_follows_the_content_and_nothing_else() {
        let first = name("portal", "_bg.wasm", b"one");
        assert_eq!(first, name("portal", "_bg.wasm", b"one"));
        assert_ne!(first, name("portal", "_bg.wasm", b"two"));
        assert_eq!(first, "portal-7692c3ad3540bb80_bg.wasm");
    }

    #[test]
    fn the_integrity_value_is_the_one_browsers_compute() {
        // `printf abc | openssl dgst -sha384 -binary | base64`
        assert_eq!(
            integrity(b"abc"),
            "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"
        );
    }

    #[test]
    fn compressed_copies_open_to_the_original() {
        let content = b"provider portal ".repeat(400);
        let mut opened = Vec::new();
        brotli::Decompressor::new(&brotli(&content).unwrap()[..], 4096)
            .read_to_end(&mut opened)
            .unwrap();
        assert_eq!(opened, content);
        opened.clear();
        flate2::read::GzDecoder::new(&gzip(&content).unwrap()[..])
            .read_to_end(&mut opened)
            .unwrap();
        assert_eq!(opened, content);
    }
}

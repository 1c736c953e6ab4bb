//! Files and folders that only their owner may read.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::error::{Error, Result};

fn named(path: &Path) -> impl Fn(std::io::Error) -> Error + '_ {
    move |error| Error::Internal(format!("{}: {error}", path.display()))
}

/// Makes the folder if it isn't there, closed to others; one that was there stays as it is.
pub fn folder(path: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path).map_err(named(path))
}

/// Closes a file to others; with `make`, one that isn't there begins empty.
pub fn keep(path: &Path, make: bool) -> Result<()> {
    match open(path, make) {
        Ok(_) => Ok(()),
        Err(error) if !make && error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(named(path)(error)),
    }
}

/// Writes a whole file, closed to others before its first byte.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let write = || {
        let mut file = open(path, true)?;
        file.set_len(0)?;
        file.write_all(bytes)
    };
    write().map_err(named(path))
}

fn open(path: &Path, make: bool) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(make).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // The mode above counts for a new file alone.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

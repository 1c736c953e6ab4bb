//! The web servers whose settings lie in `deploy/`, for the tests that start them.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::process::on_path;

const ADVICE: &str = "the tests of deploy/ need nginx with its static brotli module, and Caddy: install them, on Debian with \
                      `apt-get install nginx libnginx-mod-http-brotli-static caddy`";

/// Where distributions keep nginx's modules.
const MODULES: [&str; 3] = [
    "/usr/lib/nginx/modules",
    "/usr/lib64/nginx/modules",
    "/usr/share/nginx/modules",
];

/// Both programs, and what nginx has to load.
pub struct Fronts {
    pub nginx: PathBuf,
    pub brotli: PathBuf,
    pub caddy: PathBuf,
}

impl Fronts {
    /// Finds them, installing Debian's where one is missing.
    pub fn ready() -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        apt::install(&["nginx", "libnginx-mod-http-brotli-static", "caddy"], ADVICE)?;
        Self::find().context(ADVICE)
    }

    fn find() -> Option<Self> {
        let nginx = on_path(&["nginx"]).or_else(|| {
            // Not on an ordinary user's path.
            let system = PathBuf::from("/usr/sbin/nginx");
            system.is_file().then_some(system)
        })?;
        let brotli = MODULES
            .iter()
            .map(|folder| PathBuf::from(folder).join("ngx_http_brotli_static_module.so"))
            .find(|file| file.is_file())?;
        let caddy = on_path(&["caddy"])?;
        Some(Self { nginx, brotli, caddy })
    }
}

//! A provider's own portal with ours in it: the repository's example, started as its README says.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::tools;

const PATIENCE: Duration = Duration::from_secs(20);

/// A running one. Dropping it ends it.
pub struct Host {
    port: u16,
    child: Child,
    _folder: TempDir,
}

/// A port that was free a moment ago: the portal's settings name the host before it listens.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Where a host with this port is, without a slash at the end.
pub fn url_of(port: u16) -> String {
    format!("http://localhost:{port}")
}

impl Host {
    /// Starts one that forwards to `server`, and frames what is at `portal`.
    pub async fn start(port: u16, portal: &str) -> Result<Self> {
        let folder = TempDir::new()?;
        let log = folder.path().join("log");
        let mut child = Command::new(tools::node())
            .arg("serve.mjs")
            .current_dir(tools::host_portal())
            .env("PORT", port.to_string())
            .env("PORTAL", portal)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .context("cannot start the host's portal: run the tests with `cargo xtask e2e`")?;
        let patience = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
            let ended = child.try_wait()?;
            if ended.is_some() || patience.elapsed() > PATIENCE {
                let said = std::fs::read_to_string(&log).unwrap_or_default();
                let _ = child.kill();
                bail!("the host's portal doesn't listen ({ended:?}):\n{said}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(Self {
            port,
            child,
            _folder: folder,
        })
    }

    pub fn url(&self) -> String {
        url_of(self.port)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

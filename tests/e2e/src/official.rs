//! The official command-line client, with a folder of its own, talking to the server over TLS.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;

use crate::tools;
use crate::world::{PASSWORD, World};

/// Longest time one command may take.
const PATIENCE: Duration = Duration::from_secs(180);

/// One installation of the client.
pub struct Official {
    program: PathBuf,
    certificate: PathBuf,
    data: TempDir,
    session: Option<String>,
}

impl Official {
    /// A client that knows the server, with nobody logged in.
    pub async fn at(world: &World) -> Result<Self> {
        let client = Self {
            program: tools::module("@bitwarden/cli/build/bw.js")?,
            certificate: world.certificate()?,
            data: TempDir::new()?,
            session: None,
        };
        client.run(&["config", "server", &world.url()]).await?;
        Ok(client)
    }

    /// Logs in and unlocks.
    pub async fn log_in(&mut self, email: &str) -> Result<()> {
        self.run(&["login", email, PASSWORD, "--raw"]).await?;
        let key = self.run(&["unlock", PASSWORD, "--raw"]).await?;
        self.session = Some(key.trim().to_owned());
        Ok(())
    }

    /// Fetches everything anew.
    pub async fn sync(&self) -> Result<()> {
        self.run(&["sync"]).await.map(drop)
    }

    /// A list as the client prints it.
    pub async fn list(&self, what: &str, organization: &str) -> Result<Vec<Value>> {
        let text = self.run(&["list", what, "--organizationid", organization]).await?;
        serde_json::from_str(&text).with_context(|| format!("not a list: {text}"))
    }

    /// Imports a vault file into an organization.
    pub async fn import(&self, file: &Path, organization: &str) -> Result<()> {
        let file = file.to_string_lossy();
        let arguments = ["import", "bitwardenjson", &file, "--organizationid", organization];
        self.run(&arguments).await.map(drop)
    }

    async fn run(&self, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(tools::node());
        command
            .arg(&self.program)
            .args(arguments)
            .arg("--nointeraction")
            .env("BITWARDENCLI_APPDATA_DIR", self.data.path())
            .env("NODE_EXTRA_CA_CERTS", &self.certificate)
            .env_remove("BW_SESSION")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if let Some(session) = &self.session {
            command.env("BW_SESSION", session);
        }
        let output = tokio::time::timeout(PATIENCE, command.output())
            .await
            .with_context(|| format!("bw {} takes too long", arguments[0]))??;
        if !output.status.success() {
            bail!(
                "bw {} failed: {}",
                arguments[0],
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

//! A web server before the embedded one, set up by the repository's own files in `deploy/`.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::tools;

/// How long a program may take until it listens.
const PATIENCE: Duration = Duration::from_secs(20);

/// Which web server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Caddy,
    Nginx,
}

/// Both.
pub const KINDS: [Kind; 2] = [Kind::Caddy, Kind::Nginx];

/// A running one, with everything it writes in a folder of its own. Dropping it ends it.
pub struct Front {
    pub address: SocketAddr,
    child: Child,
    folder: TempDir,
}

impl Front {
    /// Starts one that serves the built page and forwards to `server`.
    pub async fn start(kind: Kind, server: &str) -> Result<Self> {
        Self::framed_by(kind, server, "'none'").await
    }

    /// nginx over HTTPS, with a certificate and its key in the file that is for them, or without that file.
    pub async fn https(server: &str, certificate: Option<(&Path, &Path)>) -> Result<Self> {
        let folder = TempDir::new()?;
        if let Some((certificate, key)) = certificate {
            let tls = format!(
                "ssl_certificate {};\nssl_certificate_key {};\n",
                certificate.display(),
                key.display()
            );
            std::fs::write(folder.path().join("portal-tls.conf"), tls)?;
        }
        let address = free_address()?;
        let command = nginx(folder.path(), &format!("{address} ssl"), server, "'none'")?;
        Self::spawned(command, folder, address, Kind::Nginx)?
            .listening(Kind::Nginx)
            .await
    }

    /// The same, which lets these sites show the page in a frame.
    pub async fn framed_by(kind: Kind, server: &str, parents: &str) -> Result<Self> {
        Self::launch(kind, server, parents)?.listening(kind).await
    }

    async fn listening(self, kind: Kind) -> Result<Self> {
        let mut front = self;
        let patience = Instant::now();
        while TcpStream::connect(front.address).await.is_err() {
            let ended = front.child.try_wait()?;
            if ended.is_some() || patience.elapsed() > PATIENCE {
                let said = std::fs::read_to_string(front.folder.path().join("log")).unwrap_or_default();
                bail!("{kind:?} doesn't listen on {} ({ended:?}):\n{said}", front.address);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(front)
    }

    /// Where the page is, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn launch(kind: Kind, server: &str, parents: &str) -> Result<Self> {
        let folder = TempDir::new()?;
        let address = free_address()?;
        let command = match kind {
            Kind::Caddy => caddy(folder.path(), address, server, parents)?,
            Kind::Nginx => nginx(folder.path(), &address.to_string(), server, parents)?,
        };
        Self::spawned(command, folder, address, kind)
    }

    fn spawned(mut command: Command, folder: TempDir, address: SocketAddr, kind: Kind) -> Result<Self> {
        let child = command
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(folder.path().join("log"))?)
            .spawn()
            .with_context(|| format!("cannot start {kind:?}: run the tests with `cargo xtask e2e`"))?;
        Ok(Self { address, child, folder })
    }
}

/// Neither can be asked which port it took, so it gets one that was free a moment ago.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

impl Drop for Front {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn caddy(folder: &Path, address: SocketAddr, server: &str, parents: &str) -> Result<Command> {
    let mut command = Command::new(tools::caddy());
    command
        .args(["run", "--adapter", "caddyfile", "--config"])
        .arg(tools::root().join("deploy/Caddyfile"))
        .env("PORTAL_PAGE", tools::page()?)
        .env("PORTAL_LISTEN", format!("http://{address}"))
        .env("PORTAL_SERVER", server)
        .env("PORTAL_PARENTS", parents)
        .env("PORTAL_CADDY_ADMIN", "off");
    for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
        command.env(variable, folder);
    }
    Ok(command)
}

/// The file goes where `http` of a machine's own settings would include it; this is the least of such settings.
fn nginx(folder: &Path, listen: &str, server: &str, parents: &str) -> Result<Command> {
    let site = std::fs::read_to_string(tools::root().join("deploy/nginx.conf"))?
        .replace("${PORTAL_PAGE}", &tools::page()?.to_string_lossy())
        .replace("${PORTAL_LISTEN}", listen)
        .replace("${PORTAL_SERVER}", server)
        .replace("default \"'none'\"", &format!("default \"{parents}\""));
    std::fs::write(folder.join("portal.conf"), site)?;
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|user| format!("    {user}_temp_path {user};\n"))
        .concat();
    let around = format!(
        "load_module {};\ndaemon off;\nmaster_process off;\npid pid;\nerror_log stderr;\nevents {{}}\n\
         http {{\n    access_log off;\n{temporary}    include portal.conf;\n}}\n",
        tools::brotli_module().display()
    );
    std::fs::write(folder.join("nginx.conf"), around)?;
    let mut command = Command::new(tools::nginx());
    command.args(["-e", "stderr", "-c", "nginx.conf", "-p"]).arg(folder);
    Ok(command)
}

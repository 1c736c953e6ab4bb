//! What is measured on: the built page with the measurements' own pages beside it, and the embedded server at real size.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use portal_e2e::world::PASSWORD;
use portal_e2e::{Language, Setup, Visitor, tools};
use portal_server::config::Seed;
use portal_server::{Config, Running};
use serde_json::json;
use tempfile::TempDir;

use crate::page::{EARLY, until};

/// How often each thing is measured.
pub const RUNS: usize = 5;
/// The same for what takes long.
pub const FEW: usize = 3;
/// A provider admin whose key is derived with PBKDF2.
pub const ADMIN: &str = "admin@northlight.example";
/// How the name of the client with 10,000 members begins.
pub const LARGEST: &str = "Continental Care";
/// There on a client's overview and nowhere else.
pub const OVERVIEW: &str = "document.querySelector('.client-bar') && document.querySelector('.stat-value')";

/// Put before the worker's script: it tells the size of its memory with everything it says; nothing else is changed.
const TELLS_MEMORY: &str = include_str!("beside/tells_memory.js");
/// Pages of the measurements' own, under `/beside/`.
const BESIDE: [(&str, &str); 5] = [
    ("bare.html", include_str!("beside/bare.html")),
    ("bare.js", include_str!("beside/bare.js")),
    ("others.html", include_str!("beside/others.html")),
    ("others.js", include_str!("beside/others.js")),
    ("others_worker.js", include_str!("beside/others_worker.js")),
];
/// What the product is measured against, from npm.
const OTHERS: [(&str, &str); 4] = [
    ("hash-wasm.js", "hash-wasm/dist/index.esm.min.js"),
    ("sdk.js", "@bitwarden/sdk-internal/index.js"),
    (
        "bitwarden_wasm_internal_bg.js",
        "@bitwarden/sdk-internal/bitwarden_wasm_internal_bg.js",
    ),
    ("sdk.wasm", "@bitwarden/sdk-internal/bitwarden_wasm_internal_bg.wasm"),
];

/// A folder to serve.
pub struct Site {
    folder: TempDir,
}

impl Site {
    pub fn prepare() -> Result<Self> {
        let folder = TempDir::new()?;
        for file in fs::read_dir(tools::page()?)? {
            let file = file?;
            fs::copy(file.path(), folder.path().join(file.file_name()))?;
        }
        let beside = folder.path().join("beside");
        fs::create_dir(&beside)?;
        for (name, content) in BESIDE {
            fs::write(beside.join(name), content)?;
        }
        for (name, path) in OTHERS {
            fs::copy(tools::other(path)?, beside.join(name))?;
        }
        Ok(Self { folder })
    }

    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Puts a file beside the page.
    pub fn add(&self, name: &str, content: &[u8]) -> Result<()> {
        Ok(fs::write(self.folder.path().join("beside").join(name), content)?)
    }
}

/// The embedded server with 1,000 clients, one of them with 10,000 members.
pub struct Large {
    running: Running,
    _folder: TempDir,
}

impl Large {
    pub async fn start(site: &Site) -> Result<Self> {
        eprintln!("filling 1,000 clients, one of them with 10,000 members");
        let folder = TempDir::new()?;
        let running = portal_server::start(Config {
            data: Some(folder.path().to_owned()),
            page: Some(site.folder()),
            seed: Seed::Large,
            new_device_verification: false,
            ..Config::for_tests()
        })
        .await?;
        Ok(Self {
            running,
            _folder: folder,
        })
    }

    /// A browser with nothing in its cache and an empty page.
    pub async fn open(&self) -> Result<Visitor> {
        let home = format!("http://localhost:{}", self.running.address.port());
        let visitor = Visitor::open(home, Setup::of(Language::English)).await?;
        prepare(&visitor).await?;
        Ok(visitor)
    }

    /// Where the Admin Console of the client begins whose name begins so.
    pub fn console(&self, client: &str) -> Result<String> {
        let sql = "SELECT id FROM organizations WHERE name LIKE ?1 || '%'";
        let id: String = self
            .running
            .state
            .db
            .call_blocking(|connection| Ok(connection.query_row(sql, [client], |row| row.get(0))?))
            .with_context(|| format!("no client {client}"))?;
        Ok(format!("/organizations/{id}"))
    }
}

/// Takes notes in every document from now on.
pub async fn prepare(visitor: &Visitor) -> Result<()> {
    let early = json!({ "source": format!("globalThis.tellsMemory = {};\n{EARLY}", json!(TELLS_MEMORY)) });
    visitor.devtools("Page.addScriptToEvaluateOnNewDocument", early).await?;
    visitor.devtools("Performance.enable", json!({})).await?;
    Ok(())
}

/// Opens an address and goes as far as the password, which is typed but not sent.
pub async fn type_password(visitor: &Visitor, path: &str, email: &str) -> Result<()> {
    visitor.go(path).await?;
    visitor.fill(visitor.say("sign_in.email"), email).await?;
    visitor.button(visitor.say("sign_in.continue_")).await?;
    visitor.fill(visitor.say("sign_in.password"), PASSWORD).await
}

/// Signs in, and waits until an expression holds.
pub async fn sign_in(visitor: &Visitor, path: &str, email: &str, holds: &str) -> Result<()> {
    type_password(visitor, path, email).await?;
    visitor.button(visitor.say("sign_in.log_in")).await?;
    until(visitor, holds).await.map(drop)
}

/// Makes the processor so many times slower.
pub async fn slow_down(visitor: &Visitor, times: u32) -> Result<()> {
    let rate = json!({ "rate": times });
    visitor.devtools("Emulation.setCPUThrottlingRate", rate).await.map(drop)
}

/// Until nothing of what was last done is still going on.
pub async fn settle() {
    tokio::time::sleep(Duration::from_millis(1500)).await;
}

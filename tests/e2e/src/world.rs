//! The server of a test, in this process, on a free port, with small demo data of its own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::LazyLock;

use anyhow::{Context, Result, anyhow};
use portal_server::config::{Config, Seed};
use portal_server::faults::Rule;
use portal_server::journal::Entry;
use portal_server::{AppState, Running, seed};
use tempfile::TempDir;
use tokio::sync::{Semaphore, SemaphorePermit};
use totp_rs::{Algorithm, Secret, TOTP};

use crate::tools;
use crate::visitor::{Setup, Visitor};
use crate::words::Language;

/// Master password of every demo account.
pub const PASSWORD: &str = "northlight demo password";
/// A service user; his key is derived with Argon2id.
pub const SERVICE: &str = "service@northlight.example";
/// A service user with an authenticator.
pub const SECURE: &str = "secure@northlight.example";
/// The provider.
pub const PROVIDER: &str = "Northlight IT";
/// The client with everything, and its owner.
pub const CLIENT: &str = "Advokatfirman Lindqvist, Bergström & Partners KB";
pub const CLIENT_OWNER: &str = "owner@lindqvist-bergstrom.example";
/// A suspended client.
pub const SUSPENDED: &str = "Harbour Street Dental Group";
/// A small client whose seats are all taken, and its owner.
pub const FULL: &str = "Måleri Åkesson";
pub const FULL_OWNER: &str = "owner@maleri-akesson.example";
/// An organization without a provider, and its owner.
pub const SOLO: &str = "Solo Konsult AB";
pub const SOLO_OWNER: &str = "owner@solo.example";

/// Browsers are hungry: more than two at a time make each other late.
static ROOM: Semaphore = Semaphore::const_new(2);

/// Every file of a filled data folder, by name.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// A filled data folder, file by file; made once for all tests of a run.
static FILLED: LazyLock<Result<Files, String>> = LazyLock::new(|| fill().map_err(|error| format!("{error:#}")));

fn fill() -> Result<Files> {
    let folder = TempDir::new()?;
    let state = AppState::open(Config {
        data: Some(folder.path().to_owned()),
        ..Config::for_tests()
    })?;
    seed::fill_small(&state.db, &state.clock, seed::Small { kdf_iterations: 5_000 })?;
    // Into the one file, so that a copy is whole.
    state
        .db
        .call_blocking(|connection| Ok(connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?))?;
    drop(state);
    let mut files = Vec::new();
    for file in std::fs::read_dir(folder.path())? {
        let file = file?;
        files.push((file.file_name().into(), std::fs::read(file.path())?));
    }
    Ok(files)
}

/// A server with its data. Dropping it ends the server and takes the data away.
pub struct World {
    running: Option<Running>,
    config: Config,
    // Declared last: the files go when nobody holds them any more.
    folder: TempDir,
    _place: SemaphorePermit<'static>,
}

impl World {
    /// A server that doesn't count requests and serves the built page.
    pub async fn start() -> Result<Self> {
        Self::with(|_| ()).await
    }

    /// The same with a changed configuration.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Result<Self> {
        let place = ROOM.acquire().await?;
        let folder = TempDir::new()?;
        let filled = tokio::task::block_in_place(|| FILLED.as_ref()).map_err(|error| anyhow!("{error}"))?;
        for (name, bytes) in filled {
            std::fs::write(folder.path().join(name), bytes)?;
        }
        let mut config = Config {
            data: Some(folder.path().to_owned()),
            page: Some(tools::page()?),
            seed: Seed::None,
            new_device_verification: false,
            faults: true,
            ..Config::for_tests()
        };
        change(&mut config);
        let running = portal_server::start(config.clone()).await?;
        // A later start listens where this one did.
        config.address = running.address;
        Ok(Self {
            running: Some(running),
            config,
            folder,
            _place: place,
        })
    }

    /// A person at a browser in this language.
    pub async fn visit(&self, language: Language) -> Result<Visitor> {
        self.visit_as(Setup::of(language)).await
    }

    /// A person at a browser that is set up so.
    pub async fn visit_as(&self, setup: Setup) -> Result<Visitor> {
        Visitor::open(self.url(), setup).await
    }

    /// Where the page is, without a slash at the end.
    pub fn url(&self) -> String {
        let scheme = if self.config.tls { "https" } else { "http" };
        format!("{scheme}://localhost:{}", self.config.address.port())
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.config.address
    }

    /// The certificate of a server with TLS.
    pub fn certificate(&self) -> Result<PathBuf> {
        let certificate = self.running.as_ref().and_then(|running| running.certificate.clone());
        certificate.context("this server has no certificate")
    }

    /// The server's own state.
    pub fn state(&self) -> Result<&AppState> {
        Ok(&self.running.as_ref().context("the server is down")?.state)
    }

    /// Every request so far.
    pub fn journal(&self) -> Result<Vec<Entry>> {
        Ok(self.state()?.journal.entries())
    }

    /// From now on answers go wrong as this one rule says, in the form of `/__faults.json`.
    pub fn fault(&self, rule: serde_json::Value) -> Result<()> {
        let rule: Rule = serde_json::from_value(rule)?;
        self.state()?.faults.set(vec![rule]);
        Ok(())
    }

    /// Everything is answered as it should be again.
    pub fn clear_faults(&self) -> Result<()> {
        self.state()?.faults.set(Vec::new());
        Ok(())
    }

    /// The server goes away.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// The server comes back at the same address with the same data.
    pub async fn start_again(&mut self) -> Result<()> {
        self.running = Some(portal_server::start(self.config.clone()).await?);
        Ok(())
    }

    /// One text of the database; every `?` is `value`.
    pub fn text(&self, sql: &str, value: &str) -> Result<String> {
        self.texts(sql, value)?
            .into_iter()
            .next()
            .with_context(|| format!("nothing found by {sql} for {value}"))
    }

    /// The first column of every row, as text.
    pub fn texts(&self, sql: &str, value: &str) -> Result<Vec<String>> {
        let texts = self.state()?.db.call_blocking(|connection| {
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([value], |row| row.get(0))?;
            Ok(rows.collect::<Result<Vec<String>, _>>()?)
        })?;
        Ok(texts)
    }

    /// One number of the database.
    pub fn number(&self, sql: &str, value: &str) -> Result<i64> {
        let number = self
            .state()?
            .db
            .call_blocking(|connection| Ok(connection.query_row(sql, [value], |row| row.get(0))?))?;
        Ok(number)
    }

    /// Changes the database as somebody else would through his own client.
    pub fn change(&self, sql: &str, value: &str) -> Result<()> {
        self.state()?
            .db
            .call_blocking(|connection| Ok(connection.execute(sql, [value])?))?;
        Ok(())
    }

    /// The id of an organization.
    pub fn organization(&self, name: &str) -> Result<String> {
        self.text("SELECT id FROM organizations WHERE name = ?1", name)
    }

    /// The number of items that an organization has.
    pub fn items(&self, organization: &str) -> Result<i64> {
        self.number("SELECT count(*) FROM ciphers WHERE organization_id = ?1", organization)
    }

    /// What an account's authenticator shows now.
    pub fn authenticator_code(&self, email: &str) -> Result<String> {
        let secret = self.text("SELECT totp_secret FROM users WHERE email = ?1", email)?;
        let secret = Secret::Encoded(secret)
            .to_bytes()
            .map_err(|error| anyhow!("{error:?}"))?;
        let now = u64::try_from(self.state()?.clock.now().unix_timestamp())?;
        Ok(TOTP::new_unchecked(Algorithm::SHA1, 6, 1, 30, secret).generate(now))
    }

    /// A folder for files of this test.
    pub fn scratch(&self) -> Result<PathBuf> {
        let folder = self.folder.path().join("scratch");
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }
}

//! What a server is started with.

use std::net::SocketAddr;
use std::path::PathBuf;

pub use crate::dialect::Dialect;
pub use crate::patience::Patience;

/// Which data a new database is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Seed {
    /// Provider "Northlight IT" with twelve believable clients.
    Demo,
    /// 1,000 clients, one of them with 10,000 members.
    Large,
    /// An empty database.
    None,
}

/// How one server runs. `Config::for_tests` is the form tests start from.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub address: SocketAddr,
    /// Folder of the database and certificate; `None` keeps everything in memory.
    pub data: Option<PathBuf>,
    pub seed: Seed,
    /// Folder of the built page; `None` serves the API alone.
    pub page: Option<PathBuf>,
    /// The `config.json` beside the page, which tells it where the servers are; `None` has none.
    pub page_config: Option<String>,
    /// Whose behaviour the server has.
    pub dialect: Dialect,
    /// Self-signed TLS, certificate written beside the data.
    pub tls: bool,
    /// Names that the server goes by besides those of this machine itself (`host`), without a port.
    pub names: Vec<String>,
    /// Lifts the request limits of contract/conventions.md 6 and the fixed delays after a wrong secret.
    pub relaxed_limits: bool,
    /// Remembers what was asked, and shows it at `/__journal.json`.
    pub journal: bool,
    /// How long connections and bodies are waited for.
    pub patience: Patience,
    /// Opens `/__faults.json`, which lets answers go wrong on purpose.
    pub faults: bool,
    /// Life of an access token in seconds (3600 on the real server).
    pub access_token_seconds: i64,
    /// Asks for a mailed code on a device never seen before (contract/identity.md 2.4).
    pub new_device_verification: bool,
    /// Other origins allowed to call (none on the real server).
    pub allowed_origins: Vec<String>,
}

impl Config {
    /// In memory, empty, on a free port, without limits or delays, with a journal.
    pub fn for_tests() -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            data: None,
            seed: Seed::None,
            page: None,
            page_config: None,
            dialect: Dialect::Bitwarden,
            tls: false,
            names: Vec::new(),
            relaxed_limits: true,
            journal: true,
            patience: Patience::default(),
            faults: false,
            access_token_seconds: 3600,
            new_device_verification: true,
            allowed_origins: Vec::new(),
        }
    }
}

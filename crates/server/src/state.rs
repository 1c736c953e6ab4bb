//! What every route shares.

use std::path::Path;
use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::faults::Faults;
use crate::journal::Journal;
use crate::limits::Limits;

/// The database's name inside the data folder.
const DATABASE: &str = "portal.sqlite";

/// Whether this configuration begins with a new database.
pub fn is_first_start(config: &Config) -> bool {
    !config
        .data
        .as_ref()
        .is_some_and(|folder| folder.join(DATABASE).exists())
}

/// Clones share everything.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub clock: Clock,
    pub config: Arc<Config>,
    /// Method, path, account and status of every request, for tests (never bodies or queries with secrets).
    pub journal: Journal,
    pub limits: Limits,
    /// Which answers go wrong on purpose; none without `Config::faults`.
    pub faults: Faults,
    /// Signs access tokens; one per database, so that sign-ins outlive a restart.
    pub token_key: Arc<[u8; 32]>,
}

impl AppState {
    /// Opens the database of this configuration (in memory without a data folder) and what goes with it.
    pub fn open(config: Config) -> Result<Self> {
        let (db, token_key) = match &config.data {
            Some(folder) => {
                std::fs::create_dir_all(folder)
                    .map_err(|error| Error::Internal(format!("{}: {error}", folder.display())))?;
                (
                    Db::open(Some(&folder.join(DATABASE)))?,
                    kept_key(&folder.join("token.key"))?,
                )
            }
            None => (Db::open(None)?, crate::identity::secrets::random()?),
        };
        Ok(Self {
            db,
            clock: Clock::default(),
            journal: Journal::default(),
            limits: Limits::new(config.relaxed_limits),
            faults: Faults::default(),
            token_key: Arc::new(token_key),
            config: Arc::new(config),
        })
    }
}

fn kept_key(path: &Path) -> Result<[u8; 32]> {
    if let Ok(bytes) = std::fs::read(path)
        && let Ok(key) = bytes.try_into()
    {
        return Ok(key);
    }
    let key = crate::identity::secrets::random()?;
    write_private(path, &key)?;
    Ok(key)
}

/// Writes a file only its owner may read.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let named = |error: std::io::Error| Error::Internal(format!("{}: {error}", path.display()));
    std::fs::write(path, bytes).map_err(named)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).map_err(named)?;
    }
    Ok(())
}

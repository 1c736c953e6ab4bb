//! What every route shares.

use std::path::Path;
use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::error::Result;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::limits::Limits;
use crate::private;
use crate::routes::import::Room;

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
    /// Method, path, account and status of every request, with `Config::journal` (never bodies or queries with secrets).
    pub journal: Journal,
    pub limits: Limits,
    /// How much of imports under way is in memory.
    pub imports: Room,
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
                private::folder(folder)?;
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
            imports: Room::default(),
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
    private::write(path, &key)?;
    Ok(key)
}

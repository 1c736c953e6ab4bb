//! One SQLite database, its migrations, and the only way routes reach it.

use std::path::Path;
use std::sync::{Arc, Mutex};

use rusqlite::Connection;

use crate::error::{Error, Result};

const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_init.sql"),
    include_str!("../migrations/0002_groups_with_everything.sql"),
];

/// A handle to the database; clones share the connection.
#[derive(Clone)]
pub struct Db(Arc<Mutex<Connection>>);

impl Db {
    /// Opens (and migrates) the file, or a database in memory.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let connection = match path {
            Some(path) => Connection::open(path),
            None => Connection::open_in_memory(),
        }?;
        connection.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;")?;
        let done: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        for (index, sql) in MIGRATIONS.iter().enumerate().skip(done as usize) {
            connection.execute_batch(&format!("BEGIN;{sql};PRAGMA user_version={};COMMIT;", index + 1))?;
        }
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Runs `work` on a blocking thread with the connection. Use `connection.transaction()` for all-or-nothing work.
    pub async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let shared = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || {
            let mut connection = shared
                .lock()
                .map_err(|_| Error::Internal("database lock poisoned".into()))?;
            work(&mut connection)
        })
        .await
        .map_err(|error| Error::Internal(error.to_string()))?
    }

    /// The same on the calling thread: for start-up, seeding and tests.
    pub fn call_blocking<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let mut connection = self
            .0
            .lock()
            .map_err(|_| Error::Internal("database lock poisoned".into()))?;
        work(&mut connection)
    }
}

//! One SQLite database, its migrations, and the only way routes reach it.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use crate::error::{Error, Result};
use crate::private;

const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_init.sql"),
    include_str!("../migrations/0002_authenticator_step.sql"),
    include_str!("../migrations/0003_groups_with_everything.sql"),
];

/// A handle to the database; clones share the connection.
#[derive(Clone)]
pub struct Db(Arc<Mutex<Connection>>);

impl Db {
    /// Opens (and migrates) the file, or a database in memory. The file and those beside it are its owner's alone.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let connection = match path {
            Some(path) => {
                // Before anything is written: SQLite gives the files beside it the same mode.
                for ending in ["", "-wal", "-shm"] {
                    let mut file = path.as_os_str().to_owned();
                    file.push(ending);
                    private::keep(Path::new(&file), ending.is_empty())?;
                }
                Connection::open(path)?
            }
            None => Connection::open_in_memory()?,
        };
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
            let mut connection = sound(&shared)?;
            work(&mut connection)
        })
        .await
        .map_err(|error| Error::Internal(error.to_string()))?
    }

    /// The same on the calling thread: for start-up, seeding and tests.
    pub fn call_blocking<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let mut connection = sound(&self.0)?;
        work(&mut connection)
    }
}

/// The connection, also after somebody panicked with it: what was begun is undone, so the next caller finds it as it was
/// before.
fn sound(shared: &Mutex<Connection>) -> Result<MutexGuard<'_, Connection>> {
    let connection = shared.lock().unwrap_or_else(PoisonError::into_inner);
    if shared.is_poisoned() {
        shared.clear_poison();
        if !connection.is_autocommit() {
            connection.execute_batch("ROLLBACK")?;
        }
    }
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(db: &Db) -> i64 {
        db.call_blocking(|connection| Ok(connection.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0))?))
            .expect("the database answers")
    }

    const MAIL: &str = "INSERT INTO outbox (recipient, subject, body, sent) VALUES ('a', 'b', 'c', 'd')";

    #[tokio::test]
    async fn a_panic_undoes_what_it_began_and_leaves_the_database_to_others() {
        let db = Db::open(None).expect("a database");
        let died = db.call::<()>(|connection| {
            let transaction = connection.transaction()?;
            transaction.execute(MAIL, [])?;
            panic!("on purpose")
        });
        assert!(matches!(died.await, Err(Error::Internal(_))));
        assert_eq!(rows(&db), 0);
        // A transaction that nothing rolls back by itself.
        let died = db.call::<()>(|connection| {
            connection.execute_batch("BEGIN")?;
            connection.execute(MAIL, [])?;
            panic!("on purpose")
        });
        assert!(matches!(died.await, Err(Error::Internal(_))));
        assert_eq!(rows(&db), 0);
        db.call(|connection| Ok(connection.execute(MAIL, [])?))
            .await
            .expect("written");
        assert_eq!(rows(&db), 1);
    }
}

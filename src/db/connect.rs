//! Opening a connection and setting the session up the way every query relies on.

pub(super) mod count;

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, ConnectionError, ConnectionResult, QueryResult, SqliteConnection};

use self::count::Counter;
use super::{MariaDb, is_retryable};
use crate::config::Database;

/// A connection to whichever engine `DATABASE_URL` names.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// A file on this machine.
    Sqlite(SqliteConnection),
    /// A server of the host.
    Maria(MariaDb),
}

/// How long SQLite waits for another process's write to end.
const SQLITE_PATIENCE: Duration = Duration::from_secs(5);
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// How often, and after how long at first, a server is asked again that has too many connections: the burst of a page that many
/// open at once is over in less than a second.
const TRIES_WHEN_FULL: u32 = 7;
const PAUSE_WHEN_FULL: Duration = Duration::from_millis(15);

/// Opens a connection.
///
/// MariaDB sessions read what others have committed (under the default isolation the till that loses a race would read a
/// stale row), in UTC, strictly. SQLite runs in WAL mode with foreign keys on.
pub fn connect(database: &Database) -> ConnectionResult<Conn> {
    let mut conn = match database {
        Database::Sqlite { path } => {
            let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
            set_up_sqlite(&mut conn).map_err(ConnectionError::CouldntSetupConfiguration)?;
            Conn::Sqlite(conn)
        }
        Database::Maria { url } => {
            let mut conn = establish(url)?;
            // The isolation by its own statement: the variable's name is not the same on MariaDB and MySQL 8.
            conn.batch_execute(
                "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; \
                 SET SESSION time_zone = '+00:00', \
                 sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE', \
                 innodb_lock_wait_timeout = 5, character_set_client = utf8mb4, \
                 character_set_connection = utf8mb4, character_set_results = utf8mb4, \
                 collation_connection = utf8mb4_bin",
            )
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
            Conn::Maria(conn)
        }
    };
    conn.set_instrumentation(Counter);
    Ok(conn)
}

fn establish(url: &str) -> ConnectionResult<MariaDb> {
    let mut pause = PAUSE_WHEN_FULL;
    for _ in 1..TRIES_WHEN_FULL {
        match MariaDb::establish(url) {
            Err(ConnectionError::CouldntSetupConfiguration(error)) if is_full(&error.to_string()) => {
                std::thread::sleep(pause);
                pause *= 2;
            }
            outcome => return outcome,
        }
    }
    MariaDb::establish(url)
}

/// Whether the server, or this account on it, has as many connections as it may: in the words of errors 1040, 1203 and 1226.
fn is_full(words: &str) -> bool {
    ["Too many connections", "max_user_connections"].iter().any(|sign| words.contains(sign))
}

/// Name of the engine behind a connection: `mariadb` (MySQL included) or `sqlite`.
pub const fn engine(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "sqlite",
        Conn::Maria(_) => "mariadb",
    }
}

fn set_up_sqlite(conn: &mut SqliteConnection) -> QueryResult<()> {
    conn.batch_execute(&format!(
        "PRAGMA busy_timeout = {}; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        SQLITE_PATIENCE.as_millis()
    ))?;
    // A new file changes to WAL once. SQLite refuses that at once, whatever the timeout, while another process has begun to
    // write, as when several find it empty.
    let deadline = Instant::now() + SQLITE_PATIENCE;
    loop {
        match conn.batch_execute("PRAGMA journal_mode = WAL;") {
            Err(error) if is_retryable(&error) && Instant::now() < deadline => {
                std::thread::sleep(BETWEEN_TRIES);
            }
            outcome => return outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_that_somebody_writes_to_is_opened_once_they_are_done() {
        let path = std::env::temp_dir().join(format!("bourse-connect-{}.sqlite", std::process::id()));
        let mut writer = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
        writer.batch_execute("BEGIN IMMEDIATE; CREATE TABLE first (id INTEGER);").unwrap();
        let database = Database::Sqlite { path: path.clone() };
        let opened = std::thread::spawn(move || connect(&database).map(|_| ()));
        std::thread::sleep(Duration::from_millis(100));
        assert!(!opened.is_finished(), "it waits");
        writer.batch_execute("COMMIT;").unwrap();
        opened.join().unwrap().unwrap();
        drop(writer);
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
        }
    }
}

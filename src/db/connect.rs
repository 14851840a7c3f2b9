//! Opening a connection and setting the session up the way every query relies on.

use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, ConnectionError, ConnectionResult, SqliteConnection};

use super::MariaDb;
use super::count::Counter;
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

/// Opens a connection.
///
/// MariaDB sessions read what others have committed (under the default isolation the till that loses a race would read a
/// stale row), in UTC, strictly. SQLite runs in WAL mode with foreign keys on.
pub fn connect(database: &Database) -> ConnectionResult<Conn> {
    let mut conn = match database {
        Database::Sqlite { path } => {
            let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
            conn.batch_execute(&format!(
                "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
                SQLITE_PATIENCE.as_millis()
            ))
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
            Conn::Sqlite(conn)
        }
        Database::Maria { url } => {
            let mut conn = MariaDb::establish(url)?;
            conn.batch_execute(
                "SET SESSION tx_isolation = 'READ-COMMITTED', time_zone = '+00:00', \
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

/// Name of the engine behind a connection: `mariadb` (MySQL included) or `sqlite`.
pub const fn engine(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "sqlite",
        Conn::Maria(_) => "mariadb",
    }
}

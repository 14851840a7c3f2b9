//! The one way to change something: a transaction that is tried again when engines get in each other's way.

pub(super) mod snapshot;

use diesel::connection::SimpleConnection as _;
use diesel::result::Error as DbError;
use diesel::{Connection as _, QueryResult};

use super::Conn;
use crate::error::{Problem, Result};

/// How often a transaction is tried before the person is told to try again.
const ATTEMPTS: u32 = 6;

/// Runs `change` in one transaction and commits it when it returns `Ok`.
///
/// Deadlocks and busy databases roll back and start over, so `change` may run several times: it must compute everything
/// from what it reads inside. SQLite takes the write lock at once (`BEGIN IMMEDIATE`), for a reader that turns writer half
/// way would fail however long it waits.
pub fn write<T>(conn: &mut Conn, mut change: impl FnMut(&mut Conn) -> Result<T>) -> Result<T> {
    again(conn, |conn| attempt_once(conn, &mut change))
}

/// Runs `work` until engines no longer get in each other's way: enough for a single statement, which is a transaction of
/// its own.
pub fn again<T>(conn: &mut Conn, mut work: impl FnMut(&mut Conn) -> Result<T>) -> Result<T> {
    let mut attempt = 1;
    loop {
        match work(conn) {
            Err(problem) if problem.is_retryable() && attempt < ATTEMPTS => {
                std::thread::sleep(std::time::Duration::from_millis(u64::from(attempt * attempt) * 3));
                attempt += 1;
            }
            other => return other,
        }
    }
}

fn attempt_once<T>(conn: &mut Conn, change: &mut impl FnMut(&mut Conn) -> Result<T>) -> Result<T> {
    match conn {
        Conn::Maria(_) => conn.transaction(|conn| change(conn)),
        Conn::Sqlite(sqlite) => {
            sqlite.batch_execute("BEGIN IMMEDIATE")?;
            let outcome = change(conn);
            finish(conn, outcome)
        }
    }
}

fn finish<T>(conn: &mut Conn, outcome: Result<T>) -> Result<T> {
    let Conn::Sqlite(sqlite) = conn else { return outcome };
    match outcome {
        Ok(value) => match sqlite.batch_execute("COMMIT") {
            Ok(()) => Ok(value),
            Err(error) => {
                roll_back(sqlite)?;
                Err(Problem::from(error))
            }
        },
        Err(problem) => {
            roll_back(sqlite)?;
            Err(problem)
        }
    }
}

/// SQLite may have rolled back by itself (disk full): that is not a second fault.
fn roll_back(sqlite: &mut diesel::SqliteConnection) -> QueryResult<()> {
    match sqlite.batch_execute("ROLLBACK") {
        Err(DbError::DatabaseError(_, info)) if info.message().contains("no transaction is active") => Ok(()),
        other => other,
    }
}

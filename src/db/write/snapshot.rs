//! Reading several tables as they are at one instant.

use diesel::connection::SimpleConnection as _;

use crate::db::Conn;
use crate::error::Result;

/// Runs `work`, which only reads, on the database as it is at one instant, while others go on writing.
pub fn at_one_instant<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    let begin = match conn {
        // Sessions read what others have committed; this one transaction must not.
        Conn::Maria(_) => {
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
        }
        // SQLite's snapshot begins with the first read.
        Conn::Sqlite(_) => "BEGIN; SELECT count(*) FROM sqlite_schema",
    };
    conn.batch_execute(begin)?;
    let outcome = work(conn);
    let ended = conn.batch_execute("COMMIT");
    let read = outcome?;
    ended?;
    Ok(read)
}

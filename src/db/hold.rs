//! Holding a row until the end of the transaction, so that what is read from it stays true until the commit.
//!
//! Diesel offers no locking reads over two engines; these two functions are all of them. SQLite needs none: its write
//! transactions are taken whole, one after the other ([`super::write`]).

use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};

use super::Conn;
use crate::error::Result;

/// Tables whose rows are held by their `id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// An edition: its state decides what may be written.
    Edition,
    /// A payout: its payments are added one after the other.
    Payout,
    /// A till's session: what is counted in it.
    RegisterSession,
    /// A registration: its numbers go to its lists one after the other.
    Registration,
}

impl Held {
    const fn table(self) -> &'static str {
        match self {
            Self::Edition => "editions",
            Self::Payout => "payouts",
            Self::RegisterSession => "register_sessions",
            Self::Registration => "registrations",
        }
    }
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Integer)]
    #[diesel(column_name = found)]
    _found: i32,
}

/// Keeps others from changing a row, while any number of transactions may hold it this way at the same time: the tills
/// that sell in an edition, say, against the step that ends its sale. Waits for whoever is changing it.
pub fn shared(conn: &mut Conn, held: Held, id: &str) -> Result<()> {
    locking_read(conn, held, id, "LOCK IN SHARE MODE")
}

/// Keeps others from changing a row and from holding it in either way.
pub fn exclusive(conn: &mut Conn, held: Held, id: &str) -> Result<()> {
    locking_read(conn, held, id, "FOR UPDATE")
}

/// `LOCK IN SHARE MODE` is the spelling that both MariaDB and MySQL understand.
fn locking_read(conn: &mut Conn, held: Held, id: &str, how: &str) -> Result<()> {
    let Conn::Maria(db) = conn else { return Ok(()) };
    let statement = format!("SELECT 1 AS found FROM {} WHERE id = ? {how}", held.table());
    diesel::sql_query(statement).bind::<Text, _>(id).load::<Found>(db)?;
    Ok(())
}

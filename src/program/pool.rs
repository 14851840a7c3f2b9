//! Connections kept between requests.

use std::sync::{Mutex, PoisonError};

use crate::config::Database;
use crate::db::{self, Conn};
use crate::error::{Result, database_unavailable};

/// Connections nobody uses at the moment. A process of Apache's needs one; the built-in server as many as it has workers.
pub(super) struct Pool {
    database: Database,
    idle: Mutex<Vec<Conn>>,
}

impl Pool {
    pub(super) fn new(database: Database) -> Self {
        Self { database, idle: Mutex::new(Vec::new()) }
    }

    /// A kept connection, else a new one.
    pub(super) fn take(&self) -> Result<Conn> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        kept.map_or_else(|| self.open(), Ok)
    }

    fn open(&self) -> Result<Conn> {
        db::connect(&self.database).map_err(|error| {
            log::error!(target: "fault", "no database connection: {error}");
            database_unavailable()
        })
    }

    pub(super) fn give_back(&self, conn: Conn) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
    }

    /// Closes what is kept: when one connection has died, the others are suspect.
    pub(super) fn forget(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

//! Bringing the schema up to date, one process at a time.

use diesel::connection::SimpleConnection as _;
use diesel::migration::{Migration, MigrationSource as _};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::Conn;
use crate::error::{Result, internal};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const MARIADB: EmbeddedMigrations = embed_migrations!("migrations/mariadb");

/// One migration and whether the database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// `0001_spine`.
    pub name: String,
    /// Whether it has been carried out here.
    pub applied: bool,
}

/// Every migration this program knows, in order.
pub fn status(conn: &mut Conn) -> Result<Vec<Step>> {
    let (known, applied) = match conn {
        Conn::Sqlite(db) => (names(&SQLITE)?, db.applied_migrations().map_err(internal)?),
        Conn::Maria(db) => (names(&MARIADB)?, db.applied_migrations().map_err(internal)?),
    };
    let applied: Vec<String> = applied.iter().map(ToString::to_string).collect();
    Ok(known.into_iter().map(|(name, version)| Step { applied: applied.contains(&version), name }).collect())
}

fn names(source: &EmbeddedMigrations) -> Result<Vec<(String, String)>> {
    // Either backend's view of the folder gives the same names.
    let mut all: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> = source.migrations().map_err(internal)?;
    all.sort_by_key(|migration| migration.name().to_string());
    Ok(all.iter().map(|m| (m.name().to_string(), m.name().version().to_string())).collect())
}

/// Names of every migration this program knows, in order.
pub fn known() -> Result<Vec<String>> {
    Ok(names(&SQLITE)?.into_iter().map(|(name, _)| name).collect())
}

/// An empty database in memory that has exactly these migrations.
pub(super) fn blank(migrations: &[String]) -> Result<SqliteConnection> {
    let mut conn = SqliteConnection::establish(":memory:").map_err(internal)?;
    // Makes the table in which the migrations are noted.
    conn.applied_migrations().map_err(internal)?;
    let mut all: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> = SQLITE.migrations().map_err(internal)?;
    all.sort_by_key(|migration| migration.name().to_string());
    for migration in all.iter().filter(|migration| migrations.contains(&migration.name().to_string())) {
        conn.run_migration(migration).map_err(internal)?;
    }
    Ok(conn)
}

/// Carries out what is missing and returns the names. Two processes at once: one waits, then finds nothing to do.
pub fn up(conn: &mut Conn) -> Result<Vec<String>> {
    lock(conn)?;
    let outcome = match conn {
        Conn::Sqlite(db) => {
            db.run_pending_migrations(SQLITE).map(|done| done.iter().map(ToString::to_string).collect())
        }
        Conn::Maria(db) => {
            db.run_pending_migrations(MARIADB).map(|done| done.iter().map(ToString::to_string).collect())
        }
    };
    unlock(conn)?;
    outcome.map_err(internal)
}

/// SQLite's migrations each run in a write transaction of their own; MariaDB commits at each `CREATE`, hence the lock.
fn lock(conn: &mut Conn) -> Result<()> {
    if let Conn::Maria(db) = conn {
        #[derive(QueryableByName)]
        struct Got {
            #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Integer>)]
            got: Option<i32>,
        }
        let got: Got = diesel::sql_query("SELECT CAST(GET_LOCK('bourse_migrate', 60) AS SIGNED) AS got")
            .get_result(db)?;
        if got.got != Some(1) {
            return Err(internal("another process has been migrating for a minute"));
        }
    }
    Ok(())
}

fn unlock(conn: &mut Conn) -> Result<()> {
    if let Conn::Maria(db) = conn {
        db.batch_execute("DO RELEASE_LOCK('bourse_migrate')")?;
    }
    Ok(())
}

//! Bringing the schema up to date, one process at a time.

use diesel::connection::SimpleConnection as _;
use diesel::migration::{Migration, MigrationSource as _};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::Conn;
use crate::error::{Result, internal};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const MARIADB: EmbeddedMigrations = embed_migrations!("migrations/mariadb");

diesel::table! {
    /// Kept by diesel.
    #[sql_name = "__diesel_schema_migrations"]
    done (version) {
        /// `0001` of `0001_spine`.
        version -> Text,
    }
}

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
    let known = match conn {
        Conn::Sqlite(_) => names(&SQLITE)?,
        Conn::Maria(_) => names(&MARIADB)?,
    };
    let applied = applied(conn)?;
    Ok(known.into_iter().map(|(name, version)| Step { applied: applied.contains(&version), name }).collect())
}

/// Versions that the database has. A database without the table is told from one that does not answer by the harness, which
/// makes the table where it is missing: a statement that every readiness check can do without.
fn applied(conn: &mut Conn) -> Result<Vec<String>> {
    if let Ok(versions) = done::table.select(done::version).load(conn) {
        return Ok(versions);
    }
    let versions = match conn {
        Conn::Sqlite(db) => db.applied_migrations(),
        Conn::Maria(db) => db.applied_migrations(),
    };
    Ok(versions.map_err(internal)?.iter().map(ToString::to_string).collect())
}

fn names(source: &EmbeddedMigrations) -> Result<Vec<(String, String)>> {
    // Either backend's view of the folder gives the same names.
    let mut all: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> = source.migrations().map_err(internal)?;
    all.sort_by_key(|migration| migration.name().to_string());
    Ok(all.iter().map(|m| (m.name().to_string(), m.name().version().to_string())).collect())
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

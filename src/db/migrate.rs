//! Bringing the schema up to date, one process at a time.

pub mod stepwise;

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::migration::{Migration, MigrationSource as _, MigrationVersion};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::{Conn, MariaDb, is_retryable};
use crate::error::{Result, internal};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const MARIADB: EmbeddedMigrations = embed_migrations!("migrations/mariadb");

/// How long a process waits for another one that migrates.
const PATIENCE: Duration = Duration::from_mins(1);
/// The lock's name, which counts for the whole server: installations that share one do not wait for each other.
const LOCK: &str = "LEFT(CONCAT('bourse_migrate ', DATABASE()), 64)";
const BETWEEN_TRIES: Duration = Duration::from_millis(50);
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
///
/// SQLite's migrations run in one write transaction, so that all of them are there or none. MariaDB commits at each
/// `CREATE`: its migrations go statement by statement (see [`stepwise`]), so that one that was cut short goes on where it
/// stopped. A lock of the server's keeps further processes out, those of other hosts on the same database included.
pub fn up(conn: &mut Conn) -> Result<Vec<String>> {
    let deadline = Instant::now() + PATIENCE;
    match conn {
        Conn::Sqlite(db) => loop {
            match db.immediate_transaction(|db| {
                Ok(names_of(&db.run_pending_migrations(SQLITE).map_err(Fault::Migration)?))
            }) {
                Err(Fault::Database(error)) if is_retryable(&error) && Instant::now() < deadline => {
                    std::thread::sleep(BETWEEN_TRIES);
                }
                outcome => return outcome.map_err(internal),
            }
        },
        Conn::Maria(db) => {
            lock(db)?;
            let outcome = up_on_maria(db);
            db.batch_execute(&format!("DO RELEASE_LOCK({LOCK})"))?;
            outcome
        }
    }
}

fn up_on_maria(db: &mut MariaDb) -> Result<Vec<String>> {
    let mut done = Vec::new();
    for migration in db.pending_migrations(MARIADB).map_err(internal)? {
        let text = db.text_of(migration.as_ref()).map_err(internal)?;
        let version = migration.name().version().to_string();
        stepwise::carry_out(db, &version, &stepwise::statements(&text))?;
        done.push(version);
    }
    Ok(done)
}

fn names_of(done: &[MigrationVersion<'_>]) -> Vec<String> {
    done.iter().map(ToString::to_string).collect()
}

/// What ends a run of migrations: a lock that another process holds, or a migration that fails.
#[derive(Debug)]
enum Fault {
    Database(diesel::result::Error),
    Migration(Box<dyn std::error::Error + Send + Sync>),
}

impl From<diesel::result::Error> for Fault {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Migration(error) => error.fmt(f),
        }
    }
}

fn lock(db: &mut MariaDb) -> Result<()> {
    #[derive(QueryableByName)]
    struct Got {
        #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Integer>)]
        got: Option<i32>,
    }
    let ask = format!("SELECT CAST(GET_LOCK({LOCK}, {}) AS SIGNED) AS got", PATIENCE.as_secs());
    let got: Got = diesel::sql_query(ask).get_result(db)?;
    if got.got == Some(1) { Ok(()) } else { Err(internal("another process has been migrating for a minute")) }
}

//! Gathering what lies on this machine and in the database.

use std::net::{IpAddr, ToSocketAddrs as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::model::Finding;
use super::rules::{self, DatabaseFacts, Elsewhere, EnvFile, Folder, OutboxFacts, SecretFacts};
use crate::config::{Database, is_public};
use crate::db::schema::outbox;
use crate::db::{Conn, migrate};
use crate::error::{Problem, Result};
use crate::features::base::journal;
use crate::features::base::mail::MailState;
use crate::features::conduct::messages;
use crate::features::house::system::maintenance;
use crate::features::house::upkeep::model::{TaskRun, TaskState};
use crate::features::house::upkeep::{backups, exports, store};
use crate::features::people::entrance;
use crate::http::client::Address;
use crate::kernel::clock::Instant;
use crate::program::Services;

/// Entries of the journal that are checked: enough for some days, few enough for a request.
const LAST_ENTRIES: i64 = 500;

/// Looks at all of it.
pub fn examine(services: &Services) -> Vec<Finding> {
    let config = &services.config;
    let mut findings = vec![
        rules::env_file(env_file(config.env_file.as_deref()).as_ref()),
        rules::unknown_keys(&config.unknown_keys),
        rules::secrets(secrets(services)),
        rules::folders(&folders(services)),
        rules::disk(free_bytes(&config.folders.storage)),
        exported(services),
        rules::maintenance(maintenance::notice(&config.folders.storage).as_deref()),
        rules::backup(newest_backup(services).map(Instant::utc), services.clock.now().utc()),
    ];
    let facts = services.with_db(database).map_err(|problem| words(&problem));
    let elsewhere = elsewhere(&config.database);
    let facts = facts.map(|facts| DatabaseFacts { elsewhere, ..facts });
    let reachable = facts.is_ok();
    findings.push(rules::database(&facts));
    if reachable {
        match services.with_db(|db| inside(services, db)) {
            Ok(more) => findings.extend(more),
            // A schema that is behind has not all the tables.
            Err(problem) => findings.push(rules::database(&Err(words(&problem)))),
        }
    }
    findings
}

fn words(problem: &Problem) -> String {
    let cause = problem.cause().unwrap_or_else(|| problem.detail.clone());
    crate::kernel::text::without_addresses(cause.trim_end_matches('.')).into_owned()
}

fn env_file(path: Option<&Path>) -> Option<EnvFile> {
    let path = path?;
    let mode = std::fs::metadata(path).ok()?.permissions().mode();
    Some(EnvFile { path: path.display().to_string(), mode, public: is_public(path) })
}

fn secrets(services: &Services) -> SecretFacts {
    let (secrets, site) = (&services.config.secrets, &services.config.site);
    let weak = |secret: &[u8]| {
        secret.len() < 32 || String::from_utf8_lossy(secret).to_ascii_lowercase().contains("change")
    };
    SecretFacts {
        production: site.production,
        local: Address::parse(&site.url).is_some_and(|address| address.is_local()),
        weak: weak(&secrets.jwt) || weak(&secrets.offline),
        same: secrets.jwt == secrets.offline,
    }
}

fn folders(services: &Services) -> Vec<Folder> {
    let folders = &services.config.folders;
    [
        ("STORAGE_PATH", &folders.storage),
        ("ETIQUETTES_PATH", &folders.labels),
        ("BORDEREAUX_PATH", &folders.slips),
        ("LOGS_PATH", &folders.logs),
        ("BACKUP_PATH", &folders.backup),
    ]
    .map(|(key, path)| Folder { key, path: path.display().to_string(), writable: is_writable(path) })
    .into()
}

fn is_writable(folder: &Path) -> bool {
    let probe = folder.join(".doctor");
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&probe, b"ok"));
    // A probe that stays behind does no harm and is overwritten next time.
    drop(std::fs::remove_file(&probe));
    written.is_ok()
}

fn exported(services: &Services) -> Finding {
    let (count, bytes) = exports::held(&services.config.folders.exports);
    rules::exports(count, bytes, services.config.exports.most_bytes)
}

fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

fn newest_backup(services: &Services) -> Option<Instant> {
    let kept = backups::kept(&services.config.folders.backup).ok()?;
    kept.into_iter().map(|kept| kept.made_at).max()
}

/// What the database server says of itself.
fn database(db: &mut Conn) -> Result<DatabaseFacts> {
    #[derive(QueryableByName)]
    struct Told {
        #[diesel(sql_type = Text)]
        version: String,
        #[diesel(sql_type = Text)]
        charset: String,
        #[diesel(sql_type = Text)]
        connections: String,
        #[diesel(sql_type = Text)]
        idle: String,
    }
    #[derive(QueryableByName)]
    struct Version {
        #[diesel(sql_type = Text)]
        version: String,
    }
    match db {
        Conn::Sqlite(db) => {
            let told: Version = diesel::sql_query("SELECT sqlite_version() AS version").get_result(db)?;
            Ok(DatabaseFacts { sqlite: true, version: told.version, ..DatabaseFacts::default() })
        }
        Conn::Maria(db) => {
            let told: Told = diesel::sql_query(
                "SELECT CAST(VERSION() AS CHAR) AS version, CAST(@@character_set_database AS CHAR) AS charset, \
                 CAST(@@max_user_connections AS CHAR) AS connections, CAST(@@wait_timeout AS CHAR) AS idle",
            )
            .get_result(db)?;
            Ok(DatabaseFacts {
                sqlite: false,
                version: told.version,
                charset: Some(told.charset),
                max_connections: told.connections.parse().ok(),
                wait_timeout: told.idle.parse().ok(),
                elsewhere: None,
            })
        }
    }
}

/// The machine of a database that is reached over the network.
fn elsewhere(database: &Database) -> Option<Elsewhere> {
    let Database::Maria { url } = database else { return None };
    let (before, after) = url.split_once('?').unwrap_or((url, ""));
    if after.split('&').any(|setting| setting.starts_with("socket=")) {
        return None;
    }
    let host = before.rsplit_once('@').map_or(before, |(_, rest)| rest);
    let host = host.trim_start_matches("mysql://").split('/').next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name).trim_matches(['[', ']']);
    let mut addresses =
        (name, 0).to_socket_addrs().ok()?.map(|address| address.ip().to_canonical()).peekable();
    if addresses.peek().is_none_or(IpAddr::is_loopback) {
        return None;
    }
    Some(Elsewhere { host: name.to_owned(), private: addresses.all(is_private) })
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    }
}

/// How far the database server's clock is ahead of ours; SQLite has none of its own.
pub fn clock_ahead(services: &Services) -> Option<TimeDelta> {
    #[derive(QueryableByName)]
    struct Told {
        #[diesel(sql_type = Text)]
        now: String,
    }
    let told = services.with_db(|db| match db {
        Conn::Sqlite(_) => Ok(None),
        Conn::Maria(db) => {
            let statement = "SELECT DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%dT%H:%i:%sZ') AS now";
            Ok(Some(diesel::sql_query(statement).get_result::<Told>(db)?.now))
        }
    });
    let theirs = Instant::parse(&told.ok()??)?;
    Some(theirs.utc() - services.clock.now().utc())
}

fn inside(services: &Services, db: &mut Conn) -> Result<Vec<Finding>> {
    let now = services.clock.now();
    let steps = migrate::status(db)?;
    let missing: Vec<String> = steps.into_iter().filter(|step| !step.applied).map(|step| step.name).collect();
    if !missing.is_empty() {
        return Ok(vec![rules::migrations(&missing)]);
    }
    let chain = journal::verify_last(db, LAST_ENTRIES)?;
    let runs = store::last_runs(db)?;
    let last_run = runs.iter().map(|run| run.started_at).max();
    Ok(vec![
        rules::migrations(&missing),
        rules::install_token(entrance::install::token_left_over(&services.config, db)?),
        rules::journal(chain.entries, chain.broken_at.or(chain.forged_seal_at)),
        rules::seals(services.config.secrets.journal.is_some(), secrets(services).local),
        rules::outbox(&waiting_mail(db, now)?),
        rules::cron(last_run.map(Instant::utc), now.utc()),
        rules::tasks(&failed(&runs)),
    ])
}

fn failed(runs: &[TaskRun]) -> Vec<(String, String)> {
    let failed = runs.iter().filter(|run| run.state == TaskState::Failed);
    failed.map(|run| (run.name.in_french().to_owned(), run.detail.clone())).collect()
}

fn waiting_mail(db: &mut Conn, now: Instant) -> Result<OutboxFacts> {
    let week_ago = now.plus(TimeDelta::days(-7));
    let failed =
        outbox::table.filter(outbox::state.eq(MailState::Failed)).filter(outbox::created_at.gt(week_ago));
    let queued = outbox::table.filter(outbox::state.eq(MailState::Queued));
    let oldest: Option<Instant> = queued.select(diesel::dsl::min(outbox::next_at)).first(db)?;
    Ok(OutboxFacts {
        failed: failed.count().get_result(db)?,
        waiting: queued.count().get_result(db)?,
        refusal: messages::standing::account_refusal(db)?.map(|refusal| refusal.words),
        overdue: oldest.map(|at| now.utc() - at.utc()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_on_another_machine_is_told_from_one_on_this() {
        let of = |url: &str| elsewhere(&Database::Maria { url: url.to_owned() });
        let at = |host: &str, private| Some(Elsewhere { host: host.to_owned(), private });
        assert_eq!(of("mysql://u:p%40@192.0.2.7:3306/b?prefer_socket=false"), at("192.0.2.7", false));
        assert_eq!(of("mysql://u:p@10.20.0.3/b"), at("10.20.0.3", true));
        assert_eq!(of("mysql://u:p@[fd00::1]:3306/b"), at("fd00::1", true));
        assert_eq!(of("mysql://u:p@192.0.2.7/b?socket=/run/mysqld.sock"), None);
        assert_eq!(of("mysql://u:p@127.0.0.1:3306/b"), None);
        assert_eq!(of("mysql://u:p@[::1]:3306/b"), None);
        assert_eq!(elsewhere(&Database::Sqlite { path: "b".into() }), None);
    }
}

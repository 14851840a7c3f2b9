//! Migrations on MariaDB: cut short between any two statements, beside another program's tables, and fit for MySQL.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use bourse::db;
use bourse::db::migrate::stepwise;
use bourse::db::{Conn, MariaDb, migrate};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::support::mariadb::{Database, Server};

/// Version and statements of each migration, oldest first.
fn migrations() -> Vec<(String, Vec<String>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations/mariadb");
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let version = name.split('_').next().unwrap().to_owned();
            (version, stepwise::statements(&fs::read_to_string(path.join("up.sql")).unwrap()))
        })
        .collect();
    found.sort();
    found
}

fn connect(database: &Database) -> Conn {
    db::connect(&bourse::config::Database::Maria { url: database.url() }).unwrap()
}

fn maria(conn: &mut Conn) -> &mut MariaDb {
    match conn {
        Conn::Maria(db) => db,
        Conn::Sqlite(_) => panic!("this is about MariaDB"),
    }
}

/// Every table as the server describes it, and how many rows it has.
fn schema(conn: &mut Conn) -> BTreeMap<String, (String, i64)> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        name: String,
        #[diesel(sql_type = Text)]
        columns: String,
        #[diesel(sql_type = Text)]
        keys: String,
    }
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        number: i64,
    }
    let db = maria(conn);
    db.batch_execute("SET SESSION group_concat_max_len = 1000000").unwrap();
    let all: Vec<Row> = diesel::sql_query(
        "SELECT CAST(t.table_name AS CHAR) AS name, \
         CAST((SELECT GROUP_CONCAT(column_name, ' ', column_type, ' ', is_nullable, ' ', COALESCE(column_default, '-') \
           ORDER BY ordinal_position) FROM information_schema.columns c \
           WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name) AS CHAR) AS columns, \
         CAST(COALESCE((SELECT GROUP_CONCAT(index_name, ' ', seq_in_index, ' ', column_name, ' ', non_unique \
           ORDER BY index_name, seq_in_index) FROM information_schema.statistics s \
           WHERE s.table_schema = t.table_schema AND s.table_name = t.table_name), '') AS CHAR) AS `keys` \
         FROM information_schema.tables t WHERE t.table_schema = DATABASE()",
    )
    .load(db)
    .unwrap();
    all.into_iter()
        .filter(|row| !row.name.starts_with("__bourse"))
        .map(|row| {
            let count = format!("SELECT COUNT(*) AS number FROM `{}`", row.name);
            let counted: Counted = diesel::sql_query(count).get_result(db).unwrap();
            (row.name, (row.columns + " | " + &row.keys, counted.number))
        })
        .collect()
}

/// When the process that migrates is killed, again and again.
#[derive(Clone, Copy, Debug)]
enum Killed {
    /// Before each statement, once its place has been noted.
    Before,
    /// After each statement, before anything else is noted.
    After,
}

fn migrate_with_interruptions(conn: &mut Conn, killed: Killed) {
    let known = migrations();
    // Makes diesel's own table, as the first connection does.
    migrate::status(conn).unwrap();
    for (version, statements) in &known {
        for place in 0..statements.len() {
            let db = maria(conn);
            stepwise::advance(db, version, &statements[..place]).unwrap();
            let changes_rows =
                statements[place].starts_with("INSERT") || statements[place].starts_with("UPDATE");
            stepwise::note(db, version, place, !changes_rows).unwrap();
            if matches!(killed, Killed::After) && !changes_rows {
                db.batch_execute(&statements[place]).unwrap();
            }
        }
        stepwise::carry_out(maria(conn), version, statements).unwrap();
    }
}

#[test]
fn a_migration_cut_short_between_any_two_statements_goes_on() {
    let (whole, pieces) = (Server::shared().database(), Server::shared().database());
    let mut straight = connect(&whole);
    migrate::up(&mut straight).unwrap();
    let expected = schema(&mut straight);
    assert!(expected.len() > 20, "{:?}", expected.keys());
    let mut before = connect(&pieces);
    migrate_with_interruptions(&mut before, Killed::Before);
    assert_eq!(schema(&mut before), expected);
    let other = Server::shared().database();
    let mut after = connect(&other);
    migrate_with_interruptions(&mut after, Killed::After);
    assert_eq!(schema(&mut after), expected);
    assert!(migrate::up(&mut after).unwrap().is_empty(), "nothing is left to do");
}

#[test]
fn a_real_process_killed_while_it_migrates_is_followed_by_one_that_ends_the_work() {
    let (whole, killed) = (Server::shared().database(), Server::shared().database());
    let mut straight = connect(&whole);
    migrate::up(&mut straight).unwrap();
    let expected = schema(&mut straight);
    let folder = crate::support::folder::Folder::new("migrations");
    let secret = "0123456789abcdef0123456789abcdef";
    let settings = format!(
        "DATABASE_URL='{}'\nAPP_ENV=test\nJWT_SECRET_KEY={secret}\nOFFLINE_HMAC_SECRET=x{secret}\n",
        killed.url()
    );
    fs::write(folder.join("env"), settings).unwrap();
    let mut process = std::process::Command::new(crate::support::binary())
        .args(["migrate", "up"])
        .env("BOURSE_ENV", folder.join("env"))
        .current_dir(folder.path())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut conn = connect(&killed);
    // As soon as something is there; a process that was quicker has simply done it all.
    crate::support::leash::eventually(std::time::Duration::from_secs(20), || schema(&mut conn).len() > 3);
    let _ = process.kill();
    process.wait().unwrap();
    migrate::up(&mut conn).unwrap();
    assert_eq!(schema(&mut conn), expected);
}

#[test]
fn another_programs_table_of_the_same_name_stops_the_migration() {
    let database = Server::shared().database();
    database.execute("CREATE TABLE users (id INT PRIMARY KEY)");
    let mut conn = connect(&database);
    assert!(migrate::up(&mut conn).is_err());
    // Asked again, it does not take the foreign table for its own.
    assert!(migrate::up(&mut conn).is_err());
    assert!(!schema(&mut conn).contains_key("journal"));
}

/// Words that MySQL 8.4 reserves and MariaDB does not, from the list in its manual: no bare name of ours may be one.
const RESERVED_BY_MYSQL: [&str; 31] = [
    "cube",
    "cume_dist",
    "dense_rank",
    "empty",
    "except",
    "first_value",
    "function",
    "grouping",
    "groups",
    "intersect",
    "json_table",
    "lag",
    "last_value",
    "lateral",
    "lead",
    "manual",
    "nth_value",
    "ntile",
    "of",
    "over",
    "parallel",
    "percent_rank",
    "qualify",
    "rank",
    "recursive",
    "row",
    "rows",
    "row_number",
    "system",
    "tablesample",
    "window",
];

/// What only MariaDB understands in the statements that change a schema.
const ONLY_MARIADB: [&str; 18] = [
    "ADD COLUMN IF NOT EXISTS",
    "ADD IF NOT EXISTS",
    "DROP COLUMN IF EXISTS",
    "MODIFY COLUMN IF EXISTS",
    "INDEX IF NOT EXISTS",
    "INDEX IF EXISTS",
    "KEY IF NOT EXISTS",
    "KEY IF EXISTS",
    "CONSTRAINT IF EXISTS",
    "OR REPLACE",
    "RETURNING",
    " UUID",
    " INET4",
    " INET6",
    "ENGINE=ARIA",
    "SYSTEM VERSIONING",
    "PERSISTENT",
    "CREATE SEQUENCE",
];

#[test]
fn no_migration_says_what_only_mariadb_understands() {
    for (version, statements) in migrations() {
        for statement in statements {
            let flat = statement.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
            for words in ONLY_MARIADB {
                assert!(!flat.contains(words), "{version}: « {words} » in {statement}");
            }
            // MySQL wants an expression there: TEXT NOT NULL DEFAULT ('').
            let mut columns = flat.split(',');
            let literal = columns.find(|column| {
                ["TEXT", "BLOB", "JSON"].iter().any(|kind| column.contains(kind))
                    && column.split_once("DEFAULT ").is_some_and(|(_, value)| {
                        !value.starts_with(['(', 'N']) && !value.starts_with("CHARSET")
                    })
            });
            assert_eq!(literal, None, "{version}: MySQL takes no plain default for text");
            // Each change of a table on its own, so that a kill in between is a matter of whole statements.
            if flat.starts_with("ALTER TABLE") {
                let several =
                    [", ADD ", ", DROP ", ", MODIFY ", ", CHANGE "].iter().any(|word| flat.contains(word));
                assert!(!several, "{version}: one change for each ALTER TABLE: {statement}");
            }
        }
    }
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[test]
fn no_table_or_column_has_a_name_that_mysql_reserves() {
    let database = Server::shared().database();
    let mut conn = connect(&database);
    migrate::up(&mut conn).unwrap();
    let names: Vec<Name> = diesel::sql_query(
        "SELECT CAST(column_name AS CHAR) AS name FROM information_schema.columns WHERE table_schema = DATABASE() \
         UNION SELECT CAST(table_name AS CHAR) FROM information_schema.tables WHERE table_schema = DATABASE()",
    )
    .load(maria(&mut conn))
    .unwrap();
    assert!(names.len() > 100);
    for Name { name } in names {
        assert!(!RESERVED_BY_MYSQL.contains(&name.to_lowercase().as_str()), "{name}");
    }
}

#[test]
fn a_connection_is_set_up_in_words_that_mysql_knows_too() {
    let text = include_str!("../../src/db/connect.rs");
    assert!(text.contains("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"));
    // MariaDB's variable, which MySQL 8.0.3 took away, and MySQL's, which MariaDB learnt late.
    for variable in ["tx_isolation", "transaction_isolation"] {
        assert!(!text.contains(variable), "{variable}");
    }
}

#[test]
fn who_finds_no_connection_left_waits_for_one() {
    let database = Server::shared().database();
    let user = format!("narrow_{}", std::process::id());
    database.execute(&format!(
        "CREATE USER {user}@localhost IDENTIFIED BY 'pass'; GRANT ALL ON *.* TO {user}@localhost WITH MAX_USER_CONNECTIONS 1"
    ));
    let url = database.url().replace("root@", &format!("{user}:pass@"));
    let config = bourse::config::Database::Maria { url };
    let held = db::connect(&config).unwrap();
    let begun = std::time::Instant::now();
    assert!(db::connect(&config).is_err(), "there is one only");
    let pauses: u64 = (0..6).map(|time| 15 << time).sum();
    assert!(begun.elapsed() >= std::time::Duration::from_millis(pauses), "it asked again and again");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| db::connect(&config).is_ok());
        drop(held);
        assert!(waiting.join().unwrap());
    });
    database.execute(&format!("DROP USER {user}@localhost"));
}

//! The schema that a database really has, on either engine, and rows held in it.

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::time::Duration;

use bourse::db::hold::{self, Held};
use bourse::db::schema::editions;
use bourse::db::{self, migrate, tables};
use bourse::features::edition::editions::states::EditionStatus;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::support::app::{TestApp, on_mariadb};
use crate::support::seed::Seed;

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
}

const ON_MARIADB: &str = "SELECT CAST(table_name AS CHAR) AS table_name, CAST(column_name AS CHAR) AS column_name \
     FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> '__diesel_schema_migrations'";

const ON_SQLITE: &str = "SELECT m.name AS table_name, c.name AS column_name \
     FROM sqlite_schema m JOIN pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND m.name <> '__diesel_schema_migrations' AND m.name NOT LIKE 'sqlite%'";

#[test]
fn both_engines_have_the_tables_and_columns_that_backups_read() {
    let app = TestApp::new();
    let expected: BTreeSet<(String, String)> = tables::after(&migrate::known().unwrap())
        .unwrap()
        .into_iter()
        .flat_map(|table| {
            let name = table.name;
            table.columns.into_iter().map(move |column| (name.clone(), column.name))
        })
        .collect();
    let asked = if on_mariadb() { ON_MARIADB } else { ON_SQLITE };
    let rows: Vec<ColumnRow> = app.app.with_db(|db| Ok(diesel::sql_query(asked).load(db)?)).unwrap();
    // What begins with two strokes is kept by the migrations themselves.
    let found: BTreeSet<(String, String)> = rows
        .into_iter()
        .filter(|row| !row.table_name.starts_with("__"))
        .map(|row| (row.table_name, row.column_name))
        .collect();
    assert_eq!(found, expected);
}

/// Holds the edition, lets another thread try to change it, and says whether that one had to wait for the commit.
fn change_waits(held_by: fn(&mut db::Conn, Held, &str) -> bourse::error::Result<()>) -> bool {
    let app = TestApp::new();
    let edition = Seed(&app).edition("A2025", EditionStatus::Sale);
    let config = app.app.config.database.clone();
    let (done, told) = mpsc::channel();
    let mut holder = db::connect(&config).unwrap();
    let waited = db::write(&mut holder, |conn| {
        held_by(conn, Held::Edition, edition.as_str())?;
        let (config, done) = (config.clone(), done.clone());
        std::thread::spawn(move || {
            let mut other = db::connect(&config).unwrap();
            let changed = db::write(&mut other, |conn| {
                diesel::update(editions::table.find(edition))
                    .set(editions::description.eq("autre"))
                    .execute(conn)?;
                Ok(())
            });
            done.send(changed.is_ok()).unwrap();
        });
        // It cannot be done while this transaction holds the row, however long one waits.
        Ok(told.recv_timeout(Duration::from_millis(300)).is_err())
    })
    .unwrap();
    assert!(told.recv_timeout(Duration::from_secs(20)).unwrap(), "the other change goes on after the commit");
    waited
}

#[test]
fn a_held_row_is_not_changed_before_the_commit() {
    assert!(change_waits(hold::shared));
    assert!(change_waits(hold::exclusive));
}

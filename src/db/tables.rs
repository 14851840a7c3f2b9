//! Which tables there are, read from the migrations themselves: a backup cannot forget one.
//!
//! The migrations are run in an empty database in memory, which is then asked what it has. That takes a few
//! milliseconds, holds for both engines (the migrations are twins) and for any earlier state of the schema, and never
//! touches the tables of other programs that share the host's only database.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Text};
use serde::{Deserialize, Serialize};

use super::migrate;
use crate::error::{Result, internal};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Whole numbers and truth values (0 and 1).
    Integer,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, of lower-case letters and `_`.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether a row must bring a value: neither nullable nor with a default.
    pub required: bool,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, of lower-case letters and `_`.
    pub name: String,
    /// Its columns, in the order of the migrations.
    pub columns: Vec<Column>,
    /// Columns of the primary key, in order.
    pub key: Vec<String>,
    /// Tables that its foreign keys name.
    pub parents: Vec<String>,
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    declared: String,
    #[diesel(sql_type = Bool)]
    required: bool,
    #[diesel(sql_type = Integer)]
    key_place: i32,
}

const COLUMNS: &str = "SELECT m.name AS table_name, c.name AS column_name, c.type AS declared, c.pk AS key_place, \
     c.\"notnull\" AND c.dflt_value IS NULL AS required \
     FROM sqlite_schema m JOIN pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND m.name <> '__diesel_schema_migrations' AND m.name NOT LIKE 'sqlite%' \
     ORDER BY m.rowid, c.cid";

#[derive(QueryableByName)]
struct ParentRow {
    #[diesel(sql_type = Text)]
    child: String,
    #[diesel(sql_type = Text)]
    parent: String,
}

const PARENTS: &str = "SELECT DISTINCT m.name AS child, f.\"table\" AS parent \
     FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f.\"table\" <> m.name \
     ORDER BY child, parent";

/// Every table of a database that has exactly the migrations of these names, parents before their children.
pub fn after(migrations: &[String]) -> Result<Vec<Table>> {
    let mut blank = migrate::blank(migrations)?;
    let mut tables: Vec<Table> = Vec::new();
    let mut keys: Vec<Vec<(i32, String)>> = Vec::new();
    for row in diesel::sql_query(COLUMNS).load::<ColumnRow>(&mut blank)? {
        if tables.last().is_none_or(|table| table.name != row.table_name) {
            tables.push(Table {
                name: row.table_name,
                columns: Vec::new(),
                key: Vec::new(),
                parents: Vec::new(),
            });
            keys.push(Vec::new());
        }
        let (Some(table), Some(key)) = (tables.last_mut(), keys.last_mut()) else { continue };
        if row.key_place > 0 {
            key.push((row.key_place, row.column_name.clone()));
        }
        let kind = kind(&row.declared)?;
        table.columns.push(Column { name: row.column_name, kind, required: row.required });
    }
    let parents = diesel::sql_query(PARENTS).load::<ParentRow>(&mut blank)?;
    for (table, mut key) in tables.iter_mut().zip(keys) {
        key.sort();
        table.key = key.into_iter().map(|(_, name)| name).collect();
        let own = parents.iter().filter(|row| row.child == table.name);
        table.parents = own.map(|row| row.parent.clone()).collect();
    }
    parents_first(tables)
}

fn kind(declared: &str) -> Result<Kind> {
    match declared {
        "INTEGER" | "BIGINT" | "BOOLEAN" => Ok(Kind::Integer),
        "TEXT" => Ok(Kind::Text),
        "BLOB" => Ok(Kind::Bytes),
        other => Err(internal(format!("backups do not know columns of the type {other}"))),
    }
}

fn parents_first(mut waiting: Vec<Table>) -> Result<Vec<Table>> {
    let mut sorted: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |table: &Table| {
            table.parents.iter().all(|parent| sorted.iter().any(|earlier| earlier.name == *parent))
        };
        let Some(next) = waiting.iter().position(is_ready) else {
            return Err(internal("foreign keys go round in a circle"));
        };
        sorted.push(waiting.remove(next));
    }
    Ok(sorted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Table> {
        let names = migrate::known().unwrap();
        after(&names).unwrap()
    }

    #[test]
    fn every_table_of_the_schema_is_there_with_its_columns() {
        let schema = include_str!("schema.rs");
        let mut in_schema: Vec<(String, Vec<String>)> = Vec::new();
        for line in schema.lines() {
            if let Some(table) = line.strip_prefix("    ").filter(|line| line.ends_with(") {")) {
                in_schema.push((table.split(' ').next().unwrap().to_owned(), Vec::new()));
            } else if let Some((column, _)) =
                line.strip_prefix("        ").and_then(|rest| rest.split_once(" -> "))
            {
                in_schema.last_mut().unwrap().1.push(column.to_owned());
            }
        }
        let columns = |table: Table| table.columns.into_iter().map(|column| column.name).collect();
        let mut found: Vec<_> = all().into_iter().map(|table| (table.name.clone(), columns(table))).collect();
        found.sort();
        in_schema.sort();
        assert_eq!(found, in_schema);
    }

    #[test]
    fn every_table_has_a_key_and_comes_after_those_it_refers_to() {
        let tables = all();
        for (place, table) in tables.iter().enumerate() {
            assert!(!table.key.is_empty(), "{} has no primary key", table.name);
            for parent in &table.parents {
                assert!(tables[..place].iter().any(|earlier| earlier.name == *parent), "{}", table.name);
            }
        }
    }

    #[test]
    fn keys_of_several_columns_keep_their_order() {
        let table = all().into_iter().find(|table| table.name == "list_numbers").unwrap();
        assert_eq!(table.key, ["edition_id", "number"]);
        assert_eq!(table.parents, ["editions", "registrations"]);
    }

    #[test]
    fn a_circle_of_foreign_keys_is_told_instead_of_turning_for_ever() {
        let table = |name: &str, parent: &str| Table {
            name: name.into(),
            columns: Vec::new(),
            key: Vec::new(),
            parents: vec![parent.into()],
        };
        assert!(parents_first(vec![table("a", "b"), table("b", "a")]).is_err());
    }
}

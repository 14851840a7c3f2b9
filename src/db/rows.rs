//! Whole tables, row by row, whatever their columns: what backups and restores are made of.

pub(crate) mod insert;

use diesel::connection::LoadConnection as _;
use diesel::deserialize::FromSql;
use diesel::row::{Field as _, Row as _};
use diesel::sql_types::{BigInt, Binary, Nullable, Text};
use diesel::{QueryResult, QueryableByName, RunQueryDsl as _, sql_query};

use super::tables::{Kind, Table};
use super::{Backend, Conn};
use crate::error::Result;

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    Null,
    /// A whole number or a truth value.
    Integer(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Cell {
    /// Roughly what it takes on the wire.
    pub fn size(&self) -> usize {
        match self {
            Self::Null | Self::Integer(_) => 8,
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

/// Reads a whole table in the order of its key, one row at a time: memory does not grow with the table.
pub fn each(conn: &mut Conn, table: &Table, mut see: impl FnMut(&[Cell]) -> Result<()>) -> Result<()> {
    let columns = names(table.columns.iter().map(|column| column.name.as_str()));
    let key = names(table.key.iter().map(String::as_str));
    let query = sql_query(format!("SELECT {columns} FROM {} ORDER BY {key}", name(&table.name)));
    let mut cells = Vec::with_capacity(table.columns.len());
    for row in conn.load(query)? {
        let row = row?;
        cells.clear();
        for (place, column) in table.columns.iter().enumerate() {
            let field = row.get(place).ok_or(diesel::NotFound)?;
            cells.push(field.value().map_or(Ok(Cell::Null), |value| cell(column.kind, value))?);
        }
        see(&cells)?;
    }
    Ok(())
}

fn cell(kind: Kind, value: <Backend as diesel::backend::Backend>::RawValue<'_>) -> QueryResult<Cell> {
    let cell = match kind {
        Kind::Integer => <i64 as FromSql<BigInt, Backend>>::from_sql(value).map(Cell::Integer),
        Kind::Text => <String as FromSql<Text, Backend>>::from_sql(value).map(Cell::Text),
        Kind::Bytes => <Vec<u8> as FromSql<Binary, Backend>>::from_sql(value).map(Cell::Bytes),
    };
    cell.map_err(diesel::result::Error::DeserializationError)
}

/// Inserts rows in one statement. Each brings a value for each of these columns, in their order.
///
/// Raw SQL, because the batch insert of diesel does not exist for the MariaDB driver; the values are bound.
pub fn insert(conn: &mut Conn, table: &str, columns: &[String], rows: &[Vec<Cell>]) -> QueryResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let one = format!("({})", vec!["?"; columns.len()].join(", "));
    let text = format!(
        "INSERT INTO {} ({}) VALUES {}",
        name(table),
        names(columns.iter().map(String::as_str)),
        vec![one; rows.len()].join(", ")
    );
    let mut query = sql_query(text).into_boxed::<Backend>();
    for cell in rows.iter().flatten() {
        query = match cell {
            Cell::Null => query.bind::<Nullable<Text>, _>(None::<String>),
            Cell::Integer(number) => query.bind::<BigInt, _>(*number),
            Cell::Text(text) => query.bind::<Text, _>(text.clone()),
            Cell::Bytes(bytes) => query.bind::<Binary, _>(bytes.clone()),
        };
    }
    query.execute(conn).map(drop)
}

/// Deletes every row of a table.
pub fn clear(conn: &mut Conn, table: &str) -> QueryResult<()> {
    sql_query(format!("DELETE FROM {}", name(table))).execute(conn).map(drop)
}

/// How many rows a table has.
pub fn count(conn: &mut Conn, table: &str) -> QueryResult<u64> {
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = BigInt)]
        rows: i64,
    }
    let query = sql_query(format!("SELECT COUNT(*) AS `rows` FROM {}", name(table)));
    query.get_result::<Counted>(conn).map(|counted| counted.rows.unsigned_abs())
}

/// A name as both engines take it. Names come from the migrations, never from a file.
fn name(name: &str) -> String {
    format!("`{name}`")
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    all.map(name).collect::<Vec<_>>().join(", ")
}

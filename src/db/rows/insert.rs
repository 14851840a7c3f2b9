//! Inserting several rows.

/// Rows of one insert: a few kilobytes of statement, and few different statements to keep prepared.
pub const ROWS_AT_ONCE: usize = 50;

/// Inserts a slice of `Insertable` rows into a table; gives a `QueryResult<()>`.
///
/// MariaDB takes them in one round trip for every fifty; SQLite, which a statement reaches without one, one by one. A macro,
/// because the bounds that both engines put on the rows can hardly be written down.
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {{
        let rows: &[_] = $rows;
        match $conn {
            $crate::db::Conn::Maria(db) => {
                rows.chunks($crate::db::rows::insert::ROWS_AT_ONCE).try_for_each(|some| {
                    ::diesel::RunQueryDsl::execute(::diesel::insert_into($table).values(some), db).map(drop)
                })
            }
            $crate::db::Conn::Sqlite(db) => rows.iter().try_for_each(|row| {
                ::diesel::RunQueryDsl::execute(::diesel::insert_into($table).values(row), db).map(drop)
            }),
        }
    }};
}

pub(crate) use insert_all;

//! A migration of MariaDB's, statement by statement: one that was cut short is taken up where it stopped.
//!
//! MariaDB and MySQL commit at each `CREATE` and `ALTER`, so a process that is killed half way leaves half a migration. Before
//! each statement its place is noted. Whoever comes next begins at that place, and for this one statement takes "it is there
//! already" for an answer: nobody knows whether it was carried out before the end. For all others that answer is a fault:
//! the table may be another program's.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::db::MariaDb;
use crate::error::{Result, internal};

diesel::table! {
    /// How far the migration that is under way has come. Empty while none is.
    #[sql_name = "__bourse_migration_progress"]
    progress (version) {
        /// `0002` of `0002_name`.
        version -> Text,
        /// Statements that have been carried out for sure.
        done -> Integer,
        /// Whether the next one has been begun, with an end that nobody has told.
        begun -> Bool,
    }
}

const MAKE_TABLE: &str = "CREATE TABLE IF NOT EXISTS __bourse_migration_progress \
    (version VARCHAR(50) NOT NULL PRIMARY KEY, done INT NOT NULL, begun BOOLEAN NOT NULL) ENGINE=InnoDB";

/// Numbers of the errors that say that a change of the schema has been made already: table, column, key name, nothing to
/// drop, name of a foreign key or check.
const MADE_ALREADY: [i64; 6] = [1050, 1060, 1061, 1091, 1826, 3822];

/// Carries out what is left of a migration, then notes it as done.
pub fn carry_out(db: &mut MariaDb, version: &str, statements: &[String]) -> Result<()> {
    advance(db, version, statements)?;
    db.transaction(|db| {
        let noted = "INSERT INTO __diesel_schema_migrations (version) VALUES (?)";
        diesel::sql_query(noted).bind::<diesel::sql_types::Text, _>(version).execute(db)?;
        diesel::delete(progress::table.find(version)).execute(db).map(drop)
    })
    .map_err(|error: diesel::result::Error| internal(error))
}

/// Carries out the statements that have not been yet, and notes how far it has come.
pub fn advance(db: &mut MariaDb, version: &str, statements: &[String]) -> Result<()> {
    db.batch_execute(MAKE_TABLE)?;
    let noted = progress::table.find(version).select((progress::done, progress::begun));
    let (done, begun): (i32, bool) = noted.first(db).optional()?.unwrap_or_default();
    let from = usize::try_from(done).unwrap_or_default();
    for (place, statement) in statements.iter().enumerate().skip(from) {
        if changes_rows(statement) {
            // In one transaction with the note of the next place: carried out once, whenever the process ends.
            db.transaction(|db| {
                db.batch_execute(statement)?;
                note(db, version, place + 1, false)
            })?;
            continue;
        }
        note(db, version, place, true)?;
        if let Err(error) = db.batch_execute(statement) {
            let in_doubt = begun && place == from;
            if !(in_doubt && is_made_already(number_of_last_error(db)?, &error.to_string())) {
                // Refused, hence not carried out: no doubt is left for the next try.
                note(db, version, place, false)?;
                return Err(internal(error));
            }
            log::info!("migration {version}: statement {place} had been carried out: {error}");
        }
        note(db, version, place + 1, false)?;
    }
    Ok(())
}

/// Notes how many statements have been carried out, and whether the next one is about to be.
pub fn note(db: &mut MariaDb, version: &str, done: usize, begun: bool) -> QueryResult<()> {
    let done = progress::done.eq(i32::try_from(done).unwrap_or(i32::MAX));
    let begun = progress::begun.eq(begun);
    if progress::table.find(version).count().get_result::<i64>(db)? > 0 {
        diesel::update(progress::table.find(version)).set((done, begun)).execute(db).map(drop)
    } else {
        let row = (progress::version.eq(version), done, begun);
        diesel::insert_into(progress::table).values(row).execute(db).map(drop)
    }
}

/// Whether an error says that a change of the schema had been made. MariaDB tells a foreign key's name that is taken by the
/// number of InnoDB's own within its 1005.
fn is_made_already(number: i64, words: &str) -> bool {
    MADE_ALREADY.contains(&number) || (number == 1005 && words.contains("errno: 121"))
}

/// Whether a statement changes rows, so that it can be part of a transaction; all others change the schema.
fn changes_rows(statement: &str) -> bool {
    let first = statement.split_whitespace().next().unwrap_or_default();
    ["INSERT", "UPDATE", "DELETE", "REPLACE"].iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// The server's number for what has just gone wrong on this connection; diesel keeps the words alone, which are not the
/// same on MariaDB and MySQL.
fn number_of_last_error(db: &mut MariaDb) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Told {
        #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::BigInt>)]
        number: Option<i64>,
    }
    db.batch_execute("GET DIAGNOSTICS CONDITION 1 @bourse_error = MYSQL_ERRNO")?;
    let told: Told = diesel::sql_query("SELECT CAST(@bourse_error AS SIGNED) AS number").get_result(db)?;
    Ok(told.number.unwrap_or_default())
}

/// The statements of a migration's text, without comments. A `;` within quotation marks ends none.
pub fn statements(text: &str) -> Vec<String> {
    let (mut found, mut one) = (Vec::new(), String::new());
    let mut rest = text.chars().peekable();
    let mut quoted = None;
    while let Some(letter) = rest.next() {
        match (quoted, letter) {
            (None, '-') if rest.peek() == Some(&'-') => {
                rest.by_ref().find(|letter| *letter == '\n');
                one.push('\n');
                continue;
            }
            (None, ';') => {
                found.push(std::mem::take(&mut one));
                continue;
            }
            (None, '\'' | '`' | '"') => quoted = Some(letter),
            (Some(mark), letter) if mark == letter => quoted = None,
            _ => {}
        }
        one.push(letter);
    }
    found.push(one);
    found.iter().map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_its_statements() {
        let text =
            "-- One; two.\nCREATE TABLE a (b TEXT); -- it's\nINSERT INTO a VALUES ('x;--y', 'it''s;');\n\n;";
        assert_eq!(statements(text), ["CREATE TABLE a (b TEXT)", "INSERT INTO a VALUES ('x;--y', 'it''s;')"]);
    }

    #[test]
    fn only_changes_of_rows_fit_into_a_transaction() {
        for (statement, rows) in [
            ("insert into a values (1)", true),
            ("ALTER TABLE a ADD b INT", false),
            ("UPDATE a SET b = 1", true),
        ] {
            assert_eq!(changes_rows(statement), rows, "{statement}");
        }
    }
}

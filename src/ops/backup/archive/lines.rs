//! A row as a line of JSON, and back.

use std::io::{BufRead, Read as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::reading;
use crate::db::rows::Cell;
use crate::db::tables::{Kind, Table};
use crate::error::{Problem, Result, internal};
use crate::ops::backup::flaw;

/// Longest line: a `MEDIUMBLOB` in base64 and more than any text that the program writes.
const LONGEST: u64 = 32 * 1024 * 1024;

/// Appends a row and a line feed.
pub fn write(line: &mut Vec<u8>, table: &Table, cells: &[Cell]) -> Result<()> {
    for (place, (column, cell)) in table.columns.iter().zip(cells).enumerate() {
        line.extend_from_slice(if place == 0 { b"{\"" } else { b",\"" });
        line.extend_from_slice(column.name.as_bytes());
        line.extend_from_slice(b"\":");
        match cell {
            Cell::Null => line.extend_from_slice(b"null"),
            Cell::Integer(number) => line.extend_from_slice(number.to_string().as_bytes()),
            Cell::Text(text) => serde_json::to_writer(&mut *line, text).map_err(internal)?,
            Cell::Bytes(bytes) => {
                serde_json::to_writer(&mut *line, &STANDARD.encode(bytes)).map_err(internal)?;
            }
        }
    }
    line.extend_from_slice(b"}\n");
    Ok(())
}

/// Reads rows to the end and returns how many there were. Memory holds one of them.
pub fn each(
    table: &Table,
    mut lines: impl BufRead,
    mut see: impl FnMut(Vec<Cell>) -> Result<()>,
) -> Result<u64> {
    let (mut line, mut count) = (Vec::new(), 0);
    loop {
        line.clear();
        let length = lines.by_ref().take(LONGEST).read_until(b'\n', &mut line).map_err(reading::fault)?;
        if length == 0 {
            return Ok(count);
        }
        count += 1;
        see(read(table, &line).ok_or_else(|| wrong_row(table, count))?)?;
    }
}

fn wrong_row(table: &Table, number: u64) -> Problem {
    let words =
        format!("La ligne {number} de la table {} est illisible : la sauvegarde a été modifiée.", table.name);
    flaw("backup_altered", words)
}

/// A row that has exactly the columns of its table, each of its kind; else nothing.
fn read(table: &Table, line: &[u8]) -> Option<Vec<Cell>> {
    let mut row: Map<String, Value> = serde_json::from_slice(line.strip_suffix(b"\n")?).ok()?;
    if row.len() != table.columns.len() {
        return None;
    }
    let cell = |column: &crate::db::tables::Column| match (column.kind, row.get_mut(&column.name)?.take()) {
        (_, Value::Null) => Some(Cell::Null),
        (Kind::Integer, Value::Number(number)) => number.as_i64().map(Cell::Integer),
        (Kind::Text, Value::String(text)) => Some(Cell::Text(text)),
        (Kind::Bytes, Value::String(text)) => STANDARD.decode(text).ok().map(Cell::Bytes),
        _ => None,
    };
    table.columns.iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::tables::Column;
    use proptest::prelude::*;

    fn table() -> Table {
        let column = |name: &str, kind| Column { name: name.into(), kind, required: false };
        Table {
            name: "things".into(),
            columns: vec![
                column("id", Kind::Integer),
                column("text", Kind::Text),
                column("content", Kind::Bytes),
            ],
            key: vec!["id".into()],
            parents: Vec::new(),
        }
    }

    #[test]
    fn a_row_is_one_line_that_a_person_can_read() {
        let mut line = Vec::new();
        let cells = [Cell::Integer(-1), Cell::Text("Zoé\n\"2\"".into()), Cell::Null];
        write(&mut line, &table(), &cells).unwrap();
        assert_eq!(
            String::from_utf8(line).unwrap(),
            "{\"id\":-1,\"text\":\"Zoé\\n\\\"2\\\"\",\"content\":null}\n"
        );
    }

    #[test]
    fn rows_of_another_shape_are_refused() {
        for wrong in [
            "",
            "{}",
            "[1]",
            r#"{"id":1,"text":"a"}"#,
            r#"{"id":1,"text":"a","content":null,"more":1}"#,
            r#"{"id":1,"text":"a","other":null}"#,
            r#"{"id":"1","text":"a","content":null}"#,
            r#"{"id":1.5,"text":"a","content":null}"#,
            r#"{"id":1,"text":2,"content":null}"#,
            r#"{"id":1,"text":"a","content":"not base64!"}"#,
            r#"{"id":1,"text":"a","content":null} x"#,
        ] {
            assert_eq!(read(&table(), format!("{wrong}\n").as_bytes()), None, "{wrong}");
        }
        let cut = br#"{"id":1,"text":"a","content":null}"#;
        assert_eq!(read(&table(), cut), None, "the last line must end");
    }

    proptest! {
        #[test]
        fn any_row_reads_back(id in any::<i64>(), text in ".*", bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let cells = vec![Cell::Integer(id), Cell::Text(text), Cell::Bytes(bytes)];
            let mut line = Vec::new();
            write(&mut line, &table(), &cells).unwrap();
            let mut back = Vec::new();
            let count = each(&table(), line.as_slice(), |row| { back.push(row); Ok(()) }).unwrap();
            prop_assert_eq!((count, back), (1, vec![cells]));
        }
    }
}

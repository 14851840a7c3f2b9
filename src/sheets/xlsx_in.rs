//! XLSX, one sheet of it. An XLSX is a zip archive, and a small one can unpack to gigabytes: it is measured first.

use std::io::{self, Cursor, Read};
use std::panic;

use calamine::{DataRef, DataType, Reader, Xlsx};
use chrono::{NaiveDateTime, TimeDelta, Timelike};
use zip::ZipArchive;

use super::{Cell, MAX_COLUMNS, Row, Rows, SheetError};

/// Most bytes that the whole archive may unpack to.
const MAX_UNPACKED: u64 = 40 * 1024 * 1024;
/// Most files in the archive; a real workbook has about ten.
const MAX_FILES: usize = 200;

/// Most sheets that are looked into.
const MAX_SHEETS: usize = 20;

/// Reads the rows of the first sheet that is `wanted`, or of the first one.
pub fn read(bytes: &[u8], max_rows: usize, wanted: impl Fn(&[Row]) -> bool) -> Result<Vec<Row>, SheetError> {
    measure(bytes)?;
    // The library overflows on absurd cell names; whatever it does, a file never takes the request down.
    let read = panic::AssertUnwindSafe(|| wanted_sheet(bytes, max_rows, wanted));
    panic::catch_unwind(read).unwrap_or_else(|_| Err(SheetError::unreadable()))
}

fn wanted_sheet(
    bytes: &[u8],
    max_rows: usize,
    wanted: impl Fn(&[Row]) -> bool,
) -> Result<Vec<Row>, SheetError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| SheetError::unreadable())?;
    let names = workbook.sheet_names();
    let mut first = None;
    for name in names.iter().take(MAX_SHEETS) {
        let rows = sheet(&mut workbook, name, max_rows);
        if rows.as_ref().is_ok_and(|rows| wanted(rows)) {
            return rows;
        }
        first.get_or_insert(rows);
    }
    first.unwrap_or_else(|| Err(SheetError::unreadable()))
}

fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, max_rows: usize) -> Result<Vec<Row>, SheetError> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|_| SheetError::unreadable())?;
    let mut rows = Rows::new(max_rows);
    let mut current: (u32, Vec<Cell>) = (0, Vec::new());
    // Cells are streamed: one far-away cell must not make a table of a billion empty ones.
    while let Some(cell) = cells.next_cell().map_err(|_| SheetError::unreadable())? {
        let (row, column) = cell.get_position();
        let (line, column) = (row.saturating_add(1), column as usize);
        if line < current.0 {
            return Err(SheetError::unreadable());
        }
        if line > current.0 {
            let (done, cells) = std::mem::replace(&mut current, (line, Vec::new()));
            rows.push(done, cells)?;
            if rows.is_full() {
                return Ok(rows.rows);
            }
        }
        let Some(value) = value_of(cell.get_value()) else { continue };
        if column >= MAX_COLUMNS {
            return Err(SheetError::too_many_columns(line, column));
        }
        if current.1.len() <= column {
            current.1.resize(column + 1, Cell::Text(String::new()));
        }
        current.1[column] = value;
    }
    rows.push(current.0, current.1)?;
    Ok(rows.rows)
}

/// Unpacks the archive into nothing and counts: declared sizes can lie.
fn measure(bytes: &[u8]) -> Result<(), SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::unreadable())?;
    let too_big = || {
        SheetError::of_file("file_expands_too_much", "Ce fichier Excel est démesuré une fois décompressé.")
    };
    if archive.len() > MAX_FILES {
        return Err(too_big());
    }
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|_| SheetError::unreadable())?;
        let unpacked =
            io::copy(&mut file.take(left + 1), &mut io::sink()).map_err(|_| SheetError::unreadable())?;
        left = left.checked_sub(unpacked).ok_or_else(too_big)?;
    }
    Ok(())
}

/// The value of a cell; `None` when it is empty.
fn value_of(value: &DataRef<'_>) -> Option<Cell> {
    let text = match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => if *truth { "Oui" } else { "Non" }.to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(_) => match value.as_datetime().and_then(to_the_second) {
            Some(at) => return Some(Cell::DateTime(at)),
            None => return Some(Cell::Text(value.as_string().unwrap_or_default())),
        },
    };
    Some(Cell::Text(text))
}

/// Dates are fractions of a day in a float: 9:30 may come as 9:29:59.999.
fn to_the_second(at: NaiveDateTime) -> Option<NaiveDateTime> {
    (at + TimeDelta::milliseconds(500)).with_nanosecond(0)
}

//! Tables that come in as files: CSV and XLSX, read in memory within strict limits.
//!
//! Whatever the file's kind, a caller sees rows of cells, each row with the number that a spreadsheet program
//! shows for it, so that a person finds the line that a problem names.

use chrono::NaiveDateTime;

mod csv_in;
mod xlsx_in;

/// Largest file, in bytes (billetweb.md 6).
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// Most columns: a real export has some forty.
const MAX_COLUMNS: usize = 256;
/// Longest cell, in characters.
const MAX_CELL_CHARS: usize = 5_000;

/// One cell. Numbers come as text, without decimals when whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text, as it stands in the file; empty when the cell is.
    Text(String),
    /// A date cell of a spreadsheet, without zone, rounded to the second.
    DateTime(NaiveDateTime),
}

impl Cell {
    /// The cell as text; dates as `2025-11-05 09:30`.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::DateTime(at) => at.format("%Y-%m-%d %H:%M").to_string(),
        }
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

/// A row that holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The row's number in a spreadsheet program, from 1.
    pub line: u32,
    /// Its cells, without the empty ones at the end.
    pub cells: Vec<Cell>,
}

/// Why a file cannot be read; shown to the person who sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetError {
    /// Row number, when a row is to blame.
    pub line: Option<u32>,
    /// Column letters or header, when a column is to blame.
    pub column: Option<String>,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what to do, in French.
    pub message: String,
}

impl SheetError {
    fn of_file(code: &'static str, message: impl Into<String>) -> Self {
        Self { line: None, column: None, code, message: message.into() }
    }

    fn at(line: u32, column: Option<usize>, code: &'static str, message: impl Into<String>) -> Self {
        Self { line: Some(line), column: column.map(column_letters), code, message: message.into() }
    }

    fn empty() -> Self {
        Self::of_file("file_empty", "Ce fichier est vide.")
    }

    fn too_many_rows(line: u32, most: usize) -> Self {
        let message = format!("Ce fichier a plus de {most} lignes. Importez-le en plusieurs fois.");
        Self::at(line, None, "too_many_rows", message)
    }

    fn too_many_columns(line: u32, column: usize) -> Self {
        Self::at(line, Some(column), "too_many_columns", "Cette ligne a trop de colonnes.")
    }

    fn unreadable() -> Self {
        Self::of_file(
            "file_unreadable",
            "Ce fichier est illisible. Exportez-le à nouveau, en CSV ou en Excel (.xlsx).",
        )
    }
}

/// Rows above the header of a table, at most: a title, a date, a logo's empty cell.
const MAX_ABOVE: usize = 20;

/// A table with its header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The row that names the columns.
    pub header: Row,
    /// The rows below it.
    pub rows: Vec<Row>,
}

/// Reads the table of a CSV or XLSX file whose header `is_header` knows by its cells, whatever stands above it; of a
/// workbook the first sheet that has one. When no row is a header, the first row of the first sheet counts as it.
///
/// At most `max_rows` rows below the header.
pub fn read_table(
    bytes: &[u8],
    max_rows: usize,
    is_header: impl Fn(&Row) -> bool,
) -> Result<Table, SheetError> {
    let header_at = |rows: &[Row]| rows.iter().take(MAX_ABOVE).position(&is_header);
    let mut rows = read_where(bytes, max_rows + MAX_ABOVE, |rows| header_at(rows).is_some())?;
    rows.drain(..header_at(&rows).unwrap_or_default());
    let mut rows = rows.into_iter();
    let Some(header) = rows.next() else { return Err(SheetError::empty()) };
    let rows: Vec<Row> = rows.collect();
    match rows.get(max_rows) {
        Some(row) => Err(SheetError::too_many_rows(row.line, max_rows)),
        None => Ok(Table { header, rows }),
    }
}

/// Reads a CSV or XLSX file (its first sheet) of at most `max_rows` rows below the header.
///
/// The kind is told from the content, never from the name. Blank rows are left out, without shifting numbers.
pub fn read(bytes: &[u8], max_rows: usize) -> Result<Vec<Row>, SheetError> {
    let rows = read_where(bytes, max_rows, |_| true)?;
    match rows.get(max_rows + 1) {
        Some(row) => Err(SheetError::too_many_rows(row.line, max_rows)),
        None => Ok(rows),
    }
}

/// At most two rows beyond `max_rows`; of a workbook the first sheet whose rows are `wanted`, else the first one.
fn read_where(
    bytes: &[u8],
    max_rows: usize,
    wanted: impl Fn(&[Row]) -> bool,
) -> Result<Vec<Row>, SheetError> {
    if bytes.len() > MAX_BYTES {
        return Err(SheetError::of_file("file_too_large", "Ce fichier dépasse 5 Mo."));
    }
    let rows = if bytes.starts_with(b"PK\x03\x04") {
        xlsx_in::read(bytes, max_rows, wanted)?
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        if holds_encrypted_package(bytes) {
            let message = "Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez.";
            return Err(SheetError::of_file("file_protected", message));
        }
        let message = "L'ancien format Excel (.xls) n'est pas lu, un classeur protégé par un mot de passe non plus. Enregistrez le fichier en .xlsx sans mot de passe, ou en CSV.";
        return Err(SheetError::of_file("file_unsupported", message));
    } else {
        csv_in::read(bytes, max_rows)?
    };
    if rows.is_empty() {
        return Err(SheetError::empty());
    }
    Ok(rows)
}

/// Whether a compound file is an XLSX under a password: its directory names the stream that holds it, in UTF-16.
fn holds_encrypted_package(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// Collects rows and keeps them within the limits.
struct Rows {
    rows: Vec<Row>,
    max_rows: usize,
}

impl Rows {
    fn new(max_rows: usize) -> Self {
        Self { rows: Vec::new(), max_rows }
    }

    /// Whether there is a row too many already: what follows needs no reading.
    fn is_full(&self) -> bool {
        self.rows.len() > self.max_rows + 1
    }

    fn push(&mut self, line: u32, mut cells: Vec<Cell>) -> Result<(), SheetError> {
        while cells.last().is_some_and(Cell::is_blank) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        if cells.len() > MAX_COLUMNS {
            return Err(SheetError::too_many_columns(line, MAX_COLUMNS));
        }
        let too_long =
            |cell: &Cell| matches!(cell, Cell::Text(text) if text.chars().count() > MAX_CELL_CHARS);
        if let Some(column) = cells.iter().position(too_long) {
            return Err(SheetError::at(
                line,
                Some(column),
                "cell_too_long",
                "Cette case contient trop de texte.",
            ));
        }
        self.rows.push(Row { line, cells });
        Ok(())
    }
}

/// `A` for 0, `Z` for 25, `AA` for 26: how spreadsheet programs name columns.
pub fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests;

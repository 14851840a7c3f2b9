//! CSV as people really upload it: UTF-8 with or without mark, UTF-16, Windows-1252; comma, semicolon or tab.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::{Cell, MAX_COLUMNS, Row, Rows, SheetError};

/// Most separators of one record, empty cells included: what a spreadsheet program can have at all. More is no table,
/// and would cost memory cell by cell before it could be refused.
const MAX_SEPARATORS: usize = 16_384;

/// Reads the rows of a CSV file; line breaks inside quotes belong to their cell.
pub fn read(bytes: &[u8], max_rows: usize) -> Result<Vec<Row>, SheetError> {
    let mut text = unix_breaks(decode(bytes));
    if text.contains('\0') {
        return Err(SheetError::unreadable());
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    // Excel's own way of telling the separator; the line counts, so that the others keep their numbers.
    let told = told_separator(&text);
    let (delimiter, table, above) = match told {
        Some((separator, length)) => (separator, &text[length..], 1),
        None => (separator(&text), text.as_str(), 0),
    };
    check(table, delimiter, above)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(table.as_bytes());
    let mut rows = Rows::new(max_rows);
    let mut record = csv::StringRecord::new();
    let mut inner_breaks = 0;
    while !rows.is_full() && reader.read_record(&mut record).map_err(|_| SheetError::unreadable())? {
        // A spreadsheet program numbers records, a reader counts line breaks: those inside cells make the difference.
        inner_breaks += record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        let next_line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        let line = u32::try_from(above + next_line.saturating_sub(1 + inner_breaks)).unwrap_or(u32::MAX);
        let filled = (record.iter().enumerate())
            .filter(|(_, cell)| !cell.trim().is_empty())
            .last()
            .map_or(0, |(last, _)| last + 1);
        if filled > MAX_COLUMNS {
            return Err(SheetError::too_many_columns(line, MAX_COLUMNS));
        }
        rows.push(line, record.iter().take(filled).map(|cell| Cell::Text(cell.to_owned())).collect())?;
    }
    Ok(rows.rows)
}

fn unix_breaks(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// UTF-8 or UTF-16 by their mark, UTF-8 when it is sound, else Windows-1252, which Excel writes in France.
fn decode(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    }
    .into_owned()
}

/// The separator that a first line `sep=;` tells, and the length of that line.
fn told_separator(text: &str) -> Option<(u8, usize)> {
    let (first, _) = text.split_once('\n')?;
    let bare = first.trim_matches(['"', ' ', ',', ';']);
    let told = match (
        bare.get(..4).filter(|_| bare.len() <= 5)?,
        first.trim_start_matches(['"', ' ']).as_bytes().get(4)?,
    ) {
        (sep, separator) if sep.eq_ignore_ascii_case("sep=") => *separator,
        _ => return None,
    };
    matches!(told, b',' | b';' | b'\t' | b'|').then_some((told, first.len() + 1))
}

/// The separator that occurs most in the header, outside quotes.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let (mut quoted, mut begun) = (false, false);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && begun => break,
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
        begun |= !byte.is_ascii_whitespace();
    }
    // The comma stands first, and wins a draw.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}

/// A quoted cell while its end is looked for.
struct Quoted {
    /// Row where it begins.
    line: usize,
    /// Line breaks inside it.
    breaks: usize,
}

/// Refuses what the reader would swallow or choke on: a quote that is not closed where its cell ends, and a record of
/// endless cells. One pass over the bytes that keeps nothing.
fn check(text: &str, delimiter: u8, above: usize) -> Result<(), SheetError> {
    let bytes = text.as_bytes();
    let (mut line, mut separators, mut starts_cell) = (above + 1, 0, true);
    let mut quoted: Option<Quoted> = None;
    // Where text stands right behind a closing quote: harmless, unless a quote is missing somewhere.
    let mut suspect: Option<usize> = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if let Some(cell) = &mut quoted {
            match byte {
                b'"' if bytes.get(at) == Some(&b'"') => at += 1,
                b'"' => {
                    let next = bytes[at..].iter().find(|&&byte| byte != b' ');
                    let ends_cell = next.is_none_or(|&next| next == delimiter || next == b'\n');
                    // A quote in mid-cell after line breaks: this cell has swallowed the beginning of others.
                    if !ends_cell && cell.breaks > 0 {
                        return Err(unclosed(cell.line));
                    }
                    if !ends_cell {
                        suspect.get_or_insert(cell.line);
                    }
                    quoted = None;
                }
                b'\n' => cell.breaks += 1,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' if starts_cell => quoted = Some(Quoted { line, breaks: 0 }),
            b'\n' => (line, separators) = (line + 1, 0),
            _ if byte == delimiter => separators += 1,
            _ => {}
        }
        if separators > MAX_SEPARATORS {
            return Err(SheetError::too_many_columns(u32::try_from(line).unwrap_or(u32::MAX), MAX_COLUMNS));
        }
        starts_cell = byte == delimiter || byte == b'\n';
    }
    let odd = bytes.iter().fold(false, |odd, &byte| odd ^ (byte == b'"'));
    let unclosed_at = quoted.map(|cell| cell.line).or(suspect.filter(|_| odd));
    unclosed_at.map_or(Ok(()), |line| Err(unclosed(line)))
}

fn unclosed(line: usize) -> SheetError {
    let message = "Un guillemet ouvert sur cette ligne n'est pas refermé : la suite du fichier ne peut pas être lue sûrement.";
    SheetError::at(u32::try_from(line).unwrap_or(u32::MAX), None, "unclosed_quote", message)
}

//! CSV as people really upload it: UTF-8 with or without mark, UTF-16, Windows-1252; comma, semicolon or tab.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::{Cell, Row, Rows, SheetError};

/// Reads the rows of a CSV file; line breaks inside quotes belong to their cell.
pub fn read(bytes: &[u8], max_rows: usize) -> Result<Vec<Row>, SheetError> {
    let mut text = decode(bytes).replace("\r\n", "\n").replace('\r', "\n");
    if text.contains('\0') {
        return Err(SheetError::unreadable());
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = Rows::new(max_rows);
    let mut record = csv::StringRecord::new();
    let (mut inner_breaks, mut line, mut swallowed) = (0, 1, false);
    while reader.read_record(&mut record).map_err(|_| SheetError::unreadable())? {
        // A spreadsheet program numbers records, a reader counts line breaks: those inside cells make the difference.
        inner_breaks += record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        let next_line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        line = u32::try_from(next_line.saturating_sub(1 + inner_breaks)).unwrap_or(u32::MAX);
        swallowed = record.iter().next_back().is_some_and(|cell| cell.ends_with('\n'));
        rows.push(line, record.iter().map(|cell| Cell::Text(cell.to_owned())).collect())?;
    }
    if text.matches('"').count() % 2 == 1 {
        let message = "Un guillemet n'est pas refermé : la fin du fichier ne peut pas être lue sûrement.";
        // A record that swallowed the end of the file also swallowed the break that would have ended it.
        return Err(SheetError {
            line: swallowed.then_some(line + 1),
            ..SheetError::of_file("unclosed_quote", message)
        });
    }
    Ok(rows.rows)
}

/// UTF-8 or UTF-16 by their mark, UTF-8 when it is sound, else Windows-1252, which Excel writes in France.
fn decode(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        },
    }
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

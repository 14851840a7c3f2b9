//! Billetweb's export as CSV or XLSX: from any bytes to rows, and through the whole import.

use std::io::{Cursor, Read as _, Write as _};

use bourse::db::schema::rate_counters;
use bourse::features::registration::depositors::billetweb::export::parse;
use bourse::sheets::{self, Cell};
use diesel::prelude::*;
use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::mutation::{Chance, change};
use super::{corpus, files, fuzz};
use crate::support::edition::{Autumn, tariffs};

const ROWS: usize = 500;

const WORDS: [&[u8]; 14] = [
    b"\"",
    b"\"\"",
    b";",
    b"\r\n",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    "05/11/2025 09:30".as_bytes(),
    b"99/99/9999 99:99",
    b"Oui",
    b"-1",
    "1e309".as_bytes(),
    b"Code 129 - 130",
    b"=cmd|'/c calc'!A1",
    "\u{202e}é\u{0301}".as_bytes(),
];

/// What any file must come to: rows within the limits, or a reason in French.
fn read_within_limits(bytes: &[u8]) {
    match sheets::read(bytes, ROWS) {
        Ok(rows) => {
            assert!(!rows.is_empty() && rows.len() <= ROWS + 1, "{} rows", rows.len());
            for row in &rows {
                assert!(row.cells.len() <= 256, "{} cells", row.cells.len());
                let short = |cell: &Cell| cell.text().chars().count() <= 5_000;
                assert!(row.cells.iter().all(short), "a long cell in row {}", row.line);
            }
        }
        Err(error) => assert!(!error.message.is_empty() && !error.code.is_empty()),
    }
    if let Ok(export) = parse(bytes, ROWS) {
        assert!(export.tickets.len() <= ROWS);
    }
}

#[test]
fn any_bytes_are_rows_within_the_limits_or_a_reason() {
    fuzz("sheet", 1_500, &WORDS, read_within_limits);
}

#[test]
fn a_workbook_with_damaged_parts_is_rows_within_the_limits_or_a_reason() {
    let workbook =
        files(&corpus("sheet")).into_iter().find(|file| file.extension().is_some_and(|e| e == "xlsx"));
    let workbook = std::fs::read(workbook.expect("the corpus has a workbook")).unwrap();
    let parts = unpack(&workbook);
    let mut chance = Chance::new(7);
    for _ in 0..300 {
        let damaged = chance.below(parts.len());
        let contents: Vec<Vec<u8>> = parts.iter().map(|(_, content)| content.clone()).collect();
        let words: [&[u8]; 6] =
            [b"<row r=\"1048577\">", b"<c r=\"XFE1\">", b"t=\"s\"", b"<v>4294967296</v>", b"<", b"&"];
        let content = change(&contents[damaged..=damaged], &words, &mut chance);
        read_within_limits(&pack(&parts, damaged, &content));
    }
}

fn unpack(workbook: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn pack(parts: &[(String, Vec<u8>)], damaged: usize, content: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (index, (name, sound)) in parts.iter().enumerate() {
        archive.start_file(name.as_str(), stored).unwrap();
        archive.write_all(if index == damaged { content } else { sound }).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn an_import_takes_in_what_its_preview_said_and_never_a_row_that_is_blocked() {
    let autumn = Autumn::configured();
    let registered = || autumn.get("registrations").expect(200)["total"].as_u64().unwrap();
    fuzz("import", 40, &WORDS, |bytes| {
        // Imports of one person are limited by the minute.
        autumn.app.app.with_db(|db| Ok(diesel::delete(rate_counters::table).execute(db)?)).unwrap();
        let preview = autumn.preview(bytes).expect(200);
        let blocked = preview["problems"].as_array().unwrap().iter().any(|p| p["blocking"] == true);
        let before = registered();
        for skip_invalid in [false, true] {
            let body =
                json!({ "digest": preview["digest"], "tariffs": tariffs(), "skip_invalid": skip_invalid });
            let answer = autumn.post("billetweb/import", &body);
            if answer.status != 200 || (blocked && !skip_invalid) {
                assert!((400..500).contains(&answer.status), "{answer:?}");
                assert_eq!(registered(), before, "a refused import changes nothing");
                continue;
            }
            let taken = answer.json["registered"].as_u64().unwrap();
            assert!(taken <= preview["to_import"].as_u64().unwrap(), "{answer:?}");
            assert_eq!(registered(), before + taken);
            break;
        }
    });
}

//! Files as people really upload them, and files made to hurt.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

fn texts(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    let rows = read(bytes, 10).unwrap();
    rows.into_iter().map(|row| (row.line, row.cells.iter().map(Cell::text).collect())).collect()
}

fn row(line: u32, cells: &[&str]) -> (u32, Vec<String>) {
    (line, cells.iter().map(|&cell| cell.to_owned()).collect())
}

fn code_of(bytes: &[u8]) -> &'static str {
    read(bytes, 10).unwrap_err().code
}

/// A workbook with one sheet made of this XML; dates have style 1.
fn workbook(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    archive(&[
        (
            "_rels/.rels",
            &format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml",
            &format!(
                r#"<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#),
        ),
    ])
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn every_encoding_and_separator_gives_the_same_rows() {
    let expected = [row(1, &["Nom", "Prénom"]), row(2, &["Martin", "Zoé"])];
    let utf16: Vec<u8> =
        "\u{feff}Nom\tPrénom\nMartin\tZoé\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        "Nom,Prénom\nMartin,Zoé\n".as_bytes(),
        "\u{feff}Nom;Prénom\r\nMartin;Zoé\r\n".as_bytes(),
        "Nom\tPrénom\rMartin\tZoé".as_bytes(),
        "\"Nom\",\"Prénom\"\n\"Martin\",\"Zoé\",\"\",\"\"\n,,,\n\n".as_bytes(),
        b"Nom;Pr\xe9nom\nMartin;Zo\xe9\n",
        &utf16,
    ] {
        assert_eq!(texts(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    let bytes = b"a,b\n\n\"one\ntwo\",x\n,,\n\"y\",\"z\nz\nz\"\nlast,1\n";
    assert_eq!(
        texts(bytes),
        [row(1, &["a", "b"]), row(3, &["one\ntwo", "x"]), row(5, &["y", "z\nz\nz"]), row(6, &["last", "1"])]
    );
}

#[test]
fn separators_inside_quoted_headers_do_not_count() {
    assert_eq!(texts(b"\"a,b,c\";d\n1;2\n"), [row(1, &["a,b,c", "d"]), row(2, &["1", "2"])]);
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    assert_eq!(code_of(b""), "file_empty");
    assert_eq!(code_of(b"\n\n , ,\n"), "file_empty");
    assert_eq!(code_of(b"a,b\0c\n"), "file_unreadable");
    assert_eq!(code_of(b"\xD0\xCF\x11\xE0rest"), "file_unsupported");
    assert_eq!(code_of(b"PK\x03\x04rest"), "file_unreadable");
    assert_eq!(code_of(&archive(&[("mimetype", "x")])), "file_unreadable");
}

#[test]
fn a_quote_left_open_is_told_rather_than_swallowing_rows() {
    let error = read(b"a,b\n1,2\n\"3,4\n5,6\n", 10).unwrap_err();
    assert_eq!((error.code, error.line), ("unclosed_quote", Some(3)));
}

#[test]
fn limits_are_told_with_the_row_that_breaks_them() {
    let eleven = "x\n".repeat(12);
    assert_eq!(read(eleven.as_bytes(), 10).unwrap_err().code, "too_many_rows");
    assert_eq!(read(eleven.as_bytes(), 10).unwrap_err().line, Some(12));
    assert_eq!(read(eleven.as_bytes(), 11).unwrap().len(), 12);
    let wide = format!("a\n{}z\n", ",".repeat(300));
    assert_eq!(code_of(wide.as_bytes()), "too_many_columns");
    let long = format!("a,b\nc,{}\n", "x".repeat(5_001));
    let error = read(long.as_bytes(), 10).unwrap_err();
    assert_eq!((error.code, error.line, error.column.as_deref()), ("cell_too_long", Some(2), Some("B")));
    assert_eq!(code_of(&vec![b'x'; MAX_BYTES + 1]), "file_too_large");
}

#[test]
fn workbook_cells_come_as_people_see_them() {
    let bytes = workbook(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Date</t></is></c><c r="C1" t="inlineStr"><is><t>Code postal</t></is></c></row>
           <row r="3"><c r="A3" s="1"><v>45966.39583333334</v></c><c r="B3" t="b"><v>1</v></c><c r="C3"><v>31830</v></c><c r="D3"><v>5.5</v></c></row>"#,
    );
    assert_eq!(
        texts(&bytes),
        [row(1, &["Date", "", "Code postal"]), row(3, &["2025-11-05 09:30", "Oui", "31830", "5.5"])]
    );
}

#[test]
fn a_lonely_cell_far_away_costs_nothing_and_is_refused() {
    let bytes = workbook(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#);
    let error = read(&bytes, 10).unwrap_err();
    assert_eq!(
        (error.code, error.line, error.column.as_deref()),
        ("too_many_columns", Some(1_048_576), Some("XFD"))
    );
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused_unread() {
    let bomb = archive(&[("xl/worksheets/sheet1.xml", &"0".repeat(41 * 1024 * 1024))]);
    assert!(bomb.len() < 100_000);
    assert_eq!(code_of(&bomb), "file_expands_too_much");
}

#[test]
fn columns_are_named_as_in_spreadsheets() {
    let names: Vec<String> = [0, 25, 26, 34, 701, 702].into_iter().map(column_letters).collect();
    assert_eq!(names, ["A", "Z", "AA", "AI", "ZZ", "AAA"]);
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_fall_over(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, 10);
    }

    #[test]
    fn a_damaged_workbook_is_read_or_refused(at in 0_usize..2_000, byte in any::<u8>()) {
        let mut bytes = workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
        let length = bytes.len();
        bytes[at % length] = byte;
        let _ = read(&bytes, 10);
    }

    #[test]
    fn a_sheet_of_nonsense_is_read_or_refused(
        cells in proptest::collection::vec(
            (
                proptest::sample::select(vec!["A1", "B2", "ZZZZ9", "A0", "1A", "", "A99999999999", "b3"]),
                proptest::sample::select(vec!["", r#"t="s""#, r#"t="b""#, r#"t="d""#, r#"t="e""#, r#"s="1""#, r#"s="99""#]),
                proptest::sample::select(vec!["1", "-1", "1e400", "NaN", "99999999999", "2025-13-45", "<", "&amp;", "\u{e9}"]),
            ),
            0..8,
        ),
    ) {
        let row = |(place, kind, value): &(&str, &str, &str)| {
            format!(r#"<row r="1"><c r="{place}" {kind}><v>{value}</v></c></row>"#)
        };
        let xml = cells.iter().map(row).collect::<Vec<_>>().concat();
        let _ = read(&workbook(&xml), 10);
    }

    #[test]
    fn quoted_cells_read_back_whole(cells in proptest::collection::vec("[a-zé,;\"\n ]{1,12}x", 2..5)) {
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        let file = format!("h1,h2,h3\n{}\n", quoted.join(","));
        let rows = read(file.as_bytes(), 10).unwrap();
        let expected: Vec<Cell> = cells.into_iter().map(Cell::Text).collect();
        prop_assert_eq!(&rows[1].cells, &expected);
        prop_assert_eq!(rows[1].line, 2);
    }
}

#[test]
fn a_workbook_under_a_password_is_told_from_an_old_one() {
    let protected = include_bytes!("../../tests/data/inputs/protected.xlsx");
    assert_eq!(code_of(protected), "file_protected");
    assert!(read(b"\xD0\xCF\x11\xE0rest", 10).unwrap_err().message.contains("mot de passe"));
}

#[test]
fn the_separator_may_be_told_on_a_line_of_its_own() {
    for first in ["sep=;", "SEP=;", "\"sep=;\"", "\u{feff}sep=;"] {
        assert_eq!(
            texts(format!("{first}\r\na,b;c\r\n1;2\r\n").as_bytes()),
            [row(2, &["a,b", "c"]), row(3, &["1", "2"])]
        );
    }
    assert_eq!(code_of(b"sep=;\n"), "file_empty");
}

#[test]
fn a_missing_quote_is_told_with_its_line_wherever_it_is_missing() {
    for (file, line) in [
        ("\"a\",\"b\"\n\"1\",\"2\n\"3\",\"4\"\n", 2),
        ("\"a\",\"b\"\n\"x\ny\",\"2\"\n\"3,\"4\"\n\"5\",\"6\"\n", 3),
        ("\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4\n", 3),
    ] {
        let error = read(file.as_bytes(), 10).unwrap_err();
        assert_eq!((error.code, error.line), ("unclosed_quote", Some(line)), "{file}");
    }
    assert_eq!(texts(b"a,b\n12\" TV,1\n")[1], row(2, &["12\" TV", "1"]), "an inch sign opens nothing");
}

#[test]
fn a_table_is_found_below_its_title_and_on_a_later_sheet() {
    let is_header = |row: &Row| row.cells.first().is_some_and(|cell| cell.text() == "Nom");
    let table = read_table(b"Liste\n\nNom,Email\nMartin,x\n", 10, is_header).unwrap();
    assert_eq!((table.header.line, table.rows.len(), table.rows[0].line), (3, 1, 4));
    let table = read_table(b"Autre,Email\nMartin,x\n", 10, is_header).unwrap();
    assert_eq!((table.header.line, table.rows.len()), (1, 1), "the first row when no header is known");
    let many = "Titre\nNom\n".to_owned() + &"x\n".repeat(11);
    let error = read_table(many.as_bytes(), 10, is_header).unwrap_err();
    assert_eq!((error.code, error.line), ("too_many_rows", Some(13)));
}

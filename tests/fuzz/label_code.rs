//! Whatever a scanner, a camera or a person sends to a till.

use bourse::features::lists::label_code::{LabelCode, Scanned, read};

use super::fuzz;

const WORDS: [&[u8]; 10] = [
    b"A2025-L245-A03",
    b"-",
    ")".as_bytes(),
    "Qéàé()Lé'()Qà\")".as_bytes(),
    "\u{2013}".as_bytes(),
    b"-500-M04A",
    b"L9999",
    b"A99",
    b"0000",
    "é".as_bytes(),
];

#[test]
fn what_is_read_as_a_label_reads_the_same_once_written_down() {
    fuzz("label-code", 20_000, &WORDS, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let scanned = match read(&text) {
            Ok(scanned) => scanned,
            Err(unreadable) => {
                assert_eq!(unreadable.0, text.trim());
                return;
            }
        };
        let written = match &scanned {
            Scanned::Label { code, price_cents, check } => format!("{code}-{price_cents}-{check}"),
            Scanned::Code(code) => {
                assert_eq!(LabelCode::parse(&code.to_string()).as_ref(), Some(code));
                code.to_string()
            }
            Scanned::Short { list_number, line } => format!("{list_number}-{line}"),
        };
        assert_eq!(read(&written), Ok(scanned), "{text:?} read as {written}");
    });
}

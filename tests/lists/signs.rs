//! What the labels can print, as the page knows it while somebody types.

use bourse::pdf::signs::ranges;

/// `WRITE_PRINTED_SIGNS=1` writes the page's list anew after a change of fonts.
#[test]
fn the_page_warns_by_the_signs_of_the_font_files() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/frontend/src/lib/printed-signs.ts");
    let expected = format!(
        "/** Code points that the fonts of the labels have, made from the font files: never edited by hand. */\n\
         export const PRINTED_SIGNS =\n  \"{}\";\n",
        ranges()
    );
    if std::env::var_os("WRITE_PRINTED_SIGNS").is_some() {
        std::fs::write(path, &expected).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(written, expected, "run this test once with WRITE_PRINTED_SIGNS=1");
}

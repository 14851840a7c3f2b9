//! Which signs the embedded typefaces can print, told from the font files themselves.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::{BOLD, REGULAR};
use crate::kernel::text::{as_seen, tidy};

/// Signs that both faces have; empty when a font file is broken, which a test rules out.
static PRINTED: LazyLock<BTreeSet<char>> =
    LazyLock::new(|| covered(REGULAR).intersection(&covered(BOLD)).copied().collect());

fn covered(program: &[u8]) -> BTreeSet<char> {
    let mut signs = BTreeSet::new();
    let Ok(face) = ttf_parser::Face::parse(program, 0) else { return signs };
    for subtable in face.tables().cmap.into_iter().flat_map(|table| table.subtables) {
        subtable.codepoints(|code| {
            signs.extend(char::from_u32(code).filter(|_| subtable.glyph_index(code).is_some()));
        });
    }
    signs
}

/// Whether a sign can be printed; any white space can.
pub fn is_printed(sign: char) -> bool {
    sign.is_whitespace() || PRINTED.contains(&sign)
}

/// The signs of a text that cannot be printed, each once, in their order.
pub fn unprinted(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for sign in as_seen(text).chars().filter(|&sign| !is_printed(sign)) {
        if !found.contains(&sign) {
            found.push(sign);
        }
    }
    found
}

/// One line of text as it can be printed: what the typefaces lack is left out.
pub fn on_paper(text: &str) -> String {
    let seen = as_seen(text);
    let kept: String = seen.chars().filter(|&sign| is_printed(sign)).collect();
    tidy(&kept)
}

/// The printed signs as ranges of code points, in hexadecimal: `20-7e a0-ff 2026`.
pub fn ranges() -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for code in PRINTED.iter().map(|&sign| u32::from(sign)) {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == code => *last = code,
            _ => ranges.push((code, code)),
        }
    }
    let written = ranges.into_iter().map(|(first, last)| {
        if first == last { format!("{first:x}") } else { format!("{first:x}-{last:x}") }
    });
    written.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_and_other_scripts_are_told_and_left_out() {
        for (text, lacking, paper) in [
            ("Robe 🎀 princesse", vec!['🎀'], "Robe princesse"),
            ("Nguyễn, 5 € – n° 3", vec![], "Nguyễn, 5 € – n° 3"),
            ("e\u{301}te\u{301}", vec![], "été"),
            ("裙子 2 裙", vec!['裙', '子'], "2"),
            ("❤\u{fe0f}❤", vec!['❤'], ""),
        ] {
            assert_eq!((unprinted(text), on_paper(text).as_str()), (lacking, paper), "{text}");
        }
    }
}

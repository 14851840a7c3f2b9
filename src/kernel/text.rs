//! Texts as people type them: compared without case and accents, tidied, shortened, turned into file names.

mod comment;
pub mod contact;
mod person_name;
mod reason;
pub mod text_column;
pub mod text_enum;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub use self::comment::Comment;
pub use self::person_name::PersonName;
pub use self::reason::Reason;

/// What is wrong with a text, for a program and for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Stable code.
    pub code: &'static str,
    /// French sentence: what to do.
    pub sentence: &'static str,
}

/// Stands around the parts of a flaw on its way through a reader of JSON, which knows one string only.
const FLAW: char = '\u{1f}';

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{FLAW}{}{FLAW}{}{FLAW}", self.code, self.sentence)
    }
}

impl Flaw {
    /// Code and sentence of a flaw that came through a reader; `None` when it found something else.
    pub fn read(error: &str) -> Option<(&str, &str)> {
        // The reader may add where it stood.
        let (code, rest) = error.strip_prefix(FLAW)?.split_once(FLAW)?;
        rest.split_once(FLAW).map(|(sentence, _)| (code, sentence))
    }
}

/// Lower case without accents, for comparing: `Évêché Œuvre` becomes `eveche oeuvre`.
///
/// White space and punctuation stay, except that typographic apostrophes and dashes become plain ones.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            '’' | '‘' | 'ʼ' => folded.push('\''),
            '‐' | '‑' | '‒' | '–' | '—' => folded.push('-'),
            _ => folded.push(c),
        }
    }
    folded
}

/// Whether a character is never seen where it stands: marks of width zero or of direction, fillers, variation
/// selectors, byte order marks, NUL. They come along when a contact is copied, and make equal texts differ.
pub const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\0' | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffc}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// A text as a person sees it: without unseen characters, letters and their accents composed. White space stays.
pub fn as_seen(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains('\0') {
        return Cow::Borrowed(text);
    }
    let seen: String = text.chars().filter(|&c| !is_unseen(c)).nfc().collect();
    if seen == text { Cow::Borrowed(text) } else { Cow::Owned(seen) }
}

/// One line as a person sees it: [`as_seen`], trimmed, every run of white space or control characters one space.
pub fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut gap = false;
    for c in as_seen(text).chars() {
        if c.is_whitespace() || c.is_control() {
            gap = true;
        } else {
            if gap && !tidied.is_empty() {
                tidied.push(' ');
            }
            gap = false;
            tidied.push(c);
        }
    }
    tidied
}

/// A part of a file name in plain upper-case ASCII: `Martin` becomes `MARTIN`, `d'Aubigny Núñez` `DAUBIGNY-NUNEZ`.
///
/// At most 40 characters; `SANS-NOM` when nothing is left, for instance for a name in another script.
pub fn file_name_part(text: &str) -> String {
    let mut part = String::new();
    for c in fold(text).chars().filter(|&c| c != '\'') {
        if c.is_ascii_alphanumeric() {
            part.push(c.to_ascii_uppercase());
        } else if !part.is_empty() && !part.ends_with('-') {
            part.push('-');
        }
        if part.len() == 40 {
            break;
        }
    }
    let part = part.trim_end_matches('-');
    if part.is_empty() { "SANS-NOM".to_owned() } else { part.to_owned() }
}

/// At most `max` characters, the last one being `…` when something was cut off.
pub fn ellipsis(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(max.saturating_sub(1)).collect();
    kept.truncate(kept.trim_end().len());
    if max > 0 {
        kept.push('…');
    }
    kept
}

/// The text with every e-mail address, and whatever else has an `@` in it, replaced by `[adresse]`.
pub fn without_addresses(text: &str) -> Cow<'_, str> {
    if !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let ends =
        |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`' | '<' | '>' | '(' | ')' | ',' | ';');
    let words = text.split_inclusive(ends).map(|word| {
        let (core, end) = match word.char_indices().next_back() {
            Some((at, last)) if ends(last) => word.split_at(at),
            _ => (word, ""),
        };
        if core.contains('@') { format!("[adresse]{end}") } else { word.to_owned() }
    });
    Cow::Owned(words.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding_forgets_case_and_accents() {
        for (text, folded) in [
            ("SÉANCE", "seance"),
            ("Prénom", "prenom"),
            ("NGUYỄN", "nguyen"),
            ("Ştefan", "stefan"),
            ("Œuvre d’Ægir", "oeuvre d'aegir"),
            ("siège–auto", "siege-auto"),
            ("N°\u{a0}5", "n° 5"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn tidying_leaves_single_spaces_and_nothing_invisible() {
        assert_eq!(tidy("  Robe\u{a0}\t rouge\r\n à pois\u{200b} "), "Robe rouge à pois");
        assert_eq!(tidy("\u{feff}"), "");
    }

    #[test]
    fn marks_that_contacts_and_keyboards_bring_along_are_dropped() {
        for (text, seen) in [
            ("\u{202a}06 12 34 56 78\u{202c}", "06 12 34 56 78"),
            ("\u{2068}Zoé\u{2069}", "Zoé"),
            ("❤\u{fe0f} rouge\u{fffc}", "❤ rouge"),
            ("\u{180e}a\0b", "ab"),
            ("Cr\u{e8}me bru\u{302}le\u{301}e", "Crème brûlée"),
            ("\u{202e}\u{200b}\u{3164}", ""),
            ("ma\u{ad}gni\u{200d}fique", "magnifique"),
        ] {
            assert_eq!(tidy(text), seen, "{text:?}");
        }
        assert_eq!(as_seen("une ligne\n\u{feff}une autre"), "une ligne\nune autre");
        assert!(matches!(as_seen("Noël, 5 €"), Cow::Borrowed(_)), "nothing is copied when nothing changes");
    }

    #[test]
    fn file_names_are_plain_upper_case() {
        for (text, part) in [
            ("Martin", "MARTIN"),
            ("D'Aubigny", "DAUBIGNY"),
            (" Núñez  de la Mancha ", "NUNEZ-DE-LA-MANCHA"),
            ("../../etc/passwd", "ETC-PASSWD"),
            ("王", "SANS-NOM"),
            ("", "SANS-NOM"),
        ] {
            assert_eq!(file_name_part(text), part, "{text}");
        }
        assert_eq!(file_name_part(&"é".repeat(90)).len(), 40);
    }

    #[test]
    fn long_texts_end_with_an_ellipsis() {
        assert_eq!(ellipsis("Pantalon", 8), "Pantalon");
        assert_eq!(ellipsis("Pantalon de ski", 9), "Pantalon…");
        assert_eq!(ellipsis("Pantalon de ski", 10), "Pantalon…");
        assert_eq!(ellipsis("ab", 0), "");
    }

    proptest! {
        #[test]
        fn tidying_twice_changes_nothing(text in "(\\PC|\\p{Cf}|\\p{Mn}|\\p{Cc}){0,40}") {
            let once = tidy(&text);
            prop_assert!(!once.chars().any(is_unseen));
            prop_assert_eq!(tidy(&once), once);
        }

        #[test]
        fn file_names_never_hold_anything_else(text in "\\PC{0,60}") {
            let part = file_name_part(&text);
            prop_assert!(!part.is_empty() && part.len() <= 40);
            prop_assert!(part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-'));
        }

        #[test]
        fn shortened_texts_keep_to_their_bound(text in "\\PC{0,40}", max in 0_usize..40) {
            prop_assert!(ellipsis(&text, max).chars().count() <= max);
        }
    }
}

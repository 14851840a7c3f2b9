//! The code of a label: printed for people, in full in its QR code, and however a till gets it (till.md 2 and 3).

use std::fmt;

use crate::kernel::mac::hmac_sha256;

/// Crockford's base 32: no I, L, O or U to be mistaken.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Highest price of an article, in cents: a label gives it seven digits.
pub const MOST_PRICE_CENTS: i32 = 9_999_999;

/// What a scanner set to a US keyboard types on a French one, beside what it means.
const FRENCH_KEYS: [(char, char); 21] = [
    ('&', '1'),
    ('é', '2'),
    ('"', '3'),
    ('\'', '4'),
    ('(', '5'),
    ('-', '6'),
    ('è', '7'),
    ('_', '8'),
    ('ç', '9'),
    ('à', '0'),
    (')', '-'),
    ('Q', 'A'),
    ('A', 'Q'),
    ('W', 'Z'),
    ('Z', 'W'),
    ('?', 'M'),
    (',', 'M'),
    ('q', 'A'),
    ('a', 'Q'),
    ('w', 'Z'),
    ('z', 'W'),
];

/// The printed code of an article: `A2025-L245-A03`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelCode {
    edition: String,
    list_number: i32,
    line: i32,
}

impl LabelCode {
    /// Puts a code together; `None` unless the edition's short code has 2 to 8 of `A-Z0-9`, the list number 1 to
    /// 4 digits and the line 1 or 2.
    pub fn new(edition: &str, list_number: i32, line: i32) -> Option<Self> {
        let short_code = (2..=8).contains(&edition.len())
            && edition.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let sound = short_code && (1..=9_999).contains(&list_number) && (1..=99).contains(&line);
        sound.then(|| Self { edition: edition.to_owned(), list_number, line })
    }

    /// Reads the printed form exactly, as tickets carry it.
    pub fn parse(text: &str) -> Option<Self> {
        match read(text).ok()? {
            Scanned::Code(code) if code.to_string() == text => Some(code),
            _ => None,
        }
    }

    /// The edition's short code.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The list number.
    pub const fn list_number(&self) -> i32 {
        self.list_number
    }

    /// The line of the list, from 1.
    pub const fn line(&self) -> i32 {
        self.line
    }
}

impl fmt::Display for LabelCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-L{}-A{:02}", self.edition, self.list_number, self.line)
    }
}

/// What was read, by whatever means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// The whole label: code, price at the time of printing, check characters.
    Label {
        /// The article.
        code: LabelCode,
        /// Price on the label, in cents.
        price_cents: i32,
        /// The four check characters, not verified yet.
        check: String,
    },
    /// The printed code alone.
    Code(LabelCode),
    /// A list and a line of the edition on sale: `245-3`, `L245-A03`.
    Short {
        /// The list number.
        list_number: i32,
        /// The line of the list.
        line: i32,
    },
}

/// The text is no label; holds what was read, for the person to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "« {} » n'est pas le code d'une étiquette. Exemple : 245-3", self.0)
    }
}

impl std::error::Error for Unreadable {}

/// Reads what a scanner, a camera or a person sends.
pub fn read(text: &str) -> Result<Scanned, Unreadable> {
    let straight = straighten(text);
    let parts: Vec<&str> = straight.split('-').collect();
    let scanned = match parts[..] {
        [list, line] => number(list, 'L', 4).zip(number(line, 'A', 2)).and_then(|(list_number, line)| {
            (list_number > 0 && line > 0).then_some(Scanned::Short { list_number, line })
        }),
        [edition, list, line] => full_code(edition, list, line).map(Scanned::Code),
        [edition, list, line, price, check] => full_code(edition, list, line)
            .zip(number(price, '-', 7))
            .filter(|_| check.len() == 4 && check.bytes().all(|b| CROCKFORD.contains(&b)))
            .map(|(code, price_cents)| Scanned::Label { code, price_cents, check: check.to_owned() }),
        _ => None,
    };
    scanned.ok_or_else(|| Unreadable(text.trim().to_owned()))
}

/// Upper case, with plain dashes, whatever keyboard it went through.
fn straighten(text: &str) -> String {
    let text = text.trim();
    // A garbled scan has no digit left, and every dash of it became a closing bracket.
    let garbled = text.contains(')') && !text.bytes().any(|b| b.is_ascii_digit());
    text.chars()
        .map(|c| match c {
            _ if garbled => FRENCH_KEYS.iter().find(|(typed, _)| *typed == c).map_or(c, |(_, meant)| *meant),
            ')' | '_' | '/' | ' ' | '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            _ => c,
        })
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn full_code(edition: &str, list: &str, line: &str) -> Option<LabelCode> {
    let marked = list.starts_with('L') && line.starts_with('A');
    marked.then(|| LabelCode::new(edition, number(list, 'L', 4)?, number(line, 'A', 2)?)).flatten()
}

/// Up to `digits` digits, after an optional mark.
fn number(text: &str, mark: char, digits: usize) -> Option<i32> {
    let body = text.strip_prefix(mark).unwrap_or(text);
    let sound = (1..=digits).contains(&body.len()) && body.bytes().all(|b| b.is_ascii_digit());
    sound.then(|| body.parse().ok()).flatten()
}

/// The check characters of a label: the first 20 bits of `HMAC-SHA256(label_key, "{code}-{price_cents}")`, most
/// significant first, five to a character (till.md 3).
pub fn check_characters(label_key: &[u8], code: &LabelCode, price_cents: i32) -> String {
    let tag = hmac_sha256(label_key, format!("{code}-{price_cents}").as_bytes());
    let bits = u32::from_be_bytes([tag[0], tag[1], tag[2], tag[3]]);
    (0..4).map(|index| char::from(CROCKFORD[(bits >> (27 - 5 * index) & 31) as usize])).collect()
}

/// The text of a label's QR code; alphanumeric, so that it stays small.
pub fn qr_text(label_key: &[u8], code: &LabelCode, price_cents: i32) -> String {
    format!("{code}-{price_cents}-{}", check_characters(label_key, code, price_cents))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::hex;
    use proptest::prelude::*;

    const VECTORS: &str = include_str!("../../../tests/data/offline-vectors.json");

    fn code() -> LabelCode {
        LabelCode::new("A2025", 245, 3).unwrap()
    }

    fn label() -> Scanned {
        Scanned::Label { code: code(), price_cents: 500, check: "M04A".to_owned() }
    }

    /// The text as a US scanner on a French keyboard types it.
    fn garble(text: &str) -> String {
        text.chars()
            .map(|c| FRENCH_KEYS.iter().find(|(_, meant)| *meant == c).map_or(c, |(typed, _)| *typed))
            .collect()
    }

    #[test]
    fn the_shared_vectors_of_check_characters_hold() {
        let vectors: serde_json::Value = serde_json::from_str(VECTORS).unwrap();
        let key = hex::decode(vectors["label_check"]["label_key_hex"].as_str().unwrap()).unwrap();
        let labels = vectors["label_check"]["labels"].as_array().unwrap();
        assert_eq!(labels.len(), 4);
        for label in labels {
            let code = LabelCode::parse(label["code"].as_str().unwrap()).unwrap();
            let price_cents = i32::try_from(label["price_cents"].as_i64().unwrap()).unwrap();
            assert_eq!(check_characters(&key, &code, price_cents), label["check"].as_str().unwrap());
            let text = label["qr_text"].as_str().unwrap();
            assert_eq!(qr_text(&key, &code, price_cents), text);
            let check = label["check"].as_str().unwrap().to_owned();
            assert_eq!(read(text), Ok(Scanned::Label { code, price_cents, check }));
        }
    }

    #[test]
    fn whole_labels_are_read_through_every_keyboard() {
        for text in [
            "A2025-L245-A03-500-M04A",
            " a2025-l245-a03-500-m04a\n",
            "Qéàé()Lé'()Qà\")(àà)?à'Q",
            "A2025–L245—A03−500-M04A",
            "A2025)L245)A03)500)M04A",
        ] {
            assert_eq!(read(text), Ok(label()), "{text}");
        }
    }

    #[test]
    fn a_six_is_told_from_a_dash() {
        assert_eq!(garble("P26-L1666-A06"), "Pé-)L&---)Qà-");
        assert_eq!(read("Pé-)L&---)Qà-"), Ok(Scanned::Code(LabelCode::new("P26", 1666, 6).unwrap())));
    }

    #[test]
    fn people_type_the_printed_code_or_only_list_and_line() {
        assert_eq!(read("A2025-L245-A03"), Ok(Scanned::Code(code())));
        assert_eq!(read("a2025-l245-a3"), Ok(Scanned::Code(code())));
        for text in ["245-3", "L245-A03", "l245-a3", "245 3", "245/03", "L245-3", "245_3"] {
            assert_eq!(read(text), Ok(Scanned::Short { list_number: 245, line: 3 }), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_label() {
        for text in [
            "",
            "-",
            "245",
            "245-",
            "0-1",
            "245-0",
            "245-100",
            "24500-3",
            "3760091720116",
            "A2025-245-03",
            "A-L245-A03",
            "TOOLONG25-L245-A03",
            "A2025-L245-A03-500",
            "A2025-L245-A03-500-M04",
            "A2025-L245-A03-500-M04U",
            "A2025-L245-A03--500-M04A",
            "A2025-L245-A03-99999999-M04A",
            "https://bourse.fr/A2025-L245-A03",
        ] {
            assert_eq!(read(text), Err(Unreadable(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn tickets_carry_the_exact_printed_form_only() {
        assert_eq!(LabelCode::parse("A2025-L245-A03"), Some(code()));
        for text in ["a2025-L245-A03", "A2025-L245-A3", " A2025-L245-A03", "245-3", "A2025-L245-A03-500-M04A"]
        {
            assert_eq!(LabelCode::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_label_reads_back_straight_and_garbled(
            edition in "[A-Z0-9]{2,8}", list_number in 1..=9_999_i32, line in 1..=99_i32, price_cents in 0..1_000_000_i32,
        ) {
            let code = LabelCode::new(&edition, list_number, line).unwrap();
            let text = qr_text(b"key", &code, price_cents);
            let check = check_characters(b"key", &code, price_cents);
            let expected = Ok(Scanned::Label { code: code.clone(), price_cents, check });
            prop_assert_eq!(read(&text), expected.clone());
            prop_assert_eq!(read(&garble(&text)), expected);
            prop_assert_eq!(LabelCode::parse(&code.to_string()), Some(code));
        }

        #[test]
        fn another_price_needs_other_check_characters_almost_always(price in 1..15_000_i32) {
            let forged: usize = (1..=40)
                .filter(|step| check_characters(b"key", &code(), price + step) == check_characters(b"key", &code(), price))
                .count();
            prop_assert!(forged <= 1);
        }

        #[test]
        fn no_text_makes_the_reader_fall_over(text in "\\PC{0,40}") {
            let _ = read(&text);
        }
    }
}

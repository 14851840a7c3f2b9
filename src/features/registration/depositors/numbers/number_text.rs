//! List numbers as organisers write them into a free text (billetweb.md 2).

use super::list_type_of;
use crate::kernel::text::{fold, tidy};

/// Words that may stand before or between numbers, folded, and what they say.
const WORDS: [(&str, Link); 20] = [
    ("et", Link::And),
    ("ou", Link::And),
    ("puis", Link::And),
    ("a", Link::To),
    ("au", Link::To),
    ("jusqu'a", Link::To),
    ("code", Link::Nothing),
    ("codes", Link::Nothing),
    ("de", Link::Nothing),
    ("du", Link::Nothing),
    ("la", Link::Nothing),
    ("les", Link::Nothing),
    ("liste", Link::Nothing),
    ("listes", Link::Nothing),
    ("n", Link::Nothing),
    ("no", Link::Nothing),
    ("nos", Link::Nothing),
    ("num", Link::Nothing),
    ("numero", Link::Nothing),
    ("numeros", Link::Nothing),
];

/// How two numbers hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// One and the other.
    And,
    /// From one to the other.
    To,
    /// A word that adds nothing.
    Nothing,
}

/// What a text says about list numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NumberText {
    /// Nothing: no digit stands there.
    #[default]
    None,
    /// One to four numbers that lists may have, ascending.
    Read(Vec<i32>),
    /// Digits, but no list numbers that could be made out.
    Unreadable,
}

impl NumberText {
    /// The numbers, when there are any.
    pub fn numbers(&self) -> Option<&[i32]> {
        match self {
            Self::Read(numbers) => Some(numbers),
            Self::None | Self::Unreadable => None,
        }
    }
}

/// Reads `Code 129 - 130`, `129/130`, `N° 129 et 130`, `listes 1100 à 1103`, `129`, `129, 130` and the like.
///
/// Only a text made of numbers, known words and marks is read: `NOEL2025` or a date are no numbers of lists.
pub fn read_numbers(text: &str) -> NumberText {
    let text = fold(&tidy(text));
    if !text.chars().any(|c| c.is_ascii_digit()) {
        return NumberText::None;
    }
    numbers_in(&text).map_or(NumberText::Unreadable, NumberText::Read)
}

fn numbers_in(text: &str) -> Option<Vec<i32>> {
    let mut numbers: Vec<i32> = Vec::new();
    let mut link = Link::Nothing;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic() || c == '\'');
        let end = match kind(first) {
            (false, false) => first.len_utf8(),
            like => rest.find(|c: char| kind(c) != like).unwrap_or(rest.len()),
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        if first.is_ascii_digit() {
            let number = piece.parse().ok().filter(|&number| list_type_of(number).is_some())?;
            match (numbers.last().copied(), link) {
                (None, _) => numbers.push(number),
                (Some(last), Link::To) if (1..4).contains(&(number - last)) => {
                    numbers.extend(last + 1..=number);
                }
                // A blank alone stands between two numbers, too.
                (Some(last), Link::And | Link::Nothing) if number > last => numbers.push(number),
                _ => return None,
            }
            link = Link::Nothing;
        } else {
            match said(piece)? {
                Link::Nothing => {}
                said => link = said,
            }
        }
    }
    (1..=4).contains(&numbers.len()).then_some(numbers)
}

/// What stands between numbers, in folded text: all dashes are plain ones there.
fn said(piece: &str) -> Option<Link> {
    match piece {
        "-" | ">" => Some(Link::To),
        "/" | "&" | "+" | "," | ";" => Some(Link::And),
        ":" | "." | "°" | "º" | "#" | "(" | ")" | "[" | "]" | "=" | "\"" | "*" => Some(Link::Nothing),
        space if space.trim().is_empty() => Some(Link::Nothing),
        word => WORDS.iter().find(|(known, _)| *known == word).map(|(_, link)| *link),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_usual_writing_is_read() {
        for (text, numbers) in [
            ("Code 129 - 130", vec![129, 130]),
            ("129-130", vec![129, 130]),
            ("129 / 130", vec![129, 130]),
            ("535/536", vec![535, 536]),
            (" code : 129 – 130 ", vec![129, 130]),
            ("531\u{2013}532", vec![531, 532]),
            ("541 \u{2014} 542", vec![541, 542]),
            ("129", vec![129]),
            ("Code 1100 - 1103", vec![1100, 1101, 1102, 1103]),
            ("533 et 534", vec![533, 534]),
            ("N° 537 / 538", vec![537, 538]),
            ("Nº537/538", vec![537, 538]),
            ("539 & 540", vec![539, 540]),
            ("539 à 540", vec![539, 540]),
            ("1100 à 1103", vec![1100, 1101, 1102, 1103]),
            ("Listes n° 543 et n° 544", vec![543, 544]),
            ("liste 545, liste 546", vec![545, 546]),
            ("Numéros : 547 ; 548", vec![547, 548]),
            ("(549+550)", vec![549, 550]),
            ("551 552", vec![551, 552]),
            ("Du 553 au 554", vec![553, 554]),
            ("CODE129-130", vec![129, 130]),
            ("1100, 1101, 1102 et 1103", vec![1100, 1101, 1102, 1103]),
            ("\u{202a}555 - 556\u{202c}", vec![555, 556]),
            ("№ 557-558", vec![557, 558]),
        ] {
            assert_eq!(read_numbers(text), NumberText::Read(numbers), "{text}");
        }
    }

    #[test]
    fn digits_that_are_no_list_numbers_are_unreadable_and_words_alone_say_nothing() {
        for text in [
            "NOEL2025",
            "130 - 129",
            "129 - 199",
            "12",
            "699-700",
            "100 200 300 400 500",
            "99999999999",
            "129 bis",
            "le 05/11/2025",
            "129 129",
        ] {
            assert_eq!(read_numbers(text), NumberText::Unreadable, "{text}");
        }
        for text in ["", "Code", "PARRAINAGE", " - "] {
            assert_eq!(read_numbers(text), NumberText::None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_the_numbers_read_are_list_numbers(
            text in "(Code |N° )?[0-9]{1,5} ?(-|/|et|à|,|&)? ?[0-9]{0,5}\\PC{0,3}",
        ) {
            if let NumberText::Read(numbers) = read_numbers(&text) {
                prop_assert!((1..=4).contains(&numbers.len()));
                prop_assert!(numbers.iter().all(|&number| list_type_of(number).is_some()));
                prop_assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }

        #[test]
        fn digits_are_never_passed_over(text in "\\PC{0,12}") {
            let digits = tidy(&text).chars().any(|c| c.is_ascii_digit());
            prop_assert!(!digits || read_numbers(&text) != NumberText::None);
        }
    }
}

//! Money in whole cents: how people write it and how percentages of it are rounded.
//!
//! An amount is an `i32`, a sum an `i64`. There is no float anywhere (domain.md 5.12).

/// No-break space: an amount never breaks from its currency sign at the end of a line.
const NBSP: char = '\u{a0}';

/// Largest amount that [`parse_euros`] reads: a million euros, far above anything sold here.
const MAX_CENTS: i64 = 100_000_000;

/// Writes an amount the French way: `5 €`, `5,50 €`, `1 234,50 €`, `-5 €`, with no-break spaces.
pub fn euros(cents: i64) -> String {
    let (euros, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let digits = euros.to_string();
    let mut text = String::with_capacity(digits.len() + 8);
    if cents < 0 {
        text.push('-');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(NBSP);
        }
        text.push(digit);
    }
    if rest > 0 { format!("{text},{rest:02}{NBSP}€") } else { format!("{text}{NBSP}€") }
}

/// Reads `5`, `5,50`, `5.5`, `1 234,50 €` as cents; `None` for anything else, negative amounts included.
pub fn parse_euros(text: &str) -> Option<i32> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let number = compact.strip_suffix('€').unwrap_or(&compact);
    let (euros, cents) = number.split_once([',', '.']).unwrap_or((number, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(euros) || !all_digits(cents) || cents.len() > 2 {
        return None;
    }
    let tenths = if cents.len() == 1 { 10 } else { 1 };
    let total = euros.parse::<i64>().ok()?.checked_mul(100)? + cents.parse::<i64>().ok()? * tenths;
    i32::try_from(total).ok().filter(|_| total <= MAX_CENTS)
}

/// Reads an amount of a table as cents, below zero when a minus stands before it: `5,00`, `EUR 5.00`, `-5.00 €`, `5.000`.
///
/// The last point or comma is the decimal one; decimals beyond the second must be zeros, since nothing is rounded.
pub fn read_amount(text: &str) -> Option<i32> {
    let bare: String = text.to_lowercase().replace("euros", "").replace("eur", "").replace('€', "");
    let compact: String = bare.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    let (sign, number) = match compact.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (-1, rest),
        None => (1, compact.strip_prefix('+').unwrap_or(&compact)),
    };
    let (whole, decimals) = number.rsplit_once([',', '.']).unwrap_or((number, ""));
    let decimals = match decimals.get(2..) {
        Some(beyond) if beyond.bytes().all(|b| b == b'0') => &decimals[..2],
        _ => decimals,
    };
    let whole = if whole.is_empty() { String::new() } else { grouped(whole)? };
    if whole.is_empty() {
        return None;
    }
    let text = if decimals.is_empty() { whole } else { format!("{whole},{decimals}") };
    parse_euros(&text).map(|cents| sign * cents)
}

/// The digits of a whole number whose thousands may be set apart by points or commas.
fn grouped(whole: &str) -> Option<String> {
    let mut groups = whole.split([',', '.']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let sound = (rest.is_empty() || first.len() <= 3) && rest.iter().all(|group| group.len() == 3);
    sound.then(|| format!("{first}{}", rest.concat()))
}

/// The commission on `gross` cents at `basis_points` hundredths of a percent (2000 is 20 %), rounded half up
/// to the cent (domain.md 7).
pub fn commission_cents(gross: i64, basis_points: i32) -> i64 {
    (gross * i64::from(basis_points) + 5_000).div_euclid(10_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_written_the_french_way() {
        for (cents, text) in [
            (0, "0 €"),
            (500, "5 €"),
            (550, "5,50 €"),
            (505, "5,05 €"),
            (-550, "-5,50 €"),
            (99_999, "999,99 €"),
            (123_450, "1 234,50 €"),
            (123_456_700, "1 234 567 €"),
        ] {
            assert_eq!(euros(cents), text.replace(' ', "\u{a0}"));
        }
    }

    #[test]
    fn amounts_of_tables_are_read_in_every_writing() {
        for (text, cents) in [
            ("5.00", 500),
            ("5,00 €", 500),
            ("5.00 EUR", 500),
            ("EUR 5.00", 500),
            ("5 euros", 500),
            ("-5.00", -500),
            ("\u{2212}5", -500),
            ("- 5,00 €", -500),
            ("5.000", 500),
            ("5,000", 500),
            ("5.", 500),
            ("1 234,50", 123_450),
            ("1,234.50", 123_450),
            ("1.234,50 €", 123_450),
            ("0", 0),
        ] {
            assert_eq!(read_amount(text), Some(cents), "{text}");
        }
        for text in ["", "€", "cinq", "5.005", "5,5,5", "1.23,4", "--5", "5-", ".50", "99999999999"] {
            assert_eq!(read_amount(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (text, cents) in
            [("5", 500), ("5,50", 550), ("5.5", 550), ("0,00", 0), (" 1 234,50 € ", 123_450), ("5€", 500)]
        {
            assert_eq!(parse_euros(text), Some(cents), "{text}");
        }
        for text in ["", "€", "5,", ",5", "5,505", "-5", "cinq", "5,5,5", "99999999999999999999"] {
            assert_eq!(parse_euros(text), None, "{text}");
        }
    }

    #[test]
    fn commission_rounds_half_up() {
        for (gross, basis_points, expected) in [
            (5_900, 2_000, 1_180),
            (0, 2_000, 0),
            (102, 2_500, 26),
            (101, 2_500, 25),
            (1, 5_000, 1),
            (999, 10_000, 999),
        ] {
            assert_eq!(commission_cents(gross, basis_points), expected, "{gross} at {basis_points}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(cents in 0..100_000_000_i32) {
            prop_assert_eq!(parse_euros(&euros(i64::from(cents))), Some(cents));
        }

        #[test]
        fn commission_lies_within_half_a_cent_of_the_exact_share(
            gross in 0..10_000_000_000_i64, basis_points in 0..=10_000_i32,
        ) {
            let commission = commission_cents(gross, basis_points);
            let exact_times_10_000 = gross * i64::from(basis_points);
            prop_assert!((0..=gross).contains(&commission));
            let error = commission * 10_000 - exact_times_10_000;
            prop_assert!((-4_999..=5_000).contains(&error), "{error}");
        }
    }
}

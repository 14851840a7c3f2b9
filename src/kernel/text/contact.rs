//! Addresses that must work when somebody needs them: e-mail addresses, telephone numbers, postal codes.

use std::fmt;

use super::tidy;

/// Why an e-mail address or a telephone number was not taken; shown to the person as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactError {
    /// The e-mail address cannot be written to.
    Email,
    /// The telephone number cannot be called.
    Phone,
}

impl fmt::Display for ContactError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Email => "Cette adresse e-mail n'est pas valable. Exemple : prenom.nom@exemple.fr",
            Self::Phone => "Ce numéro de téléphone n'est pas valable. Exemple : 06 12 34 56 78",
        })
    }
}

impl std::error::Error for ContactError {}

/// The one form under which an e-mail address is stored and compared: tidied, lower case (domain.md 5.1).
///
/// Only what every mail server carries is taken: ASCII, a dotted domain, RFC 5321 lengths.
pub fn normalise_email(text: &str) -> Result<String, ContactError> {
    let email = tidy(text).to_lowercase();
    let (local, domain) = email.rsplit_once('@').ok_or(ContactError::Email)?;
    let local_ok = (1..=64).contains(&local.len())
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
        });
    let labels: Vec<&str> = domain.split('.').collect();
    let domain_ok = labels.len() >= 2
        && labels.iter().all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
        && labels.last().is_some_and(|top| top.len() >= 2 && top.bytes().any(|b| b.is_ascii_alphabetic()));
    if local_ok && domain_ok && email.len() <= 254 { Ok(email) } else { Err(ContactError::Email) }
}

/// A telephone number in E.164 (`+33612345678`).
///
/// French numbers are taken in any common writing: `06 12 34 56 78`, `06.12.34.56.78`, `+33 (0)6 12...`,
/// `0033...`, and nine digits, since spreadsheets eat the leading zero. Foreign ones need their `+` or `00`.
pub fn normalise_phone(text: &str) -> Result<String, ContactError> {
    let is_separator =
        |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '/' | '(' | ')' | '\u{2011}' | '\u{2013}');
    let compact: String = tidy(text).replace("(0)", "").chars().filter(|&c| !is_separator(c)).collect();
    let (international, digits) = match compact.strip_prefix('+').or_else(|| compact.strip_prefix("00")) {
        Some(rest) => (true, rest),
        None => (false, compact.as_str()),
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ContactError::Phone);
    }
    let national = match (international, digits.strip_prefix("33"), digits.strip_prefix('0')) {
        (true, Some(rest), _) => rest.strip_prefix('0').unwrap_or(rest),
        (true, None, _) if (8..=15).contains(&digits.len()) && !digits.starts_with('0') => {
            return Ok(format!("+{digits}"));
        }
        (false, _, Some(rest)) => rest,
        (false, _, None) if digits.len() == 9 => digits,
        (false, Some(rest), None) if digits.len() == 11 => rest,
        _ => return Err(ContactError::Phone),
    };
    if national.len() == 9 && !national.starts_with('0') {
        Ok(format!("+33{national}"))
    } else {
        Err(ContactError::Phone)
    }
}

/// A postal code as it is stored and compared: five digits for French ones, in whatever dress they come.
///
/// `F-31830`, `31 830`, `31830 CEDEX 2` and a spreadsheet's `31830.0` are `31830`; `9000` is `09000`, whose zero a
/// spreadsheet has eaten. Codes of other countries stay, without their spaces; nothing is refused here.
pub fn normalise_postal_code(text: &str) -> String {
    let tidied = tidy(text);
    let upper = tidied.to_uppercase();
    let country = upper.strip_prefix("FR").or_else(|| upper.strip_prefix('F'));
    let code = country
        .map(|rest| rest.trim_start_matches([' ', '-']))
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(&upper);
    let end = code.find(|c: char| !c.is_ascii_digit() && c != ' ').unwrap_or(code.len());
    let (number, rest) = code.split_at(end);
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let whole = matches!(rest, "" | ".0" | ",0" | ".00" | ",00");
    let named = number.ends_with(' ') && rest.starts_with(char::is_alphabetic);
    match digits.len() {
        5 if whole || named => digits,
        4 if whole => format!("0{digits}"),
        _ => tidied.chars().filter(|c| !c.is_whitespace()).collect(),
    }
}

/// Whether a normalised postal code may be one, of whatever country: at most ten letters, digits and hyphens.
pub fn is_postal_code(code: &str) -> bool {
    (1..=10).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// A stored number as people in France write it: `06 12 34 56 78`. Foreign ones stay as they are.
pub fn readable_phone(e164: &str) -> String {
    let Some(national) = e164.strip_prefix("+33").filter(|digits| digits.len() == 9) else {
        return e164.to_owned();
    };
    let digits: Vec<char> = std::iter::once('0').chain(national.chars()).collect();
    digits.chunks(2).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn emails_are_compared_trimmed_and_in_lower_case() {
        assert_eq!(
            normalise_email("  MELANIE.DAUBIGNY@EXAMPLE.ORG "),
            Ok("melanie.daubigny@example.org".to_owned())
        );
        assert_eq!(normalise_email("a+b@x-y.fr"), Ok("a+b@x-y.fr".to_owned()));
        for text in
            ["\u{202a}a@example.org\u{202c}", "a@exam\u{200b}ple.org\u{a0}", "\u{feff}A@example.org\n"]
        {
            assert_eq!(normalise_email(text), Ok("a@example.org".to_owned()), "{text:?}");
        }
    }

    #[test]
    fn addresses_that_cannot_be_written_to_are_refused() {
        let too_long = format!("{}@example.org", "a".repeat(65));
        for text in [
            "",
            "pas-une-adresse@",
            "@example.org",
            "a@b",
            "a b@example.org",
            "a@@example.org",
            ".a@example.org",
            "a..b@example.org",
            "a@-example.org",
            "a@example..org",
            "a@example.1",
            "a@exa_mple.org",
            "a@example.org, b@example.org",
            "hélène@example.org",
            too_long.as_str(),
        ] {
            assert_eq!(normalise_email(text), Err(ContactError::Email), "{text}");
        }
    }

    #[test]
    fn french_numbers_are_read_in_any_common_writing() {
        for text in [
            "06 12 34 56 78",
            "0612345678",
            "06.12.34.56.78",
            "06-12-34-56-78",
            "06\u{a0}12\u{a0}34\u{a0}56\u{a0}78",
            "+33612345678",
            "+33 6 12 34 56 78",
            "+33 (0)6 12 34 56 78",
            "+330612345678",
            "0033612345678",
            "33612345678",
            "612345678",
            "\u{202a}06 12 34 56 78\u{202c}",
            "\u{200e}+33\u{202f}6 12 34 56 78",
        ] {
            assert_eq!(normalise_phone(text), Ok("+33612345678".to_owned()), "{text}");
        }
        assert_eq!(normalise_phone("+32 470 12 34 56"), Ok("+32470123456".to_owned()));
    }

    #[test]
    fn numbers_that_cannot_be_called_are_refused() {
        for text in
            ["", "12", "06 12 34 56", "06 12 34 56 789", "0012", "+", "06 12 34 5O 78", "000 12 34 56 78"]
        {
            assert_eq!(normalise_phone(text), Err(ContactError::Phone), "{text}");
        }
    }

    #[test]
    fn postal_codes_are_read_in_whatever_dress_they_come() {
        for text in [
            "31830",
            " 31 830 ",
            "F-31830",
            "f-31830",
            "FR-31830",
            "F 31830",
            "F - 31830",
            "F31830",
            "31830 CEDEX",
            "31830 Cedex 2",
            "31830.0",
            "31830,0",
            "\u{202a}31830\u{202c}",
            "31830 Plaisance-du-Touch",
            "31\u{a0}830",
        ] {
            assert_eq!(normalise_postal_code(text), "31830", "{text:?}");
        }
        for (text, code) in [
            ("9000", "09000"),
            ("9000.0", "09000"),
            ("", ""),
            ("SW1A 1AA", "SW1A1AA"),
            ("B-1000", "B-1000"),
            ("3183", "03183"),
            ("318301", "318301"),
            ("31830-2", "31830-2"),
        ] {
            assert_eq!(normalise_postal_code(text), code, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn postal_codes_normalised_twice_stay(text in "\\PC{0,12}") {
            let once = normalise_postal_code(&text);
            prop_assert_eq!(normalise_postal_code(&once), once);
        }

        #[test]
        fn normalising_twice_changes_nothing(text in "[ +0-9.()-]{0,20}") {
            if let Ok(phone) = normalise_phone(&text) {
                prop_assert_eq!(normalise_phone(&phone), Ok(phone.clone()));
            }
        }

        #[test]
        fn no_text_makes_the_checks_fall_over(text in "\\PC{0,60}") {
            let _ = normalise_phone(&text);
            if let Ok(email) = normalise_email(&text) {
                prop_assert_eq!(normalise_email(&email), Ok(email.clone()));
            }
        }
    }

    #[test]
    fn stored_numbers_are_shown_as_people_write_them() {
        assert_eq!(readable_phone("+33612345678"), "06 12 34 56 78");
        assert_eq!(readable_phone("+4179123456"), "+4179123456");
    }
}

//! What must hold before a list's labels are printed (documents.md 2).

use crate::features::lists::label_code::LabelCode;

/// What is checked of a line.
#[derive(Clone, Copy, Debug)]
pub struct LineFacts<'a> {
    /// Line of the list.
    pub line: i32,
    /// Its code, once declared.
    pub code: Option<&'a str>,
    /// Its price in cents.
    pub price_cents: i32,
}

/// Why the labels of a list cannot be printed, in French; `None` when they can. Lines come in their order.
pub fn flaw(edition_code: &str, list_number: i32, lines: &[LineFacts<'_>]) -> Option<String> {
    if lines.is_empty() {
        return Some("la liste est vide".to_owned());
    }
    for (expected, found) in (1..).zip(lines) {
        if found.line != expected {
            return Some(format!("les lignes ne se suivent pas : la ligne {expected} manque"));
        }
        let code = LabelCode::new(edition_code, list_number, found.line).map(|code| code.to_string());
        match found.code {
            None => return Some(format!("l'article {expected} n'a pas de code")),
            Some(given) if Some(given) != code.as_deref() => {
                return Some(format!("le code de l'article {expected} n'est pas le sien : {given}"));
            }
            Some(_) => {}
        }
        if found.price_cents <= 0 {
            return Some(format!("l'article {expected} n'a pas de prix"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(line: i32, code: Option<&str>, price_cents: i32) -> LineFacts<'_> {
        LineFacts { line, code, price_cents }
    }

    #[test]
    fn a_list_is_printed_when_lines_codes_and_prices_hold_together() {
        let sound = [line(1, Some("A2025-L245-A01"), 500), line(2, Some("A2025-L245-A02"), 100)];
        assert_eq!(flaw("A2025", 245, &sound), None);
    }

    #[test]
    fn every_flaw_names_its_article() {
        for (lines, words) in [
            (vec![], "vide"),
            (vec![line(2, Some("A2025-L245-A02"), 500)], "la ligne 1 manque"),
            (vec![line(1, None, 500)], "l'article 1 n'a pas de code"),
            (vec![line(1, Some("A2025-L246-A01"), 500)], "A2025-L246-A01"),
            (vec![line(1, Some("A2025-L245-A01"), 0)], "n'a pas de prix"),
        ] {
            let found = flaw("A2025", 245, &lines).unwrap();
            assert!(found.contains(words), "{found}");
        }
    }
}

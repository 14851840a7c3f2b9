//! Whether a ticket counts: paid, valid, not given back. A cell that says something unknown is told, never guessed.

use crate::kernel::money::read_amount;
use crate::kernel::text::contact::is_postal_code;
use crate::kernel::text::fold;
use crate::text_enum;

text_enum! {
    /// Why a ticket is left out from the start.
    pub enum SkipReason {
        /// `Payé` is not `Oui`.
        Unpaid => "unpaid",
        /// `Valide` is not `Oui`.
        Cancelled => "cancelled",
        /// The whole price was given back.
        Refunded => "refunded",
    }
}

/// Words for yes and no, folded, of Billetweb and of spreadsheets in either language.
const YES: [&str; 9] = ["oui", "o", "yes", "y", "vrai", "true", "1", "x", "ok"];
const NO: [&str; 6] = ["non", "n", "no", "faux", "false", "0"];

/// The cells that decide whether a ticket counts, as they stand.
#[derive(Clone, Debug, Default)]
pub struct StandingCells {
    /// `Payé`.
    pub paid: String,
    /// `Valide`.
    pub valid: String,
    /// `Prix`.
    pub price: String,
    /// `Montant remboursé`.
    pub refunded: String,
}

/// Something about a single cell, to be told with its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Header of the column.
    pub column: &'static str,
    /// What the cell holds.
    pub value: String,
    /// Stable code.
    pub code: &'static str,
    /// French sentence.
    pub message: &'static str,
    /// Whether it keeps the row from being imported.
    pub blocking: bool,
}

/// Longest name that an account keeps.
const LONGEST_NAME: usize = 80;

/// What of a person's name and postal code is lacking or not taken over.
pub fn person(last_name: &str, first_name: &str, postal_code: &str) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut remark = |column, value: &str, code, message, blocking| {
        remarks.push(Remark { column, value: value.to_owned(), code, message, blocking });
    };
    for (column, name) in [("Nom", last_name), ("Prénom", first_name)] {
        if name.is_empty() {
            remark(column, name, "name_missing", "Le nom et le prénom sont nécessaires.", true);
        } else if name.chars().count() > LONGEST_NAME {
            let message = "Ce nom est trop long : seuls ses 80 premiers caractères sont repris.";
            remark(column, name, "name_too_long", message, false);
        }
    }
    if !postal_code.is_empty() && !is_postal_code(postal_code) {
        let message = "Ce code postal n'est pas valable : il ne sera pas repris.";
        remark("Code postal", postal_code, "invalid_postal_code", message, false);
    }
    remarks
}

/// Why a ticket is left out, if it is, and what of its cells could not be made out.
pub fn standing(cells: &StandingCells) -> (Option<SkipReason>, Vec<Remark>) {
    let mut remarks = Vec::new();
    for (column, text, reason) in
        [("Payé", &cells.paid, SkipReason::Unpaid), ("Valide", &cells.valid, SkipReason::Cancelled)]
    {
        match yes_or_no(text) {
            Some(true) => {}
            Some(false) => return (Some(reason), Vec::new()),
            None => remarks.push(unknown_word(column, text)),
        }
    }
    let refunded = if let Some(cents) = amount(&cells.refunded) {
        // Some exports write what was given back below zero.
        cents.unsigned_abs()
    } else {
        remarks.push(unreadable_amount("Montant remboursé", &cells.refunded));
        0
    };
    // A free ticket gives nothing back, although nothing equals its price.
    if refunded > 0 {
        match amount(&cells.price) {
            Some(price) if refunded >= price.unsigned_abs() => {
                return (Some(SkipReason::Refunded), Vec::new());
            }
            Some(_) => remarks.push(Remark {
                column: "Montant remboursé",
                value: cells.refunded.clone(),
                code: "partly_refunded",
                message: "Ce billet est remboursé en partie : il est importé comme les autres.",
                blocking: false,
            }),
            None => remarks.push(unreadable_amount("Prix", &cells.price)),
        }
    }
    (None, remarks)
}

/// Empty is nothing.
fn amount(text: &str) -> Option<i32> {
    if text.is_empty() { Some(0) } else { read_amount(text) }
}

fn yes_or_no(text: &str) -> Option<bool> {
    let word = fold(text);
    let word = word.strip_suffix(".0").unwrap_or(&word);
    if YES.contains(&word) {
        Some(true)
    } else if NO.contains(&word) {
        Some(false)
    } else {
        None
    }
}

fn unknown_word(column: &'static str, text: &str) -> Remark {
    Remark {
        column,
        value: text.to_owned(),
        code: "yes_no_unreadable",
        message: "Oui ou Non est attendu dans cette case.",
        blocking: true,
    }
}

fn unreadable_amount(column: &'static str, text: &str) -> Remark {
    Remark {
        column,
        value: text.to_owned(),
        code: "amount_unreadable",
        message: "Ce montant n'est pas lisible : on ne sait pas si le billet est remboursé. Exemple : 5,00",
        blocking: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paid: &str, valid: &str, price: &str, refunded: &str) -> (Option<SkipReason>, Vec<&'static str>) {
        let cells = StandingCells {
            paid: paid.to_owned(),
            valid: valid.to_owned(),
            price: price.to_owned(),
            refunded: refunded.to_owned(),
        };
        let (reason, remarks) = standing(&cells);
        (reason, remarks.iter().map(|remark| remark.code).collect())
    }

    #[test]
    fn yes_and_no_are_read_in_the_words_of_every_program() {
        for yes in ["Oui", "OUI", "o", "Yes", "y", "1", "1.0", "VRAI", "true", "x"] {
            assert_eq!(of(yes, yes, "5", "0"), (None, vec![]), "{yes}");
        }
        for no in ["Non", "no", "N", "0", "0.0", "FAUX", "false"] {
            assert_eq!(of(no, "Oui", "5", "0"), (Some(SkipReason::Unpaid), vec![]), "{no}");
            assert_eq!(of("Oui", no, "5", "0"), (Some(SkipReason::Cancelled), vec![]), "{no}");
        }
        assert_eq!(of("peut-être", "", "5", "0"), (None, vec!["yes_no_unreadable", "yes_no_unreadable"]));
        assert_eq!(of("?", "Non", "5", "0"), (Some(SkipReason::Cancelled), vec![]), "one no is enough");
    }

    #[test]
    fn a_person_without_a_name_is_kept_out_and_rubbish_is_told() {
        let of = |last: &str, first: &str, code: &str| -> Vec<(&str, bool)> {
            person(last, first, code).into_iter().map(|remark| (remark.code, remark.blocking)).collect()
        };
        assert_eq!(of("Petit", "Anne", "31830"), []);
        assert_eq!(of("Petit", "Anne", ""), []);
        assert_eq!(of("", "", "31830"), [("name_missing", true), ("name_missing", true)]);
        assert_eq!(of("Petit", &"a".repeat(81), "SW1A-1AA"), [("name_too_long", false)]);
        assert_eq!(of("Petit", "Anne", "';DROPTABLEusers;--"), [("invalid_postal_code", false)]);
    }

    #[test]
    fn a_full_refund_is_seen_however_the_amounts_are_written() {
        for (price, refunded) in [
            ("5,00 €", "5,00 €"),
            ("5.00", "-5.00"),
            ("5,00", "5,0"),
            ("5", "5.000"),
            ("5.00", "5.00 EUR"),
            ("EUR 5.00", "5.00"),
            ("-5", "5"),
            ("", "5"),
        ] {
            assert_eq!(
                of("Oui", "Oui", price, refunded),
                (Some(SkipReason::Refunded), vec![]),
                "{price} {refunded}"
            );
        }
        assert_eq!(of("Oui", "Oui", "5", "2"), (None, vec!["partly_refunded"]));
        assert_eq!(of("Oui", "Oui", "0", "0"), (None, vec![]));
        assert_eq!(
            of("Oui", "Oui", "gratuit", ""),
            (None, vec![]),
            "no one asks for the price without a refund"
        );
        assert_eq!(of("Oui", "Oui", "5", "cinq"), (None, vec!["amount_unreadable"]));
        assert_eq!(of("Oui", "Oui", "cinq", "5"), (None, vec!["amount_unreadable"]));
    }
}

//! Money is whole cents; this is how people read it.

/// `5 €`, `5,50 €`, `-0,40 €`: cents only when there are some, a no-break space before the sign.
///
/// ```
/// assert_eq!(bourse::kernel::money::euros(550), "5,50\u{a0}€");
/// ```
pub fn euros(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    if rest == 0 { format!("{sign}{whole}\u{a0}€") } else { format!("{sign}{whole},{rest:02}\u{a0}€") }
}

#[cfg(test)]
mod tests {
    use super::euros;

    #[test]
    fn cents_show_only_when_there_are_some() {
        let shown = [0, 5, 500, 550, 1005, -40, 15_000].map(euros);
        assert_eq!(
            shown.map(|text| text.replace('\u{a0}', " ")),
            ["0 €", "0,05 €", "5 €", "5,50 €", "10,05 €", "-0,40 €", "150 €"]
        );
    }
}

//! The lines of a list: their order and numbers, their titles, and the counters above them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::features::edition::catalogue::model::Catalogue;
use crate::kernel::text::fold;

/// The line of each article, given the kinds in order of entry: 1..N without gaps, sorted by category, then by
/// entry (catalogue.md 2). The answer has the order of the question.
pub fn line_numbers(catalogue: &Catalogue, kinds: &[&str]) -> Vec<i32> {
    let mut order: Vec<usize> = (0..kinds.len()).collect();
    order.sort_by_key(|&index| catalogue.rank(kinds[index]));
    let mut lines = vec![0; kinds.len()];
    for (line, index) in (1..).zip(order) {
        lines[index] = line;
    }
    lines
}

/// What a title is made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct TitleParts<'a> {
    /// The depositor's words.
    pub description: &'a str,
    /// Pieces of a lot; none for a single article.
    pub lot_quantity: Option<i32>,
    /// Size, when there is one.
    pub size: Option<&'a str>,
    /// Brand, when there is one.
    pub brand: Option<&'a str>,
}

/// One line of text for labels, sheets and tills: `Robe rouge`, `LOT x3 - Body 18 mois Petit Bateau`.
///
/// Size and brand, which make a lot, are added to its words unless they are already among them.
pub fn title(parts: TitleParts<'_>) -> String {
    let Some(quantity) = parts.lot_quantity else { return parts.description.to_owned() };
    let mut title = format!("LOT x{quantity} - {}", parts.description);
    for detail in [parts.size, parts.brand].into_iter().flatten() {
        if !detail.is_empty() && !fold(&title).contains(&fold(detail)) {
            title.push(' ');
            title.push_str(detail);
        }
    }
    title
}

/// How far a list is from its limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counters {
    /// Lines in all.
    pub articles: usize,
    /// Sum of the prices, in cents.
    pub total_cents: i64,
    /// Each limit of the catalogue, in its order.
    pub limits: Vec<LimitCounter>,
}

/// How far a list is from one limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LimitCounter {
    /// Rule code, for instance `clothes_limit`.
    pub rule: String,
    /// What is counted, in French.
    pub french: String,
    /// Lines that count.
    pub used: usize,
    /// Most lines.
    pub max: usize,
}

/// The counters of a list whose articles have these kinds and prices in cents.
pub fn counters(catalogue: &Catalogue, articles: &[(&str, i32)]) -> Counters {
    let limits = catalogue
        .limits
        .iter()
        .map(|limit| LimitCounter {
            rule: limit.rule.clone(),
            french: limit.french.clone(),
            used: articles.iter().filter(|(kind, _)| limit.counts(kind)).count(),
            max: limit.max,
        })
        .collect();
    let total_cents = articles.iter().map(|&(_, price)| i64::from(price)).sum();
    Counters { articles: articles.len(), total_cents, limits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn clothes_come_first_and_entry_order_decides_within_a_category() {
        let catalogue = Catalogue::standard().unwrap();
        assert_eq!(
            line_numbers(&catalogue, &["toy", "coat", "other_item", "skirt", "puzzle"]),
            [3, 1, 5, 2, 4]
        );
        assert_eq!(line_numbers(&catalogue, &[]), [0; 0]);
    }

    #[test]
    fn a_lot_says_so_in_its_title() {
        let body = TitleParts {
            description: "Body",
            lot_quantity: Some(3),
            size: Some("18 mois"),
            brand: Some("Petit Bateau"),
        };
        assert_eq!(title(body), "LOT x3 - Body 18 mois Petit Bateau");
        let told = TitleParts { description: "Body 18 MOIS petit bateau", ..body };
        assert_eq!(title(told), "LOT x3 - Body 18 MOIS petit bateau");
        assert_eq!(title(TitleParts { lot_quantity: None, ..body }), "Body");
    }

    #[test]
    fn counters_tell_lines_clothes_and_total() {
        let counters =
            counters(&Catalogue::standard().unwrap(), &[("coat", 800), ("toy", 250), ("soft_toy", 100)]);
        assert_eq!((counters.articles, counters.total_cents), (3, 1150));
        let used: Vec<(&str, usize)> =
            counters.limits.iter().filter(|l| l.used > 0).map(|l| (l.rule.as_str(), l.used)).collect();
        assert_eq!(used, [("list_full", 3), ("clothes_limit", 1), ("coat_limit", 1), ("soft_toy_limit", 1)]);
    }

    proptest! {
        #[test]
        fn lines_are_numbered_without_gaps_in_the_order_of_categories(
            picks in proptest::collection::vec(0_usize..40, 0..24),
        ) {
            let catalogue = Catalogue::standard().unwrap();
            let all: Vec<&str> =
                catalogue.categories.iter().flat_map(|c| &c.subcategories).map(|s| s.code.as_str()).collect();
            let kinds: Vec<&str> = picks.iter().map(|pick| all[pick % all.len()]).collect();
            let lines = line_numbers(&catalogue, &kinds);
            let mut sorted: Vec<(i32, usize)> = lines.iter().copied().zip(0..).collect();
            sorted.sort_unstable();
            for (expected, (line, index)) in (1..).zip(&sorted) {
                prop_assert_eq!(*line, expected);
                prop_assert!(*index < kinds.len());
            }
            for pair in sorted.windows(2) {
                let key = |(_, index): (i32, usize)| (catalogue.rank(kinds[index]), index);
                prop_assert!(key(pair[0]) < key(pair[1]));
            }
        }
    }
}

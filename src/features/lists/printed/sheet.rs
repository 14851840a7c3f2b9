//! What the printed forms of a list have in common: their facts and their table of articles.

use crate::features::registration::depositors::numbers::LabelColour;
use crate::kernel::money::euros;
use crate::pdf::{Align, Cell, Color, Column, Row, Style};

const DESCRIPTION: Style = Style::bold(8.0);
const DETAIL: Style = Style::regular(6.9);
const PRICE: Style = Style::bold(9.0);
const PLAIN: Style = Style::regular(8.5);

/// The colour of a list's labels as a fill.
pub fn fill(color: LabelColour) -> Color {
    Color::from_hex(color.hex).unwrap_or(Color::WHITE)
}

/// The depositor as printed.
#[derive(Debug, Clone, Default)]
pub struct PrintedDepositor {
    /// Family name then first name, as it is to be read.
    pub name: String,
    /// Street, then postal code and town; may be empty.
    pub address: Vec<String>,
    /// Telephone as written for people.
    pub phone: Option<String>,
}

/// One line of a list as printed. Labels of category, gender and so on are the French ones.
#[derive(Debug, Clone, Default)]
pub struct PrintedArticle {
    /// Line number, from 1.
    pub line: i32,
    /// Description, a lot's already in its form `LOT x3 - ...`.
    pub description: String,
    /// Category code of the catalogue, such as `clothes`.
    pub category_code: String,
    /// Category, such as `Vêtements`.
    pub category: String,
    /// Subcategory, such as `manteau/anorak`.
    pub subcategory: String,
    /// Gender, such as `Fille`.
    pub gender: Option<String>,
    /// Size, free text.
    pub size: Option<String>,
    /// Colour, free text.
    pub color: Option<String>,
    /// Brand, free text.
    pub brand: Option<String>,
    /// Asked price in cents.
    pub price_cents: i32,
    /// Whether the review refused it: it keeps its line, struck through.
    pub refused: bool,
}

impl PrintedArticle {
    /// Whether it counts among the clothes.
    pub fn is_clothes(&self) -> bool {
        self.category_code == "clothes"
    }

    /// `manteau - Fille - 12 ans - bleu - Petit Bateau`, leaving out what is not known.
    fn details(&self) -> String {
        let kind = if self.subcategory.is_empty() { &self.category } else { &self.subcategory };
        let parts =
            [Some(kind), self.gender.as_ref(), self.size.as_ref(), self.color.as_ref(), self.brand.as_ref()];
        let known: Vec<&str> =
            parts.into_iter().flatten().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        known.join(" - ")
    }
}

/// A list as printed.
#[derive(Debug, Clone)]
pub struct PrintedList {
    /// List number.
    pub number: i32,
    /// Colour of its labels.
    pub color: LabelColour,
    /// Lines in their order.
    pub articles: Vec<PrintedArticle>,
}

impl PrintedList {
    /// Number of articles that were not refused.
    pub fn accepted(&self) -> usize {
        self.articles.iter().filter(|article| !article.refused).count()
    }

    /// Number of clothes among them.
    pub fn clothes(&self) -> usize {
        self.articles.iter().filter(|article| !article.refused && article.is_clothes()).count()
    }

    /// Sum of the asked prices, refused lines left out.
    pub fn total_cents(&self) -> i64 {
        self.articles
            .iter()
            .filter(|article| !article.refused)
            .map(|article| i64::from(article.price_cents))
            .sum()
    }

    /// `15 articles, dont 8 vêtements`.
    pub fn counts(&self) -> String {
        counts(self.accepted(), self.clothes())
    }
}

/// `15 articles, dont 8 vêtements`.
pub fn counts(total: usize, clothes: usize) -> String {
    match clothes {
        0 => articles(total),
        1 => format!("{}, dont 1 vêtement", articles(total)),
        many => format!("{}, dont {many} vêtements", articles(total)),
    }
}

/// `aucun article`, `1 article`, `15 articles`.
fn articles(count: usize) -> String {
    match count {
        0 => "aucun article".to_owned(),
        1 => "1 article".to_owned(),
        many => format!("{many} articles"),
    }
}

/// The columns of a list's table over 182 mm; the sheet that volunteers work on has one for the outcome.
pub fn columns(with_outcome: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::new("N°", 11.0, Align::Center),
        Column::new("Désignation", if with_outcome { 129.0 } else { 149.0 }, Align::Left),
        Column::new("Prix", 22.0, Align::Right),
    ];
    if with_outcome {
        columns.push(Column::new("Vendu / NV", 20.0, Align::Center));
    }
    columns
}

/// One row of that table.
pub fn row(article: &PrintedArticle, with_outcome: bool) -> Row {
    let refused = article.refused;
    let mut cells = vec![
        Cell::new(article.line.to_string(), PLAIN).struck(refused),
        Cell::new(article.description.as_str(), DESCRIPTION).and(article.details(), DETAIL).struck(refused),
        Cell::new(euros(article.price_cents.into()), PRICE).struck(refused),
    ];
    if with_outcome {
        cells.push(if refused { Cell::new("refusé", DETAIL) } else { Cell::default() });
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::registration::depositors::numbers;

    #[test]
    fn only_members_have_white_labels() {
        for number in (100..700).chain(2000..3000).step_by(100) {
            assert_ne!(fill(numbers::colour_of(number).unwrap()), Color::WHITE, "{number}");
        }
        assert_eq!(fill(numbers::colour_of(1100).unwrap()), Color::WHITE);
    }

    fn article(price_cents: i32, refused: bool) -> PrintedArticle {
        PrintedArticle { price_cents, refused, category_code: "clothes".into(), ..PrintedArticle::default() }
    }

    #[test]
    fn refused_lines_count_neither_as_articles_nor_as_money() {
        let color = numbers::colour_of(245).unwrap();
        let list =
            PrintedList { number: 245, color, articles: vec![article(500, false), article(700, true)] };
        assert_eq!(list.total_cents(), 500);
        assert_eq!(list.counts(), "1 article, dont 1 vêtement");
    }

    #[test]
    fn details_leave_out_what_is_not_known() {
        let mut coat = PrintedArticle { subcategory: "manteau".into(), ..PrintedArticle::default() };
        assert_eq!(coat.details(), "manteau");
        coat.size = Some("12 ans".into());
        coat.brand = Some("Okaïdi".into());
        coat.color = Some("  ".into());
        assert_eq!(coat.details(), "manteau - 12 ans - Okaïdi");
    }
}

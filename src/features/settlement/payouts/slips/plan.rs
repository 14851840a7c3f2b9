//! Where everything of a slip stands: how small its articles are set, and on which page they, the sums and the
//! signatures come. A slip of two lists fits on one sheet, and the sums never part from what is signed.

use super::closing::Closing;
use super::slip::{SlipArticle, SlipData};
use crate::kernel::money::euros;
use crate::pdf::{Pdf, Style};

/// Where the room for articles begins: on the first page below the address.
pub(super) const FIRST_TOP: f32 = 80.0;
/// The same on the pages that go on with it.
pub(super) const NEXT_TOP: f32 = 20.0;
/// The bar with a section's title and total.
pub(super) const BAR: f32 = 5.8;
const GAP: f32 = 2.2;
const BOTTOM: f32 = 284.0;
/// Articles that go along when sums and signatures would stand on a page without any.
const COMPANY: usize = 6;

/// How small the articles are set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Density {
    /// Articles side by side.
    pub(super) columns: usize,
    /// Type size in points.
    pub(super) size: f32,
    /// Lines that a description may take.
    pub(super) lines: usize,
    /// White above and below an article, in millimetres.
    padding: f32,
    /// More articles than these are not worth trying: they never fit with everything else.
    most: usize,
    /// Widths of code, description, category and price.
    pub(super) widths: [f32; 4],
}

const IN_TWO_COLUMNS: [f32; 4] = [22.5, 35.5, 17.0, 14.0];

/// From the most readable to the tightest.
const DENSITIES: [Density; 4] = [
    Density { columns: 1, size: 8.5, lines: 2, padding: 1.2, most: 24, widths: [34.0, 90.0, 34.0, 24.0] },
    Density { columns: 2, size: 7.5, lines: 2, padding: 0.7, most: 36, widths: IN_TWO_COLUMNS },
    Density { columns: 2, size: 7.5, lines: 1, padding: 0.7, most: usize::MAX, widths: IN_TWO_COLUMNS },
    Density { columns: 2, size: 6.8, lines: 1, padding: 0.35, most: usize::MAX, widths: IN_TWO_COLUMNS },
];

impl Density {
    /// How descriptions, codes and prices are set.
    pub(super) const fn style(self) -> Style {
        Style::regular(self.size)
    }

    /// How the reason of a refusal is set.
    pub(super) const fn reason_style(self) -> Style {
        Style::regular(self.size - 0.8).grey()
    }

    fn line_height(self) -> f32 {
        self.style().line_height() * 0.94
    }
}

/// A section: articles of one kind, or the sentence that there are none.
pub(super) struct Section<'a> {
    /// Title with the number of articles, or the sentence.
    pub(super) title: String,
    /// What stands at the right end of the bar.
    pub(super) total: Option<String>,
    /// The articles.
    pub(super) articles: &'a [SlipArticle],
}

/// Something on a page, from the top down.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Articles of a section.
    Articles {
        /// Which section.
        section: usize,
        /// Which of its articles.
        range: std::ops::Range<usize>,
        /// Where they begin, in millimetres from the top.
        y: f32,
        /// How high each is.
        row: f32,
    },
    /// Sums, payment, signatures.
    Closing {
        /// Where they begin.
        y: f32,
    },
}

/// A slip's pages.
pub(super) struct Plan<'a> {
    pub(super) sections: Vec<Section<'a>>,
    pub(super) density: Density,
    pub(super) closing: Closing<'a>,
    pub(super) pages: Vec<Vec<Piece>>,
}

impl<'a> Plan<'a> {
    /// Lays a slip out in the most readable way that takes the fewest pages.
    pub(super) fn new(pdf: &Pdf, slip: &'a SlipData) -> Self {
        let sections = sections(slip);
        let closing = Closing::new(pdf, slip);
        let articles: usize = sections.iter().map(|section| section.articles.len()).sum();
        let tried = DENSITIES.into_iter().filter(|density| articles <= density.most);
        let laid = tried.map(|density| (density, pages(pdf, density, &sections, closing.height())));
        // The first of those with the fewest pages; there always is one.
        let (density, pages) =
            laid.min_by_key(|(_, pages)| pages.len()).unwrap_or((DENSITIES[0], Vec::new()));
        Self { sections, density, closing, pages }
    }
}

fn sections(slip: &SlipData) -> Vec<Section<'_>> {
    let sum = |articles: &[SlipArticle]| articles.iter().map(|article| article.price_cents).sum::<i64>();
    let sentence = |title: &str| Section { title: title.to_owned(), total: None, articles: &[] };
    let mut sections = Vec::with_capacity(3);
    sections.push(if slip.sold.is_empty() {
        sentence("Aucun article n'a été vendu.")
    } else {
        Section {
            title: format!("Articles vendus ({})", slip.sold.len()),
            total: Some(format!("Total des ventes : {}", euros(sum(&slip.sold)))),
            articles: &slip.sold,
        }
    });
    sections.push(match (slip.unsold.len(), slip.sold.is_empty()) {
        (0, true) => sentence("Aucun article à restituer."),
        (0, false) => sentence("Tous les articles ont été vendus : il n'y a rien à restituer."),
        (unsold, _) => Section {
            title: format!("Invendus à restituer ({unsold})"),
            total: Some(format!("Prix demandés, en tout : {}", euros(sum(&slip.unsold)))),
            articles: &slip.unsold,
        },
    });
    if !slip.refused.is_empty() {
        sections.push(Section {
            title: format!("Articles refusés ou retirés de la vente ({})", slip.refused.len()),
            total: None,
            articles: &slip.refused,
        });
    }
    sections
}

/// Where the pieces stand when articles are set like this.
fn pages(pdf: &Pdf, density: Density, sections: &[Section<'_>], closing: f32) -> Vec<Vec<Piece>> {
    let (mut pages, mut y) = (vec![Vec::new()], FIRST_TOP);
    for (section, Section { articles, .. }) in sections.iter().enumerate() {
        let is_last = section + 1 == sections.len();
        let row = row_height(pdf, density, articles);
        let mut from = 0;
        loop {
            let is_fresh = pages.last().is_none_or(Vec::is_empty);
            let left = articles.len() - from;
            let mut take = left.min(rows_in(BOTTOM - y - BAR, row) * density.columns);
            let end = |take: usize| y + BAR + rows(take, density) * row + GAP;
            if is_last && take == left && end(take) + closing > BOTTOM && !(is_fresh && left <= COMPANY) {
                take = left - left.min(COMPANY);
            }
            let fits = take > 0 || (left == 0 && end(0) <= BOTTOM);
            if fits {
                let range = from..from + take;
                let end = end(take);
                if let Some(page) = pages.last_mut() {
                    page.push(Piece::Articles { section, range, y, row });
                }
                y = end;
                from += take;
            }
            if fits && from == articles.len() {
                break;
            }
            pages.push(Vec::new());
            y = NEXT_TOP;
        }
    }
    if y + closing > BOTTOM {
        pages.push(Vec::new());
        y = NEXT_TOP;
    }
    if let Some(page) = pages.last_mut() {
        page.push(Piece::Closing { y });
    }
    pages
}

/// Height of each article of a section: that of the highest, so that columns stay in step.
fn row_height(pdf: &Pdf, density: Density, articles: &[SlipArticle]) -> f32 {
    let described = |article: &SlipArticle| match density.lines {
        1 => 1,
        most => pdf.wrap(&article.description, density.style(), density.widths[1] - 2.0, most).len().max(1),
    };
    let lines = |article: &SlipArticle| described(article) + usize::from(article.reason.is_some());
    let most = articles.iter().map(lines).max().unwrap_or(1);
    #[expect(clippy::cast_precision_loss, reason = "three at most")]
    let lines = most as f32;
    lines * density.line_height() + density.padding
}

/// Rows that so many articles take.
pub(super) fn rows(articles: usize, density: Density) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "rows of one page")]
    let rows = articles.div_ceil(density.columns) as f32;
    rows
}

fn rows_in(room: f32, row: f32) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows of one page")]
    let rows = (room / row).max(0.0) as usize;
    rows
}

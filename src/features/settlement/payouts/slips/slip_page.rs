//! The pages of payout slips.

use super::slip::{Payment, Reckoning, SlipArticle, SlipData, SlipFile};
use crate::features::settlement::payouts::states::PayoutMethod;
use crate::kernel::money::euros;
use crate::pdf::{
    Align, Cell, Color, Column, Meta, PAGE_WIDTH, Pdf, PdfError, Rect, Row, Stroke, Style, Table,
};

const LEFT: f32 = 14.0;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * LEFT;
const RIGHT: f32 = LEFT + WIDTH;
const BOTTOM: f32 = 281.0;
/// Of the card with the sums.
const CARD_WIDTH: f32 = 100.0;
const REASON: Style = Style::regular(7.5);
/// As much of an adjustment's reason as a card of sums has room for.
const REASON_LINES: usize = 3;
const BODY: Style = Style::regular(8.5);
const FORM: Style = Style::regular(9.5);
const SECTION: Style = Style::bold(11.0);
const RULE: Stroke = Stroke::solid(0.2, Color::LIGHT_GREY);
const PEN: Stroke = Stroke::solid(0.25, Color::BLACK);
const DOTS: Stroke = Stroke::dashed(0.25, Color::GREY, 0.4, 0.8);

/// A slip being drawn: where the pen is on the page at hand.
struct SlipPage<'a> {
    pdf: &'a mut Pdf,
    footer: String,
    y: f32,
}

/// Makes one file of all slips, each beginning on a page of its own, with a bookmark each.
pub fn render(file: &SlipFile) -> Result<Vec<u8>, PdfError> {
    let title = match file.slips.as_slice() {
        [only] => format!("Bordereau de reversement - {} - {}", file.edition, only.depositor),
        _ => format!("Bordereaux de reversement - {}", file.edition),
    };
    let mut pdf = Pdf::new(Meta { title, author: file.association.clone(), made_at: file.made_at })?;
    for slip in &file.slips {
        draw(&mut pdf, file, slip)?;
    }
    pdf.finish()
}

/// Draws the slip on pages of its own.
fn draw(pdf: &mut Pdf, file: &SlipFile, slip: &SlipData) -> Result<(), PdfError> {
    pdf.begin_page()?;
    pdf.bookmark(0, slip.depositor.as_str());
    let footer = format!("{} - {} - bordereau de reversement", slip.depositor, file.edition);
    let mut page = SlipPage { pdf, footer, y: 0.0 };
    page.heading(file, slip);
    page.sold(&slip.sold)?;
    page.unsold(slip)?;
    page.refused(&slip.refused)?;
    page.reckoning(&slip.reckoning, slip.sold.is_empty())?;
    if slip.reckoning.to_pay_cents() <= 0 {
        page.return_only(slip)?;
    } else {
        page.payment(slip)?;
    }
    page.pdf.footer(&page.footer);
    Ok(())
}

impl SlipPage<'_> {
    fn heading(&mut self, file: &SlipFile, slip: &SlipData) {
        let pdf = &mut *self.pdf;
        pdf.text_within(LEFT, 18.0, 90.0, &file.association, Style::bold(10.0).grey(), Align::Left);
        let date = file.made_at.format("%d/%m/%Y").to_string();
        let edition = format!("{} - {date}", file.edition);
        pdf.text_within(LEFT + 92.0, 18.0, WIDTH - 92.0, &edition, Style::regular(10.0).grey(), Align::Right);
        pdf.line((LEFT, 22.0), (RIGHT, 22.0), RULE);
        pdf.text(LEFT, 33.0, "BORDEREAU DE REVERSEMENT", Style::bold(18.0), Align::Left);

        let card = Rect::new(LEFT, 38.0, WIDTH, 19.0);
        pdf.rect(card, 1.5, Some(Color::PALE), None);
        let style = pdf.shrink_to_fit(&slip.depositor, Style::bold(14.0), 112.0, 10.0);
        pdf.text_within(card.x + 5.0, card.y + 8.0, 112.0, &slip.depositor, style, Align::Left);
        if let Some(phone) = &slip.phone {
            let phone = format!("Tél. {phone}");
            pdf.text_within(card.x + 5.0, card.y + 14.5, 112.0, &phone, FORM, Align::Left);
        }
        let numbers: Vec<String> = slip.list_numbers.iter().map(i32::to_string).collect();
        let title = if numbers.len() > 1 { "Listes n°" } else { "Liste n°" };
        pdf.text(card.right() - 5.0, card.y + 6.0, title, Style::regular(8.5).grey(), Align::Right);
        let numbers = numbers.join(" - ");
        let style = pdf.shrink_to_fit(&numbers, Style::bold(16.0), 55.0, 8.0);
        pdf.text(card.right() - 5.0, card.y + 14.0, &numbers, style, Align::Right);
        self.y = card.bottom() + 3.0;
    }

    fn sold(&mut self, sold: &[SlipArticle]) -> Result<(), PdfError> {
        if sold.is_empty() {
            return self.sentence("Articles vendus", "Aucun article n'a été vendu.");
        }
        self.articles(&format!("Articles vendus ({})", sold.len()), "Prix", sold)?;
        self.total("Total des ventes", sold)
    }

    fn unsold(&mut self, slip: &SlipData) -> Result<(), PdfError> {
        if slip.unsold.is_empty() {
            let text = if slip.sold.is_empty() {
                "Aucun article à restituer."
            } else {
                "Tous les articles ont été vendus : il n'y a rien à restituer."
            };
            return self.sentence("Invendus", text);
        }
        let title = format!("Invendus à restituer ({})", slip.unsold.len());
        self.articles(&title, "Prix demandé", &slip.unsold)?;
        self.total("Valeur des invendus", &slip.unsold)
    }

    fn refused(&mut self, refused: &[SlipArticle]) -> Result<(), PdfError> {
        if refused.is_empty() {
            return Ok(());
        }
        self.articles(
            &format!("Articles refusés ou retirés de la vente ({})", refused.len()),
            "Prix demandé",
            refused,
        )
    }

    /// A section's title and one sentence instead of a table.
    fn sentence(&mut self, title: &str, text: &str) -> Result<(), PdfError> {
        self.ensure(16.0)?;
        self.pdf.text(LEFT, self.y + 5.0, title, SECTION, Align::Left);
        self.pdf.text(LEFT, self.y + 11.0, text, FORM, Align::Left);
        self.y += 14.0;
        Ok(())
    }

    fn articles(
        &mut self,
        title: &str,
        price_title: &'static str,
        articles: &[SlipArticle],
    ) -> Result<(), PdfError> {
        // A title with its header and at least one row.
        self.ensure(24.0)?;
        self.pdf.text(LEFT, self.y + 5.0, title, SECTION, Align::Left);
        let table = Table {
            x: LEFT,
            bottom: BOTTOM,
            columns: vec![
                Column::new("Code", 33.0, Align::Left),
                Column::new("Désignation", 91.0, Align::Left),
                Column::new("Catégorie", 32.0, Align::Left),
                Column::new(price_title, 26.0, Align::Right),
            ],
            header_fill: Color::PALE,
            min_row_height: 5.2,
            boxed: false,
        };
        let rows: Vec<Row> = articles.iter().map(row).collect();
        let footer = &self.footer;
        self.y = table.draw(self.pdf, self.y + 7.5, &rows, |pdf| {
            pdf.footer(footer);
            pdf.begin_page()?;
            Ok(16.0)
        })? + 1.5;
        Ok(())
    }

    fn total(&mut self, name: &str, articles: &[SlipArticle]) -> Result<(), PdfError> {
        self.ensure(8.0)?;
        let sum = articles.iter().map(|article| article.price_cents).sum();
        self.pdf.text(RIGHT - 30.0, self.y + 3.6, name, FORM, Align::Right);
        self.pdf.text(RIGHT - 1.6, self.y + 3.6, &euros(sum), Style::bold(10.0), Align::Right);
        self.y += 6.0;
        Ok(())
    }

    fn reckoning(&mut self, reckoning: &Reckoning, nothing_sold: bool) -> Result<(), PdfError> {
        let mut lines = Vec::new();
        let mut line = |name: String, cents: i64, reason: Vec<String>| lines.push((name, cents, reason));
        if !nothing_sold {
            let rate = percent(reckoning.commission_bp);
            line("Total des ventes".to_owned(), reckoning.gross_cents, Vec::new());
            line(format!("Part de l'association ({rate})"), -reckoning.commission_cents, Vec::new());
        }
        if reckoning.fees_cents > 0 {
            line("Frais de listes".to_owned(), -reckoning.fees_cents, Vec::new());
        }
        for adjustment in &reckoning.adjustments {
            let reason = self.pdf.wrap(&adjustment.reason, REASON, CARD_WIDTH - 10.0, REASON_LINES);
            line(adjustment.name.to_owned(), adjustment.cents, reason);
        }
        let has_net = !nothing_sold || reckoning.net_cents > 0;
        if !has_net && reckoning.fees_due_cents == 0 {
            return Ok(());
        }
        let is_partial = reckoning.paid_before_cents != 0;
        let due = if reckoning.fees_due_cents > 0 { 8.0 } else { 0.0 };
        let before = if is_partial { 13.0 } else { 0.0 };
        let of_reasons: usize = lines.iter().map(|(_, _, reason)| reason.len()).sum();
        #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
        let listed = lines.len() as f32 * 5.6 + of_reasons as f32 * REASON.line_height();
        let height = listed + if has_net { 15.0 } else { 4.0 } + due + before;
        self.ensure(height + 5.0)?;
        let card = Rect::new(RIGHT - CARD_WIDTH, self.y + 3.0, CARD_WIDTH, height);
        self.pdf.rect(card, 1.5, None, Some(PEN));
        let (left, right) = (card.x + 5.0, card.right() - 5.0);
        let mut y = card.y + 6.4;
        for (name, cents, reason) in lines {
            self.pdf.text(left, y, &name, FORM, Align::Left);
            self.pdf.text(right, y, &euros(cents), FORM, Align::Right);
            for words in reason {
                y += REASON.line_height();
                self.pdf.text(left, y, &words, REASON.grey(), Align::Left);
            }
            y += 5.6;
        }
        if has_net {
            self.pdf.line((left, y - 2.6), (right, y - 2.6), PEN);
            self.pdf.text(left, y + 4.2, "Net à reverser", Style::bold(11.0), Align::Left);
            self.pdf.text(right, y + 4.2, &euros(reckoning.net_cents), Style::bold(16.0), Align::Right);
            y += 11.5;
        }
        if is_partial {
            let left_to_pay = reckoning.to_pay_cents();
            let (name, cents) = if left_to_pay < 0 {
                ("Versé en trop", -left_to_pay)
            } else {
                ("Reste à verser", left_to_pay)
            };
            self.pdf.text(left, y, "Déjà versé", FORM, Align::Left);
            self.pdf.text(right, y, &euros(-reckoning.paid_before_cents), FORM, Align::Right);
            self.pdf.text(left, y + 5.8, name, Style::bold(11.0), Align::Left);
            self.pdf.text(right, y + 5.8, &euros(cents), Style::bold(11.0), Align::Right);
            y += 13.0;
        }
        if reckoning.fees_due_cents > 0 {
            self.pdf.text(left, y, "Reste dû par le déposant", Style::bold(FORM.size), Align::Left);
            self.pdf.text(right, y, &euros(reckoning.fees_due_cents), Style::bold(FORM.size), Align::Right);
        }
        self.y = card.bottom() + 3.0;
        Ok(())
    }

    fn payment(&mut self, slip: &SlipData) -> Result<(), PdfError> {
        self.ensure(66.0)?;
        let y = self.y;
        self.pdf.text(LEFT, y + 5.0, "Paiement", SECTION, Align::Left);
        let paid = slip.payment.as_ref();
        let baseline = y + 13.0;
        let number_of =
            |method| paid.filter(|payment| payment.method == method).and_then(|paid| paid.number.as_deref());
        let mut x = LEFT;
        for (method, name, blank) in [
            (PayoutMethod::Cheque, "Chèque n°", 38.0),
            (PayoutMethod::Cash, "Espèces", 0.0),
            (PayoutMethod::Transfer, "Virement", 0.0),
        ] {
            self.tick_box(x, baseline, paid.is_some_and(|payment| payment.method == method));
            self.pdf.text(x + 6.0, baseline, name, FORM, Align::Left);
            x += 6.0 + self.pdf.text_width(name, FORM) + 2.0;
            match number_of(method) {
                Some(number) => {
                    let room = if blank > 0.0 { blank } else { 30.0 };
                    self.pdf.text_within(x, baseline, room, number, Style::bold(FORM.size), Align::Left);
                    x += room;
                }
                None if blank > 0.0 => {
                    self.pdf.line((x, baseline + 0.6), (x + blank, baseline + 0.6), DOTS);
                    x += blank;
                }
                None => {}
            }
            x += 8.0;
        }
        let date = paid.map_or_else(
            || "____ / ____ / ________".to_owned(),
            |Payment { paid_on, .. }| paid_on.format("%d/%m/%Y").to_string(),
        );
        self.pdf.text(RIGHT, baseline, &format!("le {date}"), FORM, Align::Right);
        let sum = euros(slip.reckoning.to_pay_cents());
        let returned = match slip.unsold.len() {
            0 => "et n'avoir aucun invendu à reprendre.".to_owned(),
            1 => "et avoir repris mon article invendu.".to_owned(),
            many => format!("et avoir repris mes {many} articles invendus."),
        };
        let sentence =
            format!("Je soussigné(e), {}, reconnais avoir reçu la somme de {sum} {returned}", slip.depositor);
        self.acknowledge(&sentence, y + 19.0);
        Ok(())
    }

    fn return_only(&mut self, slip: &SlipData) -> Result<(), PdfError> {
        if slip.unsold.is_empty() {
            return Ok(());
        }
        self.ensure(56.0)?;
        let y = self.y;
        self.pdf.text(LEFT, y + 5.0, "Restitution", SECTION, Align::Left);
        self.pdf.text(RIGHT, y + 5.0, "le ____ / ____ / ________", FORM, Align::Right);
        let returned = match slip.unsold.len() {
            1 => "mon article invendu".to_owned(),
            many => format!("mes {many} articles invendus"),
        };
        self.acknowledge(
            &format!("Je soussigné(e), {}, reconnais avoir repris {returned}.", slip.depositor),
            y + 9.0,
        );
        Ok(())
    }

    /// The sentence that the depositor signs, and both signatures.
    fn acknowledge(&mut self, sentence: &str, y: f32) {
        let used = self.pdf.text_box(Rect::new(LEFT, y, WIDTH, 13.0), sentence, FORM, Align::Left);
        let boxes = y + used + 3.0;
        let width = (WIDTH - 8.0) / 2.0;
        for (x, name) in [(LEFT, "Signature du bénévole"), (LEFT + width + 8.0, "Signature du déposant")] {
            self.pdf.rect(Rect::new(x, boxes, width, 27.0), 1.5, None, Some(PEN));
            self.pdf.text(x + 3.0, boxes + 5.0, name, Style::regular(8.5).grey(), Align::Left);
        }
        self.y = boxes + 30.0;
    }

    fn tick_box(&mut self, x: f32, baseline: f32, ticked: bool) {
        let square = Rect::new(x, baseline - 3.4, 4.0, 4.0);
        self.pdf.rect(square, 0.4, None, Some(PEN));
        if ticked {
            let thick = Stroke::solid(0.6, Color::BLACK);
            self.pdf.line((square.x + 0.8, square.y + 2.0), (square.x + 1.7, square.y + 3.1), thick);
            self.pdf.line((square.x + 1.7, square.y + 3.1), (square.x + 3.3, square.y + 0.8), thick);
        }
    }

    /// Goes on to the next page when less than `height` is left on this one.
    fn ensure(&mut self, height: f32) -> Result<(), PdfError> {
        if self.y + height > BOTTOM {
            self.pdf.footer(&self.footer);
            self.pdf.begin_page()?;
            self.y = 16.0;
        }
        Ok(())
    }
}

fn row(article: &SlipArticle) -> Row {
    let mut designation = Cell::new(article.description.as_str(), BODY);
    if let Some(reason) = &article.reason {
        designation = designation.and(format!("Motif : {reason}"), REASON.grey());
    }
    vec![
        Cell::new(article.code.as_str(), BODY),
        designation,
        Cell::new(article.category.as_str(), BODY),
        Cell::new(euros(article.price_cents), BODY),
    ]
}

/// `20 %`, `12,5 %`: hundredths of a percent as people read them.
fn percent(basis_points: i32) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    match rest {
        0 => format!("{whole}\u{a0}%"),
        rest if rest % 10 == 0 => format!("{whole},{}\u{a0}%", rest / 10),
        rest => format!("{whole},{rest:02}\u{a0}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_rate_shows_only_the_decimals_it_has() {
        let shown = [2000, 1250, 1, 0].map(|rate| percent(rate).replace('\u{a0}', " "));
        assert_eq!(shown, ["20 %", "12,5 %", "0,01 %", "0 %"]);
    }
}

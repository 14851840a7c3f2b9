//! How a slip ends: the reckoning beside the payment, then the sentence that is signed. All of it stays together.

use super::edges::{LEFT, RIGHT, WIDTH};
use super::slip::{Payment, Reckoning, SlipData};
use crate::features::settlement::payouts::states::PayoutMethod;
use crate::kernel::money::euros;
use crate::pdf::{Align, Color, Pdf, Rect, Stroke, Style};

/// Of the card with the sums.
const CARD_WIDTH: f32 = 92.0;
const CARD_PADDING: f32 = 5.0;
const LINE: f32 = 5.0;
const REASON: Style = Style::regular(7.5);
/// As much of an adjustment's reason as a card of sums has room for.
const REASON_LINES: usize = 3;
const FORM: Style = Style::regular(9.5);
const SECTION: Style = Style::bold(11.0);
const PEN: Stroke = Stroke::solid(0.25, Color::BLACK);
const DOTS: Stroke = Stroke::dashed(0.25, Color::GREY, 0.4, 0.8);
/// Between the ways of paying.
const WAY: f32 = 6.6;
const SIGNATURE_HEIGHT: f32 = 20.0;

/// A sum of the card: what it is, how much, and why.
struct Sum {
    name: String,
    cents: i64,
    reason: Vec<String>,
}

/// What the depositor signs.
enum Signed {
    /// That money and articles were received.
    Payment(Vec<String>),
    /// That the articles were received.
    Return(Vec<String>),
    /// There is nothing to receive.
    Nothing,
}

/// The end of a slip.
pub(super) struct Closing<'a> {
    slip: &'a SlipData,
    sums: Vec<Sum>,
    has_net: bool,
    signed: Signed,
}

impl<'a> Closing<'a> {
    pub(super) fn new(pdf: &Pdf, slip: &'a SlipData) -> Self {
        let has_net = !slip.sold.is_empty() || slip.reckoning.net_cents > 0;
        let sums = if has_net || slip.reckoning.fees_due_cents > 0 {
            sums(pdf, &slip.reckoning, slip.sold.is_empty())
        } else {
            Vec::new()
        };
        let sentence = |words: String| pdf.wrap(&words, FORM, WIDTH, 3);
        let signed = if slip.reckoning.to_pay_cents() > 0 {
            let sum = euros(slip.reckoning.to_pay_cents());
            let returned = match slip.unsold.len() {
                0 => "et n'avoir aucun invendu à reprendre.".to_owned(),
                1 => "et avoir repris mon article invendu.".to_owned(),
                many => format!("et avoir repris mes {many} articles invendus."),
            };
            Signed::Payment(sentence(format!(
                "Je soussigné(e), {}, reconnais avoir reçu la somme de {sum} {returned}",
                slip.depositor
            )))
        } else {
            match slip.unsold.len() {
                0 => Signed::Nothing,
                1 => Signed::Return(sentence(format!(
                    "Je soussigné(e), {}, reconnais avoir repris mon article invendu.",
                    slip.depositor
                ))),
                many => Signed::Return(sentence(format!(
                    "Je soussigné(e), {}, reconnais avoir repris mes {many} articles invendus.",
                    slip.depositor
                ))),
            }
        };
        Self { slip, sums, has_net, signed }
    }

    /// How high it is, in millimetres.
    pub(super) fn height(&self) -> f32 {
        let beside = match self.signed {
            Signed::Payment(_) => 8.0 + 4.0 * WAY,
            Signed::Return(_) => 8.0,
            Signed::Nothing => 0.0,
        };
        self.card_height().max(beside) + self.signed_height()
    }

    fn signed_height(&self) -> f32 {
        match &self.signed {
            Signed::Payment(lines) | Signed::Return(lines) => {
                #[expect(clippy::cast_precision_loss, reason = "three at most")]
                let lines = lines.len() as f32;
                3.0 + lines * FORM.line_height() + 2.5 + SIGNATURE_HEIGHT
            }
            Signed::Nothing => 0.0,
        }
    }

    fn card_height(&self) -> f32 {
        if self.sums.is_empty() && !self.has_net {
            return 0.0;
        }
        let reasons: usize = self.sums.iter().map(|sum| sum.reason.len()).sum();
        #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
        let listed = self.sums.len() as f32 * LINE + reasons as f32 * REASON.line_height();
        let net = if self.has_net { 10.5 } else { 0.0 };
        let before = if self.slip.reckoning.paid_before_cents != 0 { 11.0 } else { 0.0 };
        let due = if self.slip.reckoning.fees_due_cents > 0 { 6.6 } else { 0.0 };
        listed + net + before + due + 3.0
    }

    /// Draws it from `y` down.
    pub(super) fn draw(&self, pdf: &mut Pdf, y: f32) {
        self.draw_card(pdf, y);
        let below = y + self.height() - self.signed_height();
        match &self.signed {
            Signed::Payment(sentence) => {
                draw_payment(pdf, self.slip.payment.as_ref(), y);
                acknowledge(pdf, sentence, below);
            }
            Signed::Return(sentence) => {
                pdf.text(LEFT, y + 4.4, "Restitution", SECTION, Align::Left);
                pdf.text(LEFT + 28.0, y + 4.4, "le ____ / ____ / ________", FORM, Align::Left);
                acknowledge(pdf, sentence, below);
            }
            Signed::Nothing => {}
        }
    }

    fn draw_card(&self, pdf: &mut Pdf, y: f32) {
        let height = self.card_height();
        if height == 0.0 {
            return;
        }
        let reckoning = &self.slip.reckoning;
        let card = Rect::new(RIGHT - CARD_WIDTH, y, CARD_WIDTH, height);
        pdf.rect(card, 1.5, None, Some(PEN));
        let (left, right) = (card.x + CARD_PADDING, card.right() - CARD_PADDING);
        let mut y = card.y + 5.4;
        for Sum { name, cents, reason } in &self.sums {
            pdf.text(left, y, name, FORM, Align::Left);
            pdf.text(right, y, &euros(*cents), FORM, Align::Right);
            for words in reason {
                y += REASON.line_height();
                pdf.text(left, y, words, REASON.grey(), Align::Left);
            }
            y += LINE;
        }
        if self.has_net {
            pdf.line((left, y - 3.4), (right, y - 3.4), PEN);
            pdf.text(left, y + 2.8, "Net à reverser", Style::bold(11.0), Align::Left);
            pdf.text(right, y + 2.8, &euros(reckoning.net_cents), Style::bold(16.0), Align::Right);
            y += 9.8;
        }
        if reckoning.paid_before_cents != 0 {
            let left_to_pay = reckoning.to_pay_cents();
            let (name, cents) = if left_to_pay < 0 {
                ("Versé en trop", -left_to_pay)
            } else {
                ("Reste à verser", left_to_pay)
            };
            pdf.text(left, y, "Déjà versé", FORM, Align::Left);
            pdf.text(right, y, &euros(-reckoning.paid_before_cents), FORM, Align::Right);
            pdf.text(left, y + 5.6, name, Style::bold(11.0), Align::Left);
            pdf.text(right, y + 5.6, &euros(cents), Style::bold(11.0), Align::Right);
            y += 11.0;
        }
        if reckoning.fees_due_cents > 0 {
            pdf.text(left, y, "Reste dû par le déposant", Style::bold(FORM.size), Align::Left);
            pdf.text(right, y, &euros(reckoning.fees_due_cents), Style::bold(FORM.size), Align::Right);
        }
    }
}

fn sums(pdf: &Pdf, reckoning: &Reckoning, nothing_sold: bool) -> Vec<Sum> {
    let mut sums = Vec::new();
    let mut sum = |name: String, cents: i64, reason: Vec<String>| sums.push(Sum { name, cents, reason });
    if !nothing_sold {
        let rate = percent(reckoning.commission_bp);
        sum("Total des ventes".to_owned(), reckoning.gross_cents, Vec::new());
        sum(format!("Part de l'association ({rate})"), -reckoning.commission_cents, Vec::new());
    }
    if reckoning.fees_cents > 0 {
        sum("Frais de listes".to_owned(), -reckoning.fees_cents, Vec::new());
    }
    for adjustment in &reckoning.adjustments {
        let room = CARD_WIDTH - 2.0 * CARD_PADDING;
        let reason = pdf.wrap(&adjustment.reason, REASON, room, REASON_LINES);
        sum(adjustment.name.to_owned(), adjustment.cents, reason);
    }
    sums
}

/// The ways of paying, one below the other, the one that was taken ticked; then the date.
fn draw_payment(pdf: &mut Pdf, paid: Option<&Payment>, y: f32) {
    pdf.text(LEFT, y + 4.4, "Paiement", SECTION, Align::Left);
    let end = RIGHT - CARD_WIDTH - 8.0;
    let mut baseline = y + 8.0 + WAY - 2.0;
    for (method, name) in [
        (PayoutMethod::Cheque, "Chèque n°"),
        (PayoutMethod::Cash, "Espèces"),
        (PayoutMethod::Transfer, "Virement"),
    ] {
        let taken = paid.filter(|payment| payment.method == method);
        tick_box(pdf, LEFT, baseline, taken.is_some());
        pdf.text(LEFT + 6.0, baseline, name, FORM, Align::Left);
        let start = LEFT + 6.0 + pdf.text_width(name, FORM) + 2.0;
        match taken.and_then(|payment| payment.number.as_deref()) {
            Some(number) => {
                pdf.text_within(start, baseline, end - start, number, Style::bold(FORM.size), Align::Left);
            }
            None if method == PayoutMethod::Cheque => {
                pdf.line((start, baseline + 0.6), (end, baseline + 0.6), DOTS);
            }
            None => {}
        }
        baseline += WAY;
    }
    let date = paid.map_or_else(
        || "____ / ____ / ________".to_owned(),
        |Payment { paid_on, .. }| paid_on.format("%d/%m/%Y").to_string(),
    );
    pdf.text(LEFT, baseline, &format!("le {date}"), FORM, Align::Left);
}

/// The sentence that the depositor signs, and both signatures.
fn acknowledge(pdf: &mut Pdf, sentence: &[String], y: f32) {
    let mut baseline = y + 3.0 + FORM.line_height() * 0.8;
    for line in sentence {
        pdf.text(LEFT, baseline, line, FORM, Align::Left);
        baseline += FORM.line_height();
    }
    let boxes = baseline - FORM.line_height() * 0.8 + 2.5;
    let width = (WIDTH - 8.0) / 2.0;
    for (x, name) in [(LEFT, "Signature du bénévole"), (LEFT + width + 8.0, "Signature du déposant")] {
        pdf.rect(Rect::new(x, boxes, width, SIGNATURE_HEIGHT), 1.5, None, Some(PEN));
        pdf.text(x + 3.0, boxes + 5.0, name, Style::regular(8.5).grey(), Align::Left);
    }
}

fn tick_box(pdf: &mut Pdf, x: f32, baseline: f32, ticked: bool) {
    let square = Rect::new(x, baseline - 3.4, 4.0, 4.0);
    pdf.rect(square, 0.4, None, Some(PEN));
    if ticked {
        let thick = Stroke::solid(0.6, Color::BLACK);
        pdf.line((square.x + 0.8, square.y + 2.0), (square.x + 1.7, square.y + 3.1), thick);
        pdf.line((square.x + 1.7, square.y + 3.1), (square.x + 3.3, square.y + 0.8), thick);
    }
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

//! Restitution coupons: one per list, to stick on the bag that takes the unsold articles home. They stand in the places that
//! a depositor's labels leave free.

use crate::features::edition::editions::settings::LabelLayout;
use crate::features::lists::printed::sheet;
use crate::features::registration::depositors::numbers::LabelColour;
use crate::pdf::{Align, Color, Pdf, Rect, Stroke, Style};

const PADDING: f32 = 3.0;
const CORNER: f32 = 2.2;
const SMALL: Style = Style::regular(8.0);
const PEN: Stroke = Stroke::solid(0.3, Color::BLACK);

/// One list's coupon.
#[derive(Debug, Clone)]
pub struct Coupon<'a> {
    /// Number of the list.
    pub list_number: i32,
    /// Its colour.
    pub color: LabelColour,
    /// Whose it is.
    pub depositor: &'a str,
    /// Day and hour of the return, in words.
    pub return_at: &'a str,
}

/// Draws a coupon in cell `index` of the page at hand.
pub fn draw(pdf: &mut Pdf, layout: LabelLayout, index: usize, coupon: &Coupon<'_>) {
    let card = layout.cell(index).inset(layout.margin());
    let fill = sheet::fill(coupon.color);
    pdf.rect(card, CORNER, Some(fill), Some(Stroke::solid(0.25, fill.shade(0.6))));
    let inner = card.inset(PADDING);
    pdf.text(inner.x, inner.y + 2.6, "Coupon de restitution", SMALL, Align::Left);
    let number = coupon.list_number.to_string();
    let style = pdf.shrink_to_fit(&number, Style::bold(70.0), inner.width, 30.0);
    pdf.text(inner.center_x(), inner.y + 25.5, &number, style, Align::Center);
    pdf.text(inner.center_x(), inner.y + 30.5, coupon.color.french, SMALL, Align::Center);
    let name = pdf.shrink_to_fit(coupon.depositor, Style::bold(13.0), inner.width * 1.8, 8.5);
    let room = Rect::new(inner.x, inner.y + 32.0, inner.width, 2.0 * name.line_height());
    pdf.text_box(room, coupon.depositor, name, Align::Center);
    let room = Rect::new(inner.x, inner.bottom() - 12.4, inner.width, 2.0 * SMALL.line_height());
    pdf.text_box(room, coupon.return_at, SMALL, Align::Center);

    let baseline = inner.bottom() - 0.6;
    pdf.text(inner.x, baseline, "Enveloppe reçue", SMALL, Align::Left);
    for (answer, x) in [("oui", 27.0), ("non", 39.0)] {
        pdf.rect(Rect::new(inner.x + x, baseline - 3.0, 3.6, 3.6), 0.4, Some(Color::WHITE), Some(PEN));
        pdf.text(inner.x + x + 4.8, baseline, answer, SMALL, Align::Left);
    }
}

//! Restitution coupons: one per list, to stick on the bag that takes the unsold articles home.

use chrono::NaiveDateTime;

use crate::features::lists::printed::sheet;
use crate::features::registration::depositors::numbers::LabelColour;
use crate::pdf::{Align, Color, Meta, Pdf, PdfError, Rect, Stroke, Style};

const COUPONS_PER_PAGE: usize = 8;
const MARGIN: f32 = 6.0;
const CUT: Stroke = Stroke::dashed(0.2, Color([120, 120, 120]), 2.0, 1.5);
const PEN: Stroke = Stroke::solid(0.3, Color::BLACK);

/// A file of coupons, eight to a page.
#[derive(Debug, Clone)]
pub struct CouponSheet {
    /// The association's name.
    pub association: String,
    /// The edition's name.
    pub edition: String,
    /// When it was made, local time.
    pub made_at: NaiveDateTime,
    /// Coupons in the order of printing.
    pub coupons: Vec<Coupon>,
}

/// One list's coupon.
#[derive(Debug, Clone)]
pub struct Coupon {
    /// Number of the list.
    pub list_number: i32,
    /// Its colour.
    pub color: LabelColour,
    /// Whose it is.
    pub depositor: String,
    /// Day and hour of the return, in words.
    pub return_at: String,
}

/// Makes the file.
pub fn render(sheet: &CouponSheet) -> Result<Vec<u8>, PdfError> {
    let mut pdf = Pdf::new(Meta {
        title: format!("Coupons de restitution - {}", sheet.edition),
        author: sheet.association.clone(),
        made_at: sheet.made_at,
    })?;
    for page in sheet.coupons.chunks(COUPONS_PER_PAGE) {
        pdf.begin_page()?;
        pdf.line((105.0, 0.0), (105.0, 297.0), CUT);
        for (index, coupon) in page.iter().enumerate() {
            let (column, row) = (index % 2, index / 2);
            let x = if column == 0 { 0.0 } else { 105.0 };
            #[expect(clippy::cast_precision_loss, reason = "at most three")]
            let y = 74.25 * row as f32;
            if column == 0 && row > 0 {
                pdf.line((0.0, y), (210.0, y), CUT);
            }
            draw(&mut pdf, Rect::new(x, y, 105.0, 74.25).inset(MARGIN), sheet, coupon);
        }
    }
    pdf.finish()
}

fn draw(pdf: &mut Pdf, area: Rect, sheet: &CouponSheet, coupon: &Coupon) {
    let fill = sheet::fill(coupon.color);
    pdf.rect(area, 2.5, Some(fill), Some(Stroke::solid(0.25, fill.shade(0.6))));
    let inner = area.inset(4.0);
    let heading = format!("Restitution - {}", sheet.edition);
    pdf.text_within(inner.x, inner.y + 3.0, 62.0, &heading, Style::regular(9.5), Align::Left);
    pdf.text(inner.right(), inner.y + 3.0, coupon.color.french, Style::regular(9.5), Align::Right);
    let number = coupon.list_number.to_string();
    pdf.text(inner.center_x(), inner.y + 28.0, &number, Style::bold(82.0), Align::Center);
    let style = pdf.shrink_to_fit(&coupon.depositor, Style::bold(17.0), inner.width, 11.0);
    pdf.text_within(inner.x, inner.y + 38.5, inner.width, &coupon.depositor, style, Align::Center);
    pdf.text_within(
        inner.x,
        inner.y + 44.0,
        inner.width,
        &coupon.return_at,
        Style::regular(9.5),
        Align::Center,
    );

    let baseline = inner.bottom() - 1.6;
    pdf.text(inner.x, baseline, "Enveloppe reçue :", Style::regular(9.5), Align::Left);
    for (answer, x) in [("oui", 33.0), ("non", 48.0)] {
        pdf.rect(Rect::new(inner.x + x, baseline - 3.2, 4.0, 4.0), 0.4, Some(Color::WHITE), Some(PEN));
        pdf.text(inner.x + x + 5.5, baseline, answer, Style::regular(9.5), Align::Left);
    }
}

//! One label: what the customer reads, what the volunteer sorts by, what the till scans.

use super::pictograms;
use crate::features::edition::editions::settings::LabelLayout;
use crate::features::lists::printed::sheet;
use crate::features::registration::depositors::numbers::LabelColour;
use crate::kernel::money::euros;
use crate::kernel::text::ellipsis;
use crate::pdf::{Align, Pdf, PdfError, Qr, Rect, Stroke, Style};

/// Side of the QR symbol in millimetres, without its quiet zone.
const QR_SIDE: f32 = 25.2;
/// Descriptions are cut at this many characters.
const DESCRIPTION_LENGTH: usize = 50;
const PADDING: f32 = 2.4;
const CORNER: f32 = 2.2;

/// What one label shows. Texts are the French ones.
#[derive(Debug, Clone)]
pub struct LabelData {
    /// The code people read and type, `A2025-L245-A03`.
    pub code: String,
    /// What the QR code holds, `A2025-L245-A03-500-M04A` (till.md 3).
    pub qr_text: String,
    /// Number of its list.
    pub list_number: i32,
    /// Colour of its list.
    pub color: LabelColour,
    /// Line on the list, from 1.
    pub line: i32,
    /// Number of lines on the list.
    pub lines: i32,
    /// Asked price in cents.
    pub price_cents: i32,
    /// Description; longer ones are cut at 50 characters.
    pub description: String,
    /// Size, when there is one.
    pub size: Option<String>,
    /// Category code of the catalogue, which chooses the pictogram.
    pub category_code: String,
    /// Category, such as `Vêtements`.
    pub category: String,
    /// Subcategory, such as `manteau/anorak`; may be empty.
    pub subcategory: String,
}

/// Draws a label in cell `index` of the page at hand.
pub fn draw(pdf: &mut Pdf, layout: LabelLayout, index: usize, label: &LabelData) -> Result<(), PdfError> {
    let card = layout.cell(index).inset(layout.margin());
    let fill = sheet::fill(label.color);
    pdf.rect(card, CORNER, Some(fill), Some(Stroke::solid(0.2, fill.shade(0.6))));
    let inner = Rect { x: card.x + PADDING, width: card.width - 2.0 * PADDING, ..card };
    draw_heading(pdf, inner, label);

    let qr = Qr::encode(&label.qr_text)?;
    let white = Pdf::qr_panel_side(QR_SIDE, &qr);
    let panel = Rect::new(card.x + PADDING - 0.6, card.y + 13.8, white, white);
    pdf.qr(panel.x, panel.y, QR_SIDE, &qr);

    let side_x = panel.right() + 1.8;
    draw_side(pdf, Rect::new(side_x, panel.y, inner.right() - side_x, white), label);
    draw_foot(pdf, Rect { y: panel.bottom(), height: card.bottom() - panel.bottom(), ..inner }, label);
    Ok(())
}

/// Price at the left in the largest type, list number at the right as large as the room allows.
fn draw_heading(pdf: &mut Pdf, area: Rect, label: &LabelData) {
    let baseline = area.y + 11.7;
    let price = euros(label.price_cents.into());
    let style = pdf.shrink_to_fit(&price, Style::bold(34.0), 27.0, 20.0);
    pdf.text(area.x, baseline, &price, style, Align::Left);
    let room = area.width - pdf.text_width(&price, style) - 3.0;
    let list = format!("Liste {}", label.list_number);
    let style = pdf.shrink_to_fit(&list, Style::bold(20.0), room, 8.0);
    pdf.text(area.right(), baseline, &list, style, Align::Right);
}

/// Beside the QR code, from top to bottom: place on the list, size, pictogram and category.
fn draw_side(pdf: &mut Pdf, area: Rect, label: &LabelData) {
    let place = format!("Article {}/{}", label.line, label.lines);
    let style = pdf.shrink_to_fit(&place, Style::bold(9.5), area.width, 6.0);
    pdf.text(area.x, area.y + 3.2, &place, style, Align::Left);
    if let Some(size) = label.size.as_deref().filter(|size| !size.trim().is_empty()) {
        pdf.text(area.x, area.y + 7.6, "Taille", Style::regular(6.5), Align::Left);
        let style = pdf.shrink_to_fit(size, Style::bold(13.0), area.width, 8.5);
        pdf.text_box(Rect::new(area.x, area.y + 8.3, area.width, 7.6), size, style, Align::Left);
    }
    pictograms::draw(pdf, area.x, area.y + 16.4, 8.2, &label.category_code);
    let style = pdf.shrink_to_fit(&label.category, Style::bold(8.0), area.width, 6.0);
    pdf.text_within(area.x, area.y + 27.9, area.width, &label.category, style, Align::Left);
    let kind = Style::regular(6.2);
    pdf.text_within(area.x, area.y + 30.9, area.width, &label.subcategory, kind, Align::Left);
}

/// Below the QR code: description, then the code and the colour's name.
fn draw_foot(pdf: &mut Pdf, area: Rect, label: &LabelData) {
    let foot = area.bottom() - 2.3;
    let description = ellipsis(label.description.trim(), DESCRIPTION_LENGTH);
    let room = Rect::new(area.x, area.y + 1.0, area.width, foot - 3.2 - area.y);
    pdf.text_box(room, &description, Style::bold(9.0), Align::Left);
    let color_style = Style::regular(7.0);
    let color_width = pdf.text_width(label.color.french, color_style);
    pdf.text(area.right(), foot, label.color.french, color_style, Align::Right);
    let code_style = Style::regular(7.5);
    pdf.text_within(area.x, foot, area.width - color_width - 2.0, &label.code, code_style, Align::Left);
}

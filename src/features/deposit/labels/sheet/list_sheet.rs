//! The list sheet, as volunteers know it from the association's old spreadsheet.

use super::model::{DepositorSheet, LabelSheet, ListSheet};
use crate::features::lists::printed::sheet;
use crate::features::lists::printed::sheet::PrintedDepositor;
use crate::kernel::money::euros;
use crate::pdf::{Align, Color, PAGE_WIDTH, Pdf, PdfError, Qr, Rect, Row, Stroke, Style, Table};

const LEFT: f32 = 14.0;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * LEFT;
const BOTTOM: f32 = 285.0;
const TABLE_TOP: f32 = 48.0;
/// Room for the total, the association's block and the disclaimer.
const END_HEIGHT: f32 = 48.0;
const PEN: Stroke = Stroke::solid(0.25, Color::BLACK);
const DOTS: Stroke = Stroke::dashed(0.25, Color::GREY, 0.4, 0.8);
const LABEL: Style = Style::regular(8.5);
const DISCLAIMER: &str = "Les articles restent sous la responsabilité de leur propriétaire : l'association ne peut être tenue \
    responsable des pertes, des vols ou des dégradations. Les articles non réclamés à l'heure de la restitution \
    sont donnés à des œuvres.";

/// Draws the sheet of one list on pages of its own; `marked` is called on the first, for bookmarks.
pub fn draw(
    pdf: &mut Pdf,
    sheet: &LabelSheet,
    depositor: &DepositorSheet,
    list: &ListSheet,
    marked: impl FnOnce(&mut Pdf),
) -> Result<(), PdfError> {
    pdf.begin_page()?;
    marked(pdf);
    let number = list.list.number;
    draw_heading(pdf, sheet, list)?;
    draw_depositor(pdf, &depositor.depositor, depositor);

    let rows: Vec<Row> = list.list.articles.iter().map(|article| sheet::row(article, true)).collect();
    let footer = format!("{} - Liste n° {number} - {}", sheet.edition, depositor.depositor.name);
    let table = Table {
        x: LEFT,
        bottom: BOTTOM,
        columns: sheet::columns(true),
        header_fill: sheet::fill(list.list.color),
        min_row_height: 7.0,
        boxed: true,
    };
    let next_page = |pdf: &mut Pdf| {
        pdf.footer(&footer);
        pdf.begin_page()?;
        let heading = format!("Liste n° {number} - {} (suite)", depositor.depositor.name);
        pdf.text_within(LEFT, 17.0, WIDTH, &heading, Style::bold(11.0), Align::Left);
        Ok(21.0)
    };
    let mut y = table.draw(pdf, TABLE_TOP, &rows, next_page)?;
    if y + END_HEIGHT > BOTTOM {
        y = next_page(pdf)?;
    }
    draw_total(pdf, list, y);
    draw_reserved_block(pdf, y + 9.2);
    pdf.text_box(Rect::new(LEFT, y + 42.0, WIDTH, 7.0), DISCLAIMER, Style::regular(7.0).grey(), Align::Left);
    pdf.footer(&footer);
    Ok(())
}

/// Title and association at the left; list number on its colour, and the sheet's QR code, at the right.
fn draw_heading(pdf: &mut Pdf, sheet: &LabelSheet, list: &ListSheet) -> Result<(), PdfError> {
    let fill = sheet::fill(list.list.color);
    let band = Rect::new(LEFT + 104.0, 10.0, WIDTH - 104.0, 27.0);
    pdf.rect(band, 2.0, Some(fill), Some(Stroke::solid(0.25, fill.shade(0.6))));
    let mut room = band.width - 8.0;
    if let Some(text) = &list.qr_text {
        let qr = Qr::encode(text)?;
        let side = 18.5;
        let white = Pdf::qr_panel_side(side, &qr);
        let margin = (band.height - white) / 2.0;
        let x = band.right() - white - margin;
        pdf.qr(x, band.y + margin, side, &qr);
        room = x - band.x - 6.0;
    }
    let number = list.list.number.to_string();
    pdf.text(band.x + 4.0, band.y + 6.5, "Liste n°", Style::regular(11.0), Align::Left);
    let style = pdf.shrink_to_fit(&number, Style::bold(38.0), room, 20.0);
    pdf.text(band.x + 4.0, band.y + 19.5, &number, style, Align::Left);
    pdf.text_within(band.x + 4.0, band.y + 24.8, room, list.list.color.french, LABEL, Align::Left);

    let title = Style::bold(13.0);
    pdf.text(LEFT, 15.5, "BOURSE de VETEMENTS et de JOUETS", title, Align::Left);
    pdf.text_within(LEFT, 20.8, 100.0, &sheet.association, Style::bold(9.0), Align::Left);
    pdf.text_within(LEFT, 25.2, 100.0, &sheet.edition, Style::regular(9.0).grey(), Align::Left);
    Ok(())
}

fn draw_depositor(pdf: &mut Pdf, who: &PrintedDepositor, depositor: &DepositorSheet) {
    let name = Style::bold(12.0);
    let style = pdf.shrink_to_fit(&who.name, name, 100.0, 9.0);
    pdf.text_within(LEFT, 32.2, 100.0, &who.name, style, Align::Left);
    pdf.text_within(LEFT, 36.6, 100.0, &who.address.join(", "), LABEL, Align::Left);
    if let Some(phone) = &who.phone {
        pdf.text_within(LEFT, 41.0, 50.0, &format!("Tél. {phone}"), LABEL, Align::Left);
    }
    pdf.text(LEFT, 45.6, "Déposé le ____ / ____ / ________", LABEL, Align::Left);
    let slot = format!("Créneau : {}", depositor.slot);
    pdf.text_within(LEFT + 54.0, 45.6, WIDTH - 54.0, &slot, LABEL, Align::Right);
    pdf.text_within(
        LEFT + 54.0,
        41.0,
        WIDTH - 54.0,
        &format!("Restitution : {}", depositor.return_at),
        LABEL,
        Align::Right,
    );
}

fn draw_total(pdf: &mut Pdf, list: &ListSheet, y: f32) {
    let total = euros(list.list.total_cents());
    pdf.text(LEFT + 1.6, y + 5.4, &list.list.counts(), Style::regular(9.0), Align::Left);
    pdf.text(LEFT + 132.0, y + 5.6, "Total", Style::regular(9.0), Align::Right);
    pdf.text(LEFT + 160.4, y + 5.6, &total, Style::bold(11.0), Align::Right);
}

/// The block that volunteers fill in with a pen.
fn draw_reserved_block(pdf: &mut Pdf, y: f32) {
    let block = Rect::new(LEFT, y, WIDTH, 31.5);
    pdf.rect(block, 1.5, None, Some(PEN));
    let title = "Réservé à l'association";
    let gap = pdf.text_width(title, Style::bold(9.5)) + 4.0;
    pdf.rect(Rect::new(LEFT + 5.0, y - 2.0, gap, 4.0), 0.0, Some(Color::WHITE), None);
    pdf.text(LEFT + 7.0, y + 1.1, title, Style::bold(9.5), Align::Left);
    let (left, middle, right) = (block.x + 4.0, block.center_x() + 2.0, block.right() - 4.0);
    let half = middle - 6.0;
    fill_in(pdf, left, half, y + 8.5, "Bénévole 1");
    fill_in(pdf, middle, right, y + 8.5, "Bénévole 2");
    fill_in(pdf, left, half, y + 14.8, "Saisi par");
    fill_in(pdf, middle, right, y + 14.8, "Trié par");
    pdf.rect(Rect::new(left, y + 18.6, 3.6, 3.6), 0.3, None, Some(PEN));
    pdf.text(left + 6.0, y + 21.6, "Enveloppe timbrée reçue", LABEL, Align::Left);
    fill_in(pdf, left, half, y + 28.4, "Sac récupéré le");
    fill_in(pdf, middle, right, y + 28.4, "Signature");
}

/// A name, and a dotted line to write on up to `end`.
fn fill_in(pdf: &mut Pdf, x: f32, end: f32, baseline: f32, name: &str) {
    pdf.text(x, baseline, name, LABEL, Align::Left);
    let start = x + pdf.text_width(name, LABEL) + 2.0;
    pdf.line((start, baseline + 0.6), (end, baseline + 0.6), DOTS);
}

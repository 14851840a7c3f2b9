//! The files that volunteers print before a deposit: for each depositor a separator, and for each list its
//! sheet and its labels.

use super::label::LabelData;
use super::layout::LABELS_PER_PAGE;
use super::model::{ChosenLabels, LabelSheet};
use super::{cover, label, list_sheet};
use crate::features::edition::editions::settings::LabelLayout;
use crate::pdf::{Align, Color, Meta, Pdf, PdfError, Style};

/// Makes the file: cover, then depositors in the order given, with bookmarks for each and for their lists.
pub fn render(sheet: &LabelSheet) -> Result<Vec<u8>, PdfError> {
    let mut pdf = Pdf::new(sheet.meta())?;
    draw_cover(&mut pdf, sheet)?;
    draw_depositors(&mut pdf, sheet)?;
    pdf.finish()
}

/// The cover alone.
pub fn draw_cover(pdf: &mut Pdf, sheet: &LabelSheet) -> Result<(), PdfError> {
    cover::draw(pdf, sheet)
}

/// Everything but the cover.
pub fn draw_depositors(pdf: &mut Pdf, sheet: &LabelSheet) -> Result<(), PdfError> {
    for depositor in &sheet.depositors {
        let mut marked = false;
        if sheet.separators {
            cover::draw_separator(pdf, sheet, depositor)?;
            pdf.bookmark(0, depositor.depositor.name.as_str());
            marked = true;
        }
        for list in &depositor.lists {
            list_sheet::draw(pdf, sheet, depositor, list, |pdf| {
                if !marked {
                    pdf.bookmark(0, depositor.depositor.name.as_str());
                    marked = true;
                }
                pdf.bookmark(1, format!("Liste {}", list.list.number));
            })?;
            draw_labels(pdf, sheet.layout, &list.labels, 0)?;
        }
    }
    Ok(())
}

/// Makes a sheet of chosen labels; with a single one, its reprint.
pub fn render_chosen(chosen: &ChosenLabels) -> Result<Vec<u8>, PdfError> {
    let title = match chosen.labels.as_slice() {
        [only] => format!("Étiquette {}", only.code),
        _ => format!("Étiquettes - {}", chosen.edition),
    };
    let mut pdf = Pdf::new(Meta { title, author: chosen.association.clone(), made_at: chosen.made_at })?;
    draw_labels(&mut pdf, chosen.layout, &chosen.labels, chosen.first_cell % LABELS_PER_PAGE)?;
    pdf.finish()
}

/// Labels on pages of their own, so that a list's sheets never mix with another's.
fn draw_labels(
    pdf: &mut Pdf,
    layout: LabelLayout,
    labels: &[LabelData],
    first: usize,
) -> Result<(), PdfError> {
    let (head, rest) = labels.split_at(labels.len().min(LABELS_PER_PAGE - first));
    for (page, first) in
        std::iter::once((head, first)).chain(rest.chunks(LABELS_PER_PAGE).map(|page| (page, 0)))
    {
        if page.is_empty() {
            continue;
        }
        pdf.begin_page()?;
        layout.draw_cutting_lines(pdf, first + page.len());
        for (index, label) in page.iter().enumerate() {
            label::draw(pdf, layout, first + index, label)?;
        }
        draw_page_number(pdf, layout, first);
    }
    Ok(())
}

/// The page's number in the white margin below its first label: labels leave no room for a footer.
fn draw_page_number(pdf: &mut Pdf, layout: LabelLayout, first: usize) {
    let cell = layout.cell(first);
    let margin = layout.margin();
    let style = Style::regular(5.0).color(Color([130, 130, 130]));
    let number = format!("page {}", pdf.page_number());
    pdf.text(cell.x + margin, cell.bottom() - margin / 2.0 + 0.6, &number, style, Align::Left);
}

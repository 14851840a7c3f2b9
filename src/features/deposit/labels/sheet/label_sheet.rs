//! The files that volunteers print before a deposit: for each depositor a separator, for each of their lists its sheet,
//! then the labels of all their lists and a coupon for each, one after the other over as few pages as they take.

use super::coupon::Coupon;
use super::label::LabelData;
use super::layout::LABELS_PER_PAGE;
use super::model::{ChosenLabels, DepositorSheet, LabelSheet};
use super::{coupon, cover, label, list_sheet};
use crate::features::deposit::labels::model::Paper;
use crate::features::edition::editions::settings::LabelLayout;
use crate::pdf::{Align, Color, Meta, Pdf, PdfError, Style};

/// What stands in a place of a sheet.
enum Place<'a> {
    Label(&'a LabelData),
    Coupon(Coupon<'a>),
}

/// Makes the file: cover, then depositors in the order given, with bookmarks for each and for their lists.
pub fn render(sheet: &LabelSheet) -> Result<Vec<u8>, PdfError> {
    let mut pdf = Pdf::new(sheet.meta())?;
    draw_cover(&mut pdf, sheet)?;
    draw_depositors(&mut pdf, sheet)?;
    pdf.finish()
}

/// The cover alone, and the paper that it takes.
pub fn draw_cover(pdf: &mut Pdf, sheet: &LabelSheet) -> Result<Paper, PdfError> {
    let before = pdf.page_number();
    cover::draw(pdf, sheet)?;
    let covers = pdf.page_number() - before;
    Ok(Paper { covers, sheets: covers, ..Paper::default() })
}

/// Everything but the cover, and the paper that it takes.
pub fn draw_depositors(pdf: &mut Pdf, sheet: &LabelSheet) -> Result<Paper, PdfError> {
    let mut paper = Paper::default();
    for depositor in &sheet.depositors {
        let first = pdf.page_number();
        let mut marked = false;
        if sheet.separators {
            cover::draw_separator(pdf, sheet, depositor)?;
            pdf.bookmark(0, depositor.depositor.name.as_str());
            marked = true;
        }
        let separated = pdf.page_number();
        for list in &depositor.lists {
            list_sheet::draw(pdf, sheet, depositor, list, |pdf| {
                if !marked {
                    pdf.bookmark(0, depositor.depositor.name.as_str());
                    marked = true;
                }
                pdf.bookmark(1, format!("Liste {}", list.list.number));
            })?;
        }
        let listed = pdf.page_number();
        let marked = |pdf: &mut Pdf| pdf.bookmark(1, "Étiquettes et coupons");
        draw_places(pdf, sheet.layout, &places(depositor), 0, marked)?;
        let last = pdf.page_number();
        paper += Paper {
            covers: 0,
            separators: separated - first,
            list_sheets: listed - separated,
            label_sheets: last - listed,
            sheets: last - first,
        };
    }
    Ok(paper)
}

/// The labels of a depositor's lists in the order of lists and lines, then a coupon for each list.
fn places(depositor: &DepositorSheet) -> Vec<Place<'_>> {
    let labels = depositor.lists.iter().flat_map(|list| &list.labels).map(Place::Label);
    let coupons = depositor.lists.iter().map(|list| {
        Place::Coupon(Coupon {
            list_number: list.list.number,
            color: list.list.color,
            depositor: &depositor.depositor.name,
            return_at: &depositor.return_at,
        })
    });
    labels.chain(coupons).collect()
}

/// Makes a sheet of chosen labels; with a single one, its reprint.
pub fn render_chosen(chosen: &ChosenLabels) -> Result<Vec<u8>, PdfError> {
    let title = match chosen.labels.as_slice() {
        [only] => format!("Étiquette {}", only.code),
        _ => format!("Étiquettes - {}", chosen.edition),
    };
    let mut pdf = Pdf::new(Meta { title, author: chosen.association.clone(), made_at: chosen.made_at })?;
    let places: Vec<Place<'_>> = chosen.labels.iter().map(Place::Label).collect();
    draw_places(&mut pdf, chosen.layout, &places, chosen.first_cell % LABELS_PER_PAGE, |_| {})?;
    pdf.finish()
}

/// Labels and coupons on pages of their own, so that a depositor's never mix with another's; `marked` is called on the
/// first page, for bookmarks.
fn draw_places(
    pdf: &mut Pdf,
    layout: LabelLayout,
    places: &[Place<'_>],
    first: usize,
    marked: impl FnOnce(&mut Pdf),
) -> Result<(), PdfError> {
    let mut marked = Some(marked);
    let (head, rest) = places.split_at(places.len().min(LABELS_PER_PAGE - first));
    for (page, first) in
        std::iter::once((head, first)).chain(rest.chunks(LABELS_PER_PAGE).map(|page| (page, 0)))
    {
        if page.is_empty() {
            continue;
        }
        pdf.begin_page()?;
        if let Some(marked) = marked.take() {
            marked(pdf);
        }
        if pdf.only_counts() {
            continue;
        }
        layout.draw_cutting_lines(pdf, first + page.len());
        for (index, place) in page.iter().enumerate() {
            match place {
                Place::Label(data) => label::draw(pdf, layout, first + index, data)?,
                Place::Coupon(data) => coupon::draw(pdf, layout, first + index, data),
            }
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

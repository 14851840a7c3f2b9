//! The pages of payout slips.

use super::edges::{LEFT, RIGHT, WIDTH};
use super::plan::{BAR, Density, FIRST_TOP, Piece, Plan, Section, rows};
use super::slip::{SlipArticle, SlipData, SlipFile};
use crate::kernel::money::euros;
use crate::pdf::{Align, Color, Meta, Pdf, PdfError, Rect, Stroke, Style};

/// Where a sheet folded in three shows its address through the window of an envelope.
const WINDOW: Rect = Rect::new(112.0, 49.0, 84.0, 26.0);
const FORM: Style = Style::regular(9.5);
const SECTION: Style = Style::bold(10.0);
const RULE: Stroke = Stroke::solid(0.2, Color::LIGHT_GREY);
/// Between two columns of articles.
const GUTTER: f32 = 4.0;
const PADDING: f32 = 1.0;
/// No code is set smaller, for it is what people compare with a label.
const SMALLEST_CODE: f32 = 5.5;

/// Makes one file of all slips, each beginning on a page of its own, with a bookmark each.
pub fn render(file: &SlipFile) -> Result<Vec<u8>, PdfError> {
    let mut pdf = Pdf::new(meta(file))?;
    for slip in &file.slips {
        draw(&mut pdf, file, slip)?;
    }
    pdf.finish()
}

/// Pages that the file has: those that [`render`] draws, laid out in the same way.
pub fn page_count(file: &SlipFile) -> Result<usize, PdfError> {
    let pdf = Pdf::new(meta(file))?;
    Ok(file.slips.iter().map(|slip| Plan::new(&pdf, slip).pages.len()).sum())
}

fn meta(file: &SlipFile) -> Meta {
    let title = match file.slips.as_slice() {
        [only] => format!("Bordereau de reversement - {} - {}", file.edition, only.depositor),
        _ => format!("Bordereaux de reversement - {}", file.edition),
    };
    Meta { title, author: file.association.clone(), made_at: file.made_at }
}

/// Draws the slip on pages of its own, which are numbered by themselves.
fn draw(pdf: &mut Pdf, file: &SlipFile, slip: &SlipData) -> Result<(), PdfError> {
    let plan = Plan::new(pdf, slip);
    let footer = format!("{} - {} - bordereau de reversement", slip.depositor, file.edition);
    for (index, page) in plan.pages.iter().enumerate() {
        pdf.begin_page()?;
        if index == 0 {
            pdf.bookmark(0, slip.depositor.as_str());
            heading(pdf, file, slip);
        } else {
            let heading = format!("{} - {} (suite)", slip.depositor, titled_numbers(slip).join(" "));
            pdf.text_within(LEFT, 15.0, WIDTH, &heading, SECTION, Align::Left);
        }
        for piece in page {
            match piece {
                Piece::Closing { y } => plan.closing.draw(pdf, *y),
                Piece::Articles { section, range, y, row } => {
                    let Some(section) = plan.sections.get(*section) else { continue };
                    bar(pdf, section, range.start > 0, *y);
                    let articles = section.articles.get(range.clone()).unwrap_or_default();
                    columns(pdf, plan.density, articles, (*y + BAR, *row));
                }
            }
        }
        pdf.footer_numbered(&footer, &format!("Page {} / {}", index + 1, plan.pages.len()));
    }
    Ok(())
}

fn heading(pdf: &mut Pdf, file: &SlipFile, slip: &SlipData) {
    pdf.text_within(LEFT, 16.0, 90.0, &file.association, Style::bold(10.0).grey(), Align::Left);
    let date = file.made_at.format("%d/%m/%Y").to_string();
    let edition = format!("{} - {date}", file.edition);
    pdf.text_within(LEFT + 92.0, 16.0, WIDTH - 92.0, &edition, Style::regular(10.0).grey(), Align::Right);
    pdf.line((LEFT, 19.5), (RIGHT, 19.5), RULE);
    pdf.text(LEFT, 30.0, "BORDEREAU DE REVERSEMENT", Style::bold(18.0), Align::Left);

    let card = Rect::new(LEFT, 38.0, 88.0, FIRST_TOP - 38.0 - 5.0);
    pdf.rect(card, 1.5, Some(Color::PALE), None);
    let (x, room) = (card.x + 4.0, card.width - 8.0);
    let name = Style::bold(13.0);
    let style = pdf.shrink_to_fit(&slip.depositor, name, room * 1.8, 10.0);
    let used = pdf.text_box(Rect::new(x, card.y + 2.6, room, 11.5), &slip.depositor, style, Align::Left);
    if let Some(phone) = &slip.phone {
        let phone = format!("Tél. {phone}");
        pdf.text_within(x, card.y + 6.8 + used, room, &phone, FORM, Align::Left);
    }
    let [title, numbers] = titled_numbers(slip);
    pdf.text(x, card.bottom() - 9.6, &title, Style::regular(8.5).grey(), Align::Left);
    let style = pdf.shrink_to_fit(&numbers, Style::bold(16.0), room, 8.0);
    pdf.text_within(x, card.bottom() - 3.2, room, &numbers, style, Align::Left);
    address(pdf, slip);
}

/// Name and postal address, as on an envelope.
fn address(pdf: &mut Pdf, slip: &SlipData) {
    if slip.address.is_empty() {
        return;
    }
    let mut y = WINDOW.y;
    for (line, style) in std::iter::once((&slip.depositor, Style::bold(10.5)))
        .chain(slip.address.iter().map(|line| (line, Style::regular(10.5))))
    {
        let room = Rect::new(WINDOW.x, y, WINDOW.width, style.line_height() * 2.0);
        y += pdf.text_box(room, line, style, Align::Left);
    }
}

/// `Listes n°` and `245 - 246`.
fn titled_numbers(slip: &SlipData) -> [String; 2] {
    let numbers: Vec<String> = slip.list_numbers.iter().map(i32::to_string).collect();
    let title = if numbers.len() > 1 { "Listes n°" } else { "Liste n°" };
    [title.to_owned(), numbers.join(" - ")]
}

/// The bar above a section's articles.
fn bar(pdf: &mut Pdf, section: &Section<'_>, goes_on: bool, y: f32) {
    let height = BAR - 1.0;
    pdf.rect(Rect::new(LEFT, y, WIDTH, height), 0.0, Some(Color::PALE), None);
    let baseline = y + f32::midpoint(height, SECTION.cap_height());
    let title = if goes_on { format!("{} - suite", section.title) } else { section.title.clone() };
    pdf.text_within(LEFT + PADDING, baseline, WIDTH - 70.0, &title, SECTION, Align::Left);
    if let Some(total) = &section.total {
        pdf.text(RIGHT - PADDING, baseline, total, Style::bold(9.0), Align::Right);
    }
}

/// Articles from `top` down, each `row` high; the second column goes on where the first ends.
fn columns(pdf: &mut Pdf, density: Density, articles: &[SlipArticle], (top, row): (f32, f32)) {
    let per_column = articles.len().div_ceil(density.columns).max(1);
    let width: f32 = density.widths.iter().sum();
    let mut x = LEFT;
    for column in articles.chunks(per_column) {
        let mut y = top;
        for article in column {
            draw_article(pdf, density, article, (x, y, row));
            y += row;
            pdf.line((x, y), (x + width, y), RULE);
        }
        x += width + GUTTER;
    }
    if density.columns > 1 && articles.len() > 1 {
        let middle = LEFT + width + GUTTER / 2.0;
        pdf.line((middle, top), (middle, top + rows(articles.len(), density) * row), RULE);
    }
}

/// One article: code, what it is, its category, its price; why it was refused below.
fn draw_article(pdf: &mut Pdf, density: Density, article: &SlipArticle, (x, y, row): (f32, f32, f32)) {
    let style = density.style();
    let [code, words, category, price] = density.widths;
    let step = style.line_height() * 0.94;
    let described = pdf.wrap(&article.description, style, words - 2.0 * PADDING, density.lines);
    #[expect(clippy::cast_precision_loss, reason = "three at most")]
    let lines = (described.len() + usize::from(article.reason.is_some())) as f32;
    let first = y + (row - lines * step) / 2.0 + f32::midpoint(step, style.cap_height());
    let fitted = pdf.shrink_to_fit(&article.code, style, code - 2.0 * PADDING, SMALLEST_CODE);
    pdf.text_within(x + PADDING, first, code - 2.0 * PADDING, &article.code, fitted, Align::Left);
    let mut baseline = first;
    for line in &described {
        pdf.text_within(x + code + PADDING, baseline, words - 2.0 * PADDING, line, style, Align::Left);
        baseline += step;
    }
    if let Some(reason) = &article.reason {
        let (reason, room) = (format!("Motif : {reason}"), words + category - 2.0 * PADDING);
        let style = density.reason_style();
        pdf.text_within(x + code + PADDING, baseline, room, &reason, style, Align::Left);
    }
    let at = x + code + words;
    let room = category - 2.0 * PADDING;
    let fitted = pdf.shrink_to_fit(&article.category, style.grey(), room, SMALLEST_CODE);
    pdf.text_within(at + PADDING, first, room, &article.category, fitted, Align::Left);
    let asked = euros(article.price_cents);
    let fitted = pdf.shrink_to_fit(&asked, style, price - 2.0 * PADDING, SMALLEST_CODE);
    pdf.text(at + category + price - PADDING, first, &asked, fitted, Align::Right);
}

//! The depositor's own copy of a validated list, sent with the confirmation.

use chrono::NaiveDateTime;

use super::sheet;
use super::sheet::{PrintedDepositor, PrintedList};
use crate::kernel::clock::paris::time_of_day;
use crate::kernel::money::euros;
use crate::pdf::{Align, Color, Meta, PAGE_WIDTH, Pdf, PdfError, Rect, Row, Stroke, Style, Table};

const LEFT: f32 = 14.0;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * LEFT;
const BOTTOM: f32 = 283.0;
const TABLE_TOP: f32 = 72.0;
const RULE: Stroke = Stroke::solid(0.2, Color::LIGHT_GREY);

/// What the copy shows.
#[derive(Debug, Clone)]
pub struct ListCopy {
    /// The association's name.
    pub association: String,
    /// The edition's name.
    pub edition: String,
    /// When the list was validated, local time; the file's date.
    pub validated_at: NaiveDateTime,
    /// Whose it is.
    pub depositor: PrintedDepositor,
    /// Deposit slot, in words.
    pub slot: String,
    /// Day and hour of the return, in words.
    pub return_at: String,
    /// The list.
    pub list: PrintedList,
}

/// Makes the copy.
pub fn render(copy: &ListCopy) -> Result<Vec<u8>, PdfError> {
    let number = copy.list.number;
    let mut pdf = Pdf::new(Meta {
        title: format!("Liste n° {number} - {}", copy.edition),
        author: copy.association.clone(),
        made_at: copy.validated_at,
    })?;
    pdf.begin_page()?;
    draw_heading(&mut pdf, copy);
    let footer = format!("{} - Liste n° {number} - copie du déposant", copy.edition);
    let table = Table {
        x: LEFT,
        bottom: BOTTOM,
        columns: sheet::columns(false),
        header_fill: sheet::fill(copy.list.color),
        min_row_height: 7.0,
        boxed: false,
    };
    let next_page = |pdf: &mut Pdf| {
        pdf.footer(&footer);
        pdf.begin_page()?;
        Ok(18.0)
    };
    let rows: Vec<Row> = copy.list.articles.iter().map(|article| sheet::row(article, false)).collect();
    let mut y = table.draw(&mut pdf, TABLE_TOP, &rows, next_page)?;
    if y + 26.0 > BOTTOM {
        y = next_page(&mut pdf)?;
    }
    let end = LEFT + WIDTH - 1.6;
    pdf.text(LEFT + 1.6, y + 6.5, &copy.list.counts(), Style::regular(9.5), Align::Left);
    pdf.text(end, y + 6.5, &euros(copy.list.total_cents()), Style::bold(12.0), Align::Right);
    pdf.text(end - 24.0, y + 6.5, "Total demandé", Style::regular(9.5), Align::Right);
    let notes = "Cette liste est validée : elle ne peut plus être modifiée. Apportez vos articles propres et complets, \
        sans étiquette de votre part : l'association imprime les étiquettes. Gardez cette copie jusqu'à la \
        restitution des invendus.";
    pdf.text_box(Rect::new(LEFT, y + 11.0, WIDTH, 13.0), notes, Style::regular(9.0).grey(), Align::Left);
    pdf.footer(&footer);
    pdf.finish()
}

fn draw_heading(pdf: &mut Pdf, copy: &ListCopy) {
    pdf.text_within(LEFT, 18.0, 100.0, &copy.association, Style::bold(10.0).grey(), Align::Left);
    pdf.text_within(
        LEFT + 102.0,
        18.0,
        WIDTH - 102.0,
        &copy.edition,
        Style::regular(10.0).grey(),
        Align::Right,
    );
    pdf.line((LEFT, 22.0), (LEFT + WIDTH, 22.0), RULE);
    let fill = sheet::fill(copy.list.color);
    let chip = Rect::new(LEFT, 28.0, 52.0, 24.0);
    pdf.rect(chip, 2.0, Some(fill), Some(Stroke::solid(0.25, fill.shade(0.6))));
    pdf.text(chip.x + 4.0, chip.y + 6.0, "Liste n°", Style::regular(10.0), Align::Left);
    pdf.text(chip.x + 4.0, chip.y + 17.0, &copy.list.number.to_string(), Style::bold(30.0), Align::Left);
    pdf.text(chip.x + 4.0, chip.y + 21.8, copy.list.color.french, Style::regular(8.0), Align::Left);

    let x = chip.right() + 7.0;
    let room = WIDTH - chip.width - 7.0;
    let style = pdf.shrink_to_fit(&copy.depositor.name, Style::bold(16.0), room, 11.0);
    pdf.text_within(x, 34.0, room, &copy.depositor.name, style, Align::Left);
    let contact: Vec<&str> =
        copy.depositor.address.iter().chain(&copy.depositor.phone).map(String::as_str).collect();
    pdf.text_box(Rect::new(x, 36.5, room, 9.0), &contact.join(" - "), Style::regular(9.5), Align::Left);
    let (day, time) = (copy.validated_at.format("%d/%m/%Y"), time_of_day(copy.validated_at.time()));
    let validated = format!("Validée le {day} à {time}");
    pdf.text(x, 50.5, &validated, Style::regular(9.5).grey(), Align::Left);
    for (name, value, baseline) in
        [("Dépôt", &copy.slot, 59.5), ("Restitution des invendus", &copy.return_at, 66.0)]
    {
        pdf.text(LEFT, baseline, name, Style::regular(10.0).grey(), Align::Left);
        pdf.text_within(LEFT + 46.0, baseline, WIDTH - 46.0, value, Style::bold(10.5), Align::Left);
    }
}

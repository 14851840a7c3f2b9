//! The pages between the labels: the cover of a file, and each depositor's separator.

use super::model::{DepositorSheet, LabelSheet, ListSheet};
use crate::features::lists::printed::sheet::{counts, fill};
use crate::kernel::clock::paris::time_of_day;
use crate::pdf::{Align, Cell, Color, Column, PAGE_WIDTH, Pdf, PdfError, Rect, Row, Stroke, Style, Table};

const LEFT: f32 = 14.0;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * LEFT;
const BOTTOM: f32 = 280.0;
const RULE: Stroke = Stroke::solid(0.2, Color::LIGHT_GREY);
const PEN: Stroke = Stroke::solid(0.25, Color::BLACK);
const BODY: Style = Style::regular(9.0);

/// The cover: what the file is, which depositors are in it, which lists are not.
pub fn draw(pdf: &mut Pdf, sheet: &LabelSheet) -> Result<(), PdfError> {
    pdf.begin_page()?;
    pdf.bookmark(0, "Sommaire");
    pdf.text(LEFT, 24.0, &sheet.association, Style::bold(10.0).grey(), Align::Left);
    let (day, time) = (sheet.made_at.format("%d/%m/%Y"), time_of_day(sheet.made_at.time()));
    let made = format!("Fait le {day} à {time} par {}", sheet.made_by);
    pdf.text_within(LEFT + 70.0, 24.0, WIDTH - 70.0, &made, Style::regular(8.5).grey(), Align::Right);
    pdf.line((LEFT, 28.0), (LEFT + WIDTH, 28.0), RULE);
    pdf.text(LEFT, 42.0, "Étiquettes et fiches de liste", Style::bold(22.0), Align::Left);
    pdf.text_within(LEFT, 51.0, WIDTH, &sheet.edition, Style::regular(14.0), Align::Left);
    let used = pdf.text_box(Rect::new(LEFT, 54.5, WIDTH, 14.0), &sheet.scope, Style::bold(14.0), Align::Left);

    let lists = sheet.depositors.iter().flat_map(|depositor| &depositor.lists);
    let (lists, labels) = lists.fold((0, 0), |(lists, labels), list| (lists + 1, labels + list.labels.len()));
    let figures = [
        (sheet.depositors.len(), "déposants"),
        (lists, "listes"),
        (labels, "étiquettes"),
        (sheet.left_out.len(), "listes laissées de côté"),
    ];
    let top = 54.5 + used + 4.0;
    for ((figure, name), x) in figures.into_iter().zip([0.0_f32, 40.0, 80.0, 120.0]) {
        let room = Rect::new(LEFT + x, top, if x > 110.0 { 62.0 } else { 37.0 }, 17.0);
        pdf.rect(room, 1.5, Some(Color::PALE), None);
        pdf.text(room.x + 3.0, room.y + 9.0, &figure.to_string(), Style::bold(17.0), Align::Left);
        pdf.text(room.x + 3.0, room.y + 14.0, name, Style::regular(8.0).grey(), Align::Left);
    }
    let end = draw_left_out(pdf, sheet, top + 24.0)?;
    let rows: Vec<Row> = sheet.depositors.iter().map(depositor_row).collect();
    let table = table(vec![
        Column::new("Déposant", 78.0, Align::Left),
        Column::new("Listes", 46.0, Align::Left),
        Column::new("Articles", 20.0, Align::Right),
        Column::new("Pochette prête", 38.0, Align::Center),
    ]);
    table.draw(pdf, end, &rows, |pdf| continue_cover(pdf, sheet))?;
    draw_footer(pdf, sheet);
    Ok(())
}

fn continue_cover(pdf: &mut Pdf, sheet: &LabelSheet) -> Result<f32, PdfError> {
    draw_footer(pdf, sheet);
    pdf.begin_page()?;
    Ok(16.0)
}

fn draw_left_out(pdf: &mut Pdf, sheet: &LabelSheet, y: f32) -> Result<f32, PdfError> {
    if sheet.left_out.is_empty() {
        return Ok(y);
    }
    pdf.text(LEFT, y + 2.0, "Laissées de côté, à corriger puis à réimprimer", Style::bold(11.0), Align::Left);
    let rows: Vec<Row> = sheet
        .left_out
        .iter()
        .map(|list| {
            vec![
                Cell::new(list.list_number.to_string(), Style::bold(9.0)),
                Cell::new(list.depositor.as_str(), BODY),
                Cell::new(list.reason.as_str(), BODY),
            ]
        })
        .collect();
    let table = table(vec![
        Column::new("Liste", 18.0, Align::Left),
        Column::new("Déposant", 60.0, Align::Left),
        Column::new("Raison", 104.0, Align::Left),
    ]);
    Ok(table.draw(pdf, y + 5.0, &rows, |pdf| continue_cover(pdf, sheet))? + 8.0)
}

fn depositor_row(depositor: &DepositorSheet) -> Row {
    let numbers: Vec<String> = depositor.lists.iter().map(|list| list.list.number.to_string()).collect();
    let articles: usize = depositor.lists.iter().map(|list| list.labels.len()).sum();
    vec![
        Cell::new(depositor.depositor.name.as_str(), Style::bold(9.0)),
        Cell::new(numbers.join(", "), BODY),
        Cell::new(articles.to_string(), BODY),
        Cell::default(),
    ]
}

fn table(columns: Vec<Column>) -> Table {
    Table { x: LEFT, bottom: BOTTOM, columns, header_fill: Color::PALE, min_row_height: 6.6, boxed: true }
}

fn draw_footer(pdf: &mut Pdf, sheet: &LabelSheet) {
    pdf.footer(&format!("{} - {} - {}", sheet.association, sheet.edition, sheet.scope));
}

/// The separator: laid on top of a depositor's heap, and into the transparent folder.
pub fn draw_separator(pdf: &mut Pdf, sheet: &LabelSheet, depositor: &DepositorSheet) -> Result<(), PdfError> {
    pdf.begin_page()?;
    pdf.text_within(LEFT, 22.0, 90.0, &sheet.association, Style::bold(10.0).grey(), Align::Left);
    pdf.text_within(
        LEFT + 92.0,
        22.0,
        WIDTH - 92.0,
        &sheet.edition,
        Style::regular(10.0).grey(),
        Align::Right,
    );
    pdf.line((LEFT, 26.0), (LEFT + WIDTH, 26.0), RULE);
    let name = Style::bold(52.0);
    let style = pdf.shrink_to_fit(&depositor.depositor.name, name, WIDTH, 28.0);
    let used =
        pdf.text_box(Rect::new(LEFT, 36.0, WIDTH, 42.0), &depositor.depositor.name, style, Align::Left);

    let mut y = 36.0 + used + 7.0;
    // Up to eight lists; a manager's exception may bring more, which then share the width.
    let per_row = depositor.lists.len().clamp(2, 4);
    #[expect(clippy::cast_precision_loss, reason = "at most four")]
    let chip_width = (WIDTH + 4.0) / per_row as f32 - 4.0;
    for row in depositor.lists.chunks(per_row) {
        for (list, step) in row.iter().zip([0.0_f32, 1.0, 2.0, 3.0]) {
            draw_chip(pdf, Rect::new(LEFT + step * (chip_width + 4.0), y, chip_width, 46.0), list);
        }
        y += 50.0;
    }
    y += 5.0;
    let total: usize = depositor.lists.iter().map(|list| list.list.accepted()).sum();
    let clothes: usize = depositor.lists.iter().map(|list| list.list.clothes()).sum();
    let counts = counts(total, clothes);
    for (name, value) in
        [("Dépôt", &depositor.slot), ("Articles", &counts), ("Restitution", &depositor.return_at)]
    {
        pdf.text(LEFT, y + 5.0, name, Style::regular(12.0).grey(), Align::Left);
        let room = Rect::new(LEFT + 34.0, y - 0.4, WIDTH - 34.0, 14.0);
        y += pdf.text_box(room, value, Style::bold(15.0), Align::Left).max(6.0) + 3.0;
    }
    draw_folder(pdf, depositor, y + 12.0);
    draw_footer(pdf, sheet);
    Ok(())
}

fn draw_chip(pdf: &mut Pdf, area: Rect, list: &ListSheet) {
    let fill = fill(list.list.color);
    pdf.rect(area, 2.5, Some(fill), Some(Stroke::solid(0.25, fill.shade(0.6))));
    pdf.text(area.x + 4.0, area.y + 7.5, "Liste", Style::regular(11.0), Align::Left);
    pdf.text_within(
        area.x + 18.0,
        area.y + 7.5,
        area.width - 22.0,
        list.list.color.french,
        Style::regular(9.0),
        Align::Right,
    );
    let number = list.list.number.to_string();
    let style = pdf.shrink_to_fit(&number, Style::bold(64.0), area.width - 8.0, 20.0);
    pdf.text(area.center_x(), area.y + 31.5, &number, style, Align::Center);
    let counts = list.list.counts();
    pdf.text_within(
        area.x + 4.0,
        area.y + 41.5,
        area.width - 8.0,
        &counts,
        Style::regular(9.0),
        Align::Center,
    );
}

/// What goes into the transparent folder, each with a box to tick, and who put it there.
fn draw_folder(pdf: &mut Pdf, depositor: &DepositorSheet, y: f32) {
    let each = |what: &str| {
        let lists: Vec<String> = depositor
            .lists
            .iter()
            .map(|list| match what {
                "labels" => format!("{} (liste {})", list.labels.len(), list.list.number),
                _ => list.list.number.to_string(),
            })
            .collect();
        lists.join(", ")
    };
    let contents = [
        "Cette page de garde".to_owned(),
        format!("Les fiches de liste : {}", each("sheets")),
        format!("Les étiquettes découpées, dans l'ordre : {}", each("labels")),
        format!("Les coupons de restitution, un par liste : {}", each("coupons")),
    ];
    // Never onto the footer, however many lists there are.
    let y = y.min(205.0);
    pdf.text(LEFT, y, "Contenu de la pochette transparente", Style::bold(13.0), Align::Left);
    let mut top = y + 5.0;
    for line in contents {
        pdf.rect(Rect::new(LEFT, top, 4.2, 4.2), 0.4, None, Some(PEN));
        let room = Rect::new(LEFT + 8.0, top - 0.6, WIDTH - 8.0, 11.0);
        top += pdf.text_box(room, &line, Style::regular(11.0), Align::Left).max(4.6) + 3.4;
    }
    let prepared = top + 13.0;
    pdf.text(LEFT, prepared, "Pochette préparée par", Style::regular(11.0), Align::Left);
    pdf.line((LEFT + 45.0, prepared + 0.6), (LEFT + 120.0, prepared + 0.6), PEN);
    pdf.text(LEFT + 123.0, prepared, "le", Style::regular(11.0), Align::Left);
    pdf.text(LEFT + 129.0, prepared, "____ / ____ / ________", Style::regular(11.0), Align::Left);
}

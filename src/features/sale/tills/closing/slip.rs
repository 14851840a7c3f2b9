//! The page of a till's closing slip (Z): float, tickets, money per method, what was counted, the ends of the chain.

use chrono::NaiveDateTime;

use crate::features::sale::states::PaymentMethod;
use crate::features::sale::views::RegisterSummary;
use crate::kernel::clock::paris::time_of_day;
use crate::kernel::money::euros;
use crate::pdf::{
    Align, Cell, Color, Column, Meta, PAGE_WIDTH, Pdf, PdfError, Rect, Row, Stroke, Style, Table,
};

const LEFT: f32 = 14.0;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * LEFT;
const RIGHT: f32 = LEFT + WIDTH;
const BOTTOM: f32 = 281.0;
const BODY: Style = Style::regular(10.0);
const SECTION: Style = Style::bold(11.0);
const RULE: Stroke = Stroke::solid(0.2, Color::LIGHT_GREY);
const PEN: Stroke = Stroke::solid(0.25, Color::BLACK);

/// What the slip shows.
#[derive(Clone, Debug)]
pub struct ClosingSlip {
    /// The association's name.
    pub association: String,
    /// The edition's name.
    pub edition: String,
    /// Whether everything on it is invented.
    pub is_training: bool,
    /// Who held the till.
    pub volunteer: String,
    /// When it was opened, local time.
    pub opened_at: NaiveDateTime,
    /// When it was closed, local time; the file's date.
    pub closed_at: NaiveDateTime,
    /// Its figures.
    pub summary: RegisterSummary,
}

/// Makes the slip.
pub fn render(slip: &ClosingSlip) -> Result<Vec<u8>, PdfError> {
    let number = slip.summary.session.register_number;
    let mut pdf = Pdf::new(Meta {
        title: format!("Ticket Z - caisse {number} - {}", slip.edition),
        author: slip.association.clone(),
        made_at: slip.closed_at,
    })?;
    pdf.begin_page()?;
    draw_heading(&mut pdf, slip);
    let y = draw_activity(&mut pdf, &slip.summary, 66.0);
    let y = draw_money(&mut pdf, slip, y + 6.0)?;
    let y = draw_comment(&mut pdf, slip, y + 6.0);
    let y = draw_chain(&mut pdf, &slip.summary, y + 6.0);
    draw_signatures(&mut pdf, y + 8.0);
    pdf.footer(&format!("{} - caisse {number} - ticket Z", slip.edition));
    pdf.finish()
}

fn draw_heading(pdf: &mut Pdf, slip: &ClosingSlip) {
    pdf.text_within(LEFT, 18.0, 90.0, &slip.association, Style::bold(10.0).grey(), Align::Left);
    let edition = Style::regular(10.0).grey();
    pdf.text_within(LEFT + 92.0, 18.0, WIDTH - 92.0, &slip.edition, edition, Align::Right);
    pdf.line((LEFT, 22.0), (RIGHT, 22.0), RULE);
    let title =
        if slip.is_training { "CLÔTURE DE CAISSE (Z) - ENTRAÎNEMENT" } else { "CLÔTURE DE CAISSE (Z)" };
    pdf.text(LEFT, 33.0, title, Style::bold(18.0), Align::Left);
    let card = Rect::new(LEFT, 38.0, WIDTH, 22.0);
    pdf.rect(card, 1.5, Some(Color::PALE), None);
    let number = format!("Caisse {}", slip.summary.session.register_number);
    pdf.text(card.x + 5.0, card.y + 9.0, &number, Style::bold(16.0), Align::Left);
    pdf.text_within(card.x + 5.0, card.y + 16.5, 84.0, &slip.volunteer, BODY, Align::Left);
    for (name, at, baseline) in [("Ouverte le", slip.opened_at, 9.0), ("Fermée le", slip.closed_at, 16.5)] {
        let words = format!("{name} {} à {}", at.format("%d/%m/%Y"), time_of_day(at.time()));
        pdf.text(card.right() - 5.0, card.y + baseline, &words, BODY, Align::Right);
    }
}

fn draw_activity(pdf: &mut Pdf, summary: &RegisterSummary, top: f32) -> f32 {
    pdf.text(LEFT, top + 5.0, "Activité", SECTION, Align::Left);
    let mut y = top + 12.0;
    for (name, count) in [
        ("Tickets", summary.tickets),
        ("Articles passés en caisse", summary.lines),
        ("dont annulés", summary.cancelled_lines),
        ("dont en conflit avec une autre caisse", summary.conflict_lines),
    ] {
        pdf.text(LEFT + 1.6, y, name, BODY, Align::Left);
        pdf.text(LEFT + 100.0, y, &count.to_string(), Style::bold(10.0), Align::Right);
        y += 5.6;
    }
    y - 4.0
}

fn draw_money(pdf: &mut Pdf, slip: &ClosingSlip, top: f32) -> Result<f32, PdfError> {
    pdf.text(LEFT, top + 5.0, "Argent", SECTION, Align::Left);
    let table = Table {
        x: LEFT,
        bottom: BOTTOM,
        columns: vec![
            Column::new("Moyen de paiement", 35.0, Align::Left),
            Column::new("Fond de caisse", 26.0, Align::Right),
            Column::new("Encaissé", 24.0, Align::Right),
            Column::new("Rendu", 20.0, Align::Right),
            Column::new("Attendu", 24.0, Align::Right),
            Column::new("À retrouver", 28.0, Align::Right),
            Column::new("Compté", 25.0, Align::Right),
        ],
        header_fill: Color::PALE,
        min_row_height: 6.5,
        boxed: false,
    };
    let rows: Vec<Row> = money_rows(&slip.summary);
    let footer = slip.edition.clone();
    let mut y = table.draw(pdf, top + 8.0, &rows, |pdf| {
        pdf.footer(&footer);
        pdf.begin_page()?;
        Ok(16.0)
    })?;
    let difference = match &slip.summary.closing {
        Some(closing) => euros(closing.differences.total()),
        None => "caisse reprise sans comptage".to_owned(),
    };
    pdf.text(RIGHT - 45.0, y + 7.0, "Écart", BODY, Align::Right);
    pdf.text(RIGHT - 1.6, y + 7.0, &difference, Style::bold(12.0), Align::Right);
    y += 9.0;
    if let Some(unsent) =
        slip.summary.closing.as_ref().map(|closing| closing.unsent).filter(|count| *count > 0)
    {
        let words = format!("Fermée alors que {unsent} ticket(s) n'étaient pas encore envoyés.");
        pdf.text(LEFT, y + 5.0, &words, Style::bold(10.0), Align::Left);
        y += 7.0;
    }
    Ok(y)
}

fn money_rows(summary: &RegisterSummary) -> Vec<Row> {
    // The closing froze what was expected; a till taken over uncounted shows what should be there.
    let expected = summary.closing.as_ref().map_or(summary.expected, |closing| closing.expected);
    let float_cents = i64::from(summary.session.opening_float_cents);
    let methods = [
        (PaymentMethod::Cash, "Espèces", float_cents, String::new()),
        (PaymentMethod::Card, "Carte bancaire", 0, papers(summary.pieces.card, "ticket")),
        (PaymentMethod::Cheque, "Chèques", 0, papers(summary.pieces.cheque, "chèque")),
    ];
    let row = |name: &str, amounts: [i64; 4], found: &str, counted: Option<i64>, style: Style| -> Row {
        let mut row = vec![Cell::new(name, style)];
        row.extend(amounts.map(|cents| Cell::new(euros(cents), style)));
        row.push(Cell::new(found, style));
        row.push(Cell::new(counted.map_or_else(|| "-".to_owned(), euros), style));
        row
    };
    let mut rows: Vec<Row> = methods
        .iter()
        .map(|(method, name, float_cents, found)| {
            let of = |sums: &crate::features::sale::takings::PerMethod| sums.of(*method);
            let amounts = [*float_cents, of(&summary.takings), of(&summary.refunds), of(&expected)];
            let counted = summary.closing.as_ref().map(|closing| of(&closing.counted));
            row(name, amounts, found, counted, BODY)
        })
        .collect();
    let totals = [float_cents, summary.takings.total(), summary.refunds.total(), expected.total()];
    let counted = summary.closing.as_ref().map(|closing| closing.counted.total());
    rows.push(row("Total", totals, "", counted, Style::bold(10.0)));
    rows
}

/// How many papers lie beside the cash, as the volunteer was told who counted them.
fn papers(count: i64, name: &str) -> String {
    format!("{count} {name}{}", if count > 1 { "s" } else { "" })
}

fn draw_comment(pdf: &mut Pdf, slip: &ClosingSlip, top: f32) -> f32 {
    let Some(comment) = slip.summary.comment.as_deref().filter(|comment| !comment.is_empty()) else {
        return top - 6.0;
    };
    pdf.text(LEFT, top + 5.0, "Commentaire", SECTION, Align::Left);
    let used = pdf.text_box(Rect::new(LEFT + 1.6, top + 8.0, WIDTH - 3.2, 32.0), comment, BODY, Align::Left);
    top + 8.0 + used
}

/// The ends of the signed chain: whoever holds the paper can prove the file.
fn draw_chain(pdf: &mut Pdf, summary: &RegisterSummary, top: f32) -> f32 {
    pdf.text(LEFT, top + 5.0, "Signatures électroniques", SECTION, Align::Left);
    let ends = [("Premier ticket", &summary.first_signature), ("Dernier ticket", &summary.last_signature)];
    let mut y = top + 12.0;
    for (name, signature) in ends {
        pdf.text(LEFT + 1.6, y, name, BODY, Align::Left);
        let shown = signature.as_deref().unwrap_or("aucun");
        pdf.text_within(LEFT + 36.0, y, WIDTH - 36.0, shown, Style::regular(8.5), Align::Left);
        y += 5.6;
    }
    y - 4.0
}

fn draw_signatures(pdf: &mut Pdf, top: f32) {
    let width = (WIDTH - 8.0) / 2.0;
    for (x, name) in [(LEFT, "Signature du bénévole"), (LEFT + width + 8.0, "Signature du gestionnaire")] {
        pdf.rect(Rect::new(x, top, width, 27.0), 1.5, None, Some(PEN));
        pdf.text(x + 3.0, top + 5.0, name, Style::regular(8.5).grey(), Align::Left);
    }
}

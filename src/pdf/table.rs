//! Tables that go on over several pages, with their header repeated.

use super::document::{Pdf, PdfError};
use super::geometry::Rect;
use super::style::{Align, Color, Stroke, Style};

const PADDING_X: f32 = 1.6;
const PADDING_Y: f32 = 0.45;
/// Rows are set tighter than running text.
const TIGHT: f32 = 0.94;
const HEADER: Style = Style::bold(8.0);
const GRID: Stroke = Stroke::solid(0.15, Color::LIGHT_GREY);
const STRIKE: Stroke = Stroke::solid(0.3, Color::BLACK);

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Header.
    pub title: &'static str,
    /// Width in millimetres, padding included.
    pub width: f32,
    /// How header and cells stand.
    pub align: Align,
}

impl Column {
    /// A column by header, width in millimetres and alignment.
    pub const fn new(title: &'static str, width: f32, align: Align) -> Self {
        Self { title, width, align }
    }
}

/// What stands in one cell: paragraphs, each wrapped to the column's width.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    paragraphs: Vec<(String, Style)>,
    struck: bool,
}

impl Cell {
    /// A cell of one paragraph.
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self { paragraphs: vec![(text.into(), style)], struck: false }
    }

    /// The same cell with a further paragraph; an empty one takes no room.
    #[must_use]
    pub fn and(mut self, text: impl Into<String>, style: Style) -> Self {
        self.paragraphs.push((text.into(), style));
        self
    }

    /// The same cell with a line through its text when `struck`.
    #[must_use]
    pub fn struck(self, struck: bool) -> Self {
        Self { struck, ..self }
    }
}

/// One row: as many cells as the table has columns.
pub type Row = Vec<Cell>;

/// A table's shape.
#[derive(Debug, Clone)]
pub struct Table {
    /// Left edge in millimetres.
    pub x: f32,
    /// Where the page's room for rows ends, in millimetres from its top.
    pub bottom: f32,
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Background of the header.
    pub header_fill: Color,
    /// Rows are at least this high, in millimetres.
    pub min_row_height: f32,
    /// Whether vertical lines are drawn too.
    pub boxed: bool,
}

/// A row broken into lines, ready to be drawn.
struct Laid {
    height: f32,
    cells: Vec<Vec<(String, Style)>>,
}

impl Table {
    /// Draws header and rows from `y` down; where a page is full, calls `next_page`, which begins a page and
    /// returns where the table goes on. Returns where the table ends.
    ///
    /// A row higher than a whole page is cut at the bottom rather than looping for ever.
    pub fn draw(
        &self,
        pdf: &mut Pdf,
        y: f32,
        rows: &[Row],
        mut next_page: impl FnMut(&mut Pdf) -> Result<f32, PdfError>,
    ) -> Result<f32, PdfError> {
        let mut y = y;
        let mut on_this_page = 0_usize;
        let mut header_drawn = false;
        for row in rows {
            let laid = self.lay(pdf, row);
            let header = if header_drawn { 0.0 } else { header_height() };
            let full = y + header + laid.height > self.bottom;
            // A header alone at the foot of a page is of no use; on a fresh page there is no better place.
            if full && (on_this_page > 0 || !header_drawn) {
                let fresh = next_page(pdf)?;
                y = self.draw_header(pdf, fresh);
                on_this_page = 0;
            } else if !header_drawn {
                y = self.draw_header(pdf, y);
            }
            header_drawn = true;
            self.draw_row(pdf, y, row, &laid);
            y += laid.height;
            on_this_page += 1;
        }
        if !header_drawn {
            y = self.draw_header(pdf, y);
        }
        Ok(y)
    }

    /// Total width in millimetres.
    pub fn width(&self) -> f32 {
        self.columns.iter().map(|column| column.width).sum()
    }

    fn draw_header(&self, pdf: &mut Pdf, y: f32) -> f32 {
        let height = header_height();
        pdf.rect(Rect::new(self.x, y, self.width(), height), 0.0, Some(self.header_fill), None);
        let baseline = y + f32::midpoint(height, HEADER.cap_height());
        let mut x = self.x;
        for column in &self.columns {
            let room = column.width - 2.0 * PADDING_X;
            pdf.text_within(x + PADDING_X, baseline, room, column.title, HEADER, column.align);
            x += column.width;
        }
        self.frame(pdf, y, height);
        pdf.line((self.x, y), (self.x + self.width(), y), GRID);
        y + height
    }

    fn lay(&self, pdf: &Pdf, row: &Row) -> Laid {
        let mut height: f32 = 0.0;
        let mut cells = Vec::with_capacity(row.len());
        for (cell, column) in row.iter().zip(&self.columns) {
            let mut lines = Vec::new();
            for (text, style) in &cell.paragraphs {
                for line in pdf.wrap(text, *style, column.width - 2.0 * PADDING_X, usize::MAX - 1) {
                    lines.push((line, *style));
                }
            }
            height = height.max(text_height(&lines));
            cells.push(lines);
        }
        Laid { height: (height + 2.0 * PADDING_Y).max(self.min_row_height), cells }
    }

    fn draw_row(&self, pdf: &mut Pdf, y: f32, row: &Row, laid: &Laid) {
        let mut x = self.x;
        for ((cell, lines), column) in row.iter().zip(&laid.cells).zip(&self.columns) {
            let mut top = y + (laid.height - text_height(lines)) / 2.0;
            for (text, style) in lines {
                let line_height = style.line_height() * TIGHT;
                let baseline = top + f32::midpoint(line_height, style.cap_height());
                if baseline > super::document::PAGE_HEIGHT {
                    break;
                }
                let room = column.width - 2.0 * PADDING_X;
                pdf.text_within(x + PADDING_X, baseline, room + 0.01, text, *style, column.align);
                if cell.struck {
                    let width = pdf.text_width(text, *style).min(room);
                    let start = match column.align {
                        Align::Left => x + PADDING_X,
                        Align::Center => x + (column.width - width) / 2.0,
                        Align::Right => x + column.width - PADDING_X - width,
                    };
                    let middle = baseline - style.cap_height() * 0.42;
                    pdf.line((start - 0.8, middle), (start + width + 0.8, middle), STRIKE);
                }
                top += line_height;
            }
            x += column.width;
        }
        self.frame(pdf, y, laid.height);
    }

    /// The line below a row or header, and where wanted those between its cells.
    fn frame(&self, pdf: &mut Pdf, y: f32, height: f32) {
        let bottom = y + height;
        pdf.line((self.x, bottom), (self.x + self.width(), bottom), GRID);
        if self.boxed {
            let mut x = self.x;
            pdf.line((x, y), (x, bottom), GRID);
            for column in &self.columns {
                x += column.width;
                pdf.line((x, y), (x, bottom), GRID);
            }
        }
    }
}

fn header_height() -> f32 {
    HEADER.line_height() + 2.4
}

fn text_height(lines: &[(String, Style)]) -> f32 {
    lines.iter().map(|(_, style)| style.line_height() * TIGHT).sum()
}

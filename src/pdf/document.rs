//! The document under construction, and everything that can be put on its pages.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write as _;

use chrono::NaiveDateTime;
use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::content::Content;
use super::font::Fonts;
use super::font::text;
use super::geometry::{Rect, points};
use super::objects::{self, Bookmark};
use super::qr::Qr;
use super::style::{Align, Color, Face, Stroke, Style};

/// Width of an A4 page in millimetres.
pub const PAGE_WIDTH: f32 = 210.0;
/// Height of an A4 page in millimetres.
pub const PAGE_HEIGHT: f32 = 297.0;

const FOOTER_BASELINE: f32 = PAGE_HEIGHT - 8.0;
const FOOTER_MARGIN: f32 = 14.0;
const FOOTER: Style = Style::regular(7.5).grey();
/// Corner radius of the panel under a QR code, and what the panel adds around the quiet zone so that the corner
/// takes nothing of it: at least radius x (1 - 1/√2).
const PANEL_CORNER: f32 = 0.8;
const PANEL_EXTRA: f32 = 0.25;
/// Name of the form that shows the number of pages, known only when the last page is drawn.
pub(super) const TOTAL_FORM: &str = "Total";

/// Why a document could not be made. None of these depends on what people typed, except a QR text of
/// thousands of characters.
#[derive(Debug)]
pub enum PdfError {
    /// An embedded font file is damaged.
    Font(ttf_parser::FaceParsingError),
    /// An embedded font could not be cut down to the glyphs used.
    Subset(subsetter::Error),
    /// A text does not fit into the largest QR symbol.
    QrTooLong,
    /// Compressing or writing failed.
    Write(std::io::Error),
}

impl std::fmt::Display for PdfError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Font(error) => write!(formatter, "embedded font unreadable: {error}"),
            Self::Subset(error) => write!(formatter, "embedded font cannot be subset: {error}"),
            Self::QrTooLong => formatter.write_str("text too long for a QR code"),
            Self::Write(error) => write!(formatter, "PDF cannot be written: {error}"),
        }
    }
}

impl std::error::Error for PdfError {}

impl From<std::io::Error> for PdfError {
    fn from(error: std::io::Error) -> Self {
        Self::Write(error)
    }
}

/// What a document says about itself.
#[derive(Debug, Clone)]
pub struct Meta {
    /// Title, shown in the window's title bar.
    pub title: String,
    /// The association.
    pub author: String,
    /// Date of making, as clocks in Paris showed it; comes from the caller so that the same data make the same file.
    pub made_at: NaiveDateTime,
}

/// A PDF document under construction. Drawing goes to the page begun last; before the first, nowhere.
pub struct Pdf {
    meta: Meta,
    pub(super) fonts: Fonts,
    /// Pages of earlier parts, when this continues a document that was interrupted; those counted, when nothing is drawn.
    pub(super) pages_before: usize,
    /// Whether pages are only counted.
    counts: bool,
    /// Finished pages, their content already compressed.
    pub(super) pages: Vec<Vec<u8>>,
    page: Option<Content>,
    pub(super) symbols: BTreeMap<Cow<'static, str>, Cow<'static, str>>,
    pub(super) bookmarks: Vec<Bookmark>,
}

impl Pdf {
    /// An empty document.
    pub fn new(meta: Meta) -> Result<Self, PdfError> {
        Ok(Self {
            meta,
            fonts: Fonts::load()?,
            pages_before: 0,
            counts: false,
            pages: Vec::new(),
            page: None,
            symbols: BTreeMap::new(),
            bookmarks: Vec::new(),
        })
    }

    /// A document that is laid out as any other and never written: [`Pdf::page_number`] says how many pages it would have.
    pub fn counting(meta: Meta) -> Result<Self, PdfError> {
        Ok(Self { counts: true, ..Self::new(meta)? })
    }

    /// Whether nothing is drawn: what has no influence on the pages need not be tried.
    pub fn only_counts(&self) -> bool {
        self.counts
    }

    /// What the document says about itself.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Ends the page at hand and begins the next.
    pub fn begin_page(&mut self) -> Result<(), PdfError> {
        self.end_page()?;
        if self.counts {
            self.pages_before += 1;
        } else {
            self.page = Some(Content::new(PAGE_HEIGHT));
        }
        Ok(())
    }

    /// Number of the page at hand, from 1.
    pub fn page_number(&self) -> usize {
        self.pages_before + self.pages.len() + usize::from(self.page.is_some())
    }

    /// A bookmark to the page at hand; level 0 is the outermost.
    pub fn bookmark(&mut self, level: usize, title: impl Into<String>) {
        let page = self.page_number().saturating_sub(1);
        self.bookmarks.push(Bookmark { level, title: title.into(), page });
    }

    /// One line of text on its baseline; `x` is its left end, middle or right end, as `align` says.
    pub fn text(&mut self, x: f32, baseline: f32, text: &str, style: Style, align: Align) {
        if text.is_empty() || self.page.is_none() {
            return;
        }
        let left = match align {
            Align::Left => x,
            Align::Center => x - self.text_width(text, style) / 2.0,
            Align::Right => x - self.text_width(text, style),
        };
        let glyphs = self.fonts.get_mut(style.face).encode(text);
        if let Some(page) = &mut self.page {
            page.text(left, baseline, style.face, style.size, style.color, &glyphs);
        }
    }

    /// One line of text, cut with an ellipsis where it would be wider than `width`.
    pub fn text_within(&mut self, x: f32, baseline: f32, width: f32, text: &str, style: Style, align: Align) {
        let shown = text::fit(self.fonts.get(style.face), style.size, text, width).into_owned();
        let anchor = match align {
            Align::Left => x,
            Align::Center => x + width / 2.0,
            Align::Right => x + width,
        };
        self.text(anchor, baseline, &shown, style, align);
    }

    /// Text wrapped to the width of `area` and cut at its bottom; returns the height used.
    pub fn text_box(&mut self, area: Rect, text: &str, style: Style, align: Align) -> f32 {
        let line_height = style.line_height();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines on one page")]
        let max_lines = ((area.height + 0.01) / line_height).max(1.0) as usize;
        let mut baseline = area.y + line_height * 0.8;
        let lines = self.wrap(text, style, area.width, max_lines);
        for line in &lines {
            self.text_within(area.x, baseline, area.width + 0.01, line, style, align);
            baseline += line_height;
        }
        #[expect(clippy::cast_precision_loss, reason = "lines on one page")]
        let used = lines.len() as f32 * line_height;
        used
    }

    /// The lines that [`Pdf::text_box`] would print.
    pub fn wrap(&self, text: &str, style: Style, width: f32, max_lines: usize) -> Vec<String> {
        text::wrap(self.fonts.get(style.face), style.size, text, width, max_lines)
    }

    /// Width of one line of text in millimetres.
    pub fn text_width(&self, text: &str, style: Style) -> f32 {
        self.fonts.get(style.face).width(text, style.size)
    }

    /// `style` in the largest size, up to its own and down to `smallest` points, in which `text` fits `width`.
    pub fn shrink_to_fit(&self, text: &str, style: Style, width: f32, smallest: f32) -> Style {
        let natural = self.text_width(text, style);
        if natural <= width {
            return style;
        }
        // Whole tenths of a point, rounded down.
        let size = (style.size * width / natural * 10.0).floor() / 10.0;
        Style { size: size.max(smallest), ..style }
    }

    /// A rectangle, filled, outlined or both; rounded corners when `radius` is above zero.
    pub fn rect(&mut self, rect: Rect, radius: f32, fill: Option<Color>, stroke: Option<Stroke>) {
        if let Some(page) = &mut self.page {
            page.rect(rect, radius, fill, stroke);
        }
    }

    /// A straight line.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), stroke: Stroke) {
        if let Some(page) = &mut self.page {
            page.line(from, to, stroke);
        }
    }

    /// A QR symbol whose modules cover `side` millimetres, on a white panel of [`Pdf::qr_panel_side`] with its
    /// top left corner at (x, y).
    pub fn qr(&mut self, x: f32, y: f32, side: f32, qr: &Qr) {
        let panel = Self::qr_panel_side(side, qr);
        self.rect(Rect::new(x, y, panel, panel), PANEL_CORNER, Some(Color::WHITE), None);
        if let Some(page) = &mut self.page {
            let (x, y) = (x + (panel - side) / 2.0, y + (panel - side) / 2.0);
            page.scaled(x, y, side / f32::from(qr.modules()), |inner| {
                inner.fill_cells(Color::BLACK, qr.dark_cells().into_iter());
            });
        }
    }

    /// Side in millimetres of the white panel under a symbol of `side`: its quiet zone lies wholly inside the
    /// panel's rounded corners.
    pub fn qr_panel_side(side: f32, qr: &Qr) -> f32 {
        side + 2.0 * (qr.quiet_zone(side) + PANEL_EXTRA)
    }

    /// A small drawing, kept once in the file however often it is shown. `drawing` is PDF path operators in a
    /// square of 24 units, y pointing down; `name` identifies it.
    pub fn symbol(&mut self, x: f32, y: f32, side: f32, name: &'static str, drawing: &'static str) {
        self.symbols.entry(name.into()).or_insert(drawing.into());
        if let Some(page) = &mut self.page {
            page.form(x, y, points(side) / objects::SYMBOL_UNITS, name);
        }
    }

    /// The line at the foot of the page: `left`, and the page number with the number of pages.
    pub fn footer(&mut self, left: &str) {
        let total_x = PAGE_WIDTH - FOOTER_MARGIN - 5.5;
        let number = format!("Page {} / ", self.page_number());
        self.text_within(FOOTER_MARGIN, FOOTER_BASELINE, 140.0, left, FOOTER, Align::Left);
        self.text(total_x, FOOTER_BASELINE, &number, FOOTER, Align::Right);
        if let Some(page) = &mut self.page {
            page.form(total_x, FOOTER_BASELINE, 1.0, TOTAL_FORM);
        }
    }

    /// The same where the caller counts: a file of many papers, each with pages 1 to its last.
    pub fn footer_numbered(&mut self, left: &str, number: &str) {
        self.text_within(FOOTER_MARGIN, FOOTER_BASELINE, 140.0, left, FOOTER, Align::Left);
        self.text(PAGE_WIDTH - FOOTER_MARGIN, FOOTER_BASELINE, number, FOOTER, Align::Right);
    }

    /// The finished file.
    pub fn finish(mut self) -> Result<Vec<u8>, PdfError> {
        if self.page_number() == 0 {
            // A PDF without a page cannot be opened.
            self.begin_page()?;
        }
        self.end_page()?;
        let total = self.fonts.get_mut(Face::Regular).encode(&self.pages.len().to_string());
        let mut form = Content::new(0.0);
        form.text(0.0, 0.0, FOOTER.face, FOOTER.size, FOOTER.color, &total);
        let parts = objects::Parts {
            meta: &self.meta,
            fonts: &self.fonts,
            pages: self.pages,
            total_form: form.into_bytes(),
            symbols: &self.symbols,
            bookmarks: &self.bookmarks,
        };
        objects::write(parts)
    }

    pub(super) fn end_page(&mut self) -> Result<(), PdfError> {
        if let Some(page) = self.page.take() {
            self.pages.push(compress(&page.into_bytes())?);
        }
        Ok(())
    }
}

/// Deflates `bytes` the way a PDF's `FlateDecode` expects them.
pub(super) fn compress(bytes: &[u8]) -> Result<Vec<u8>, PdfError> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

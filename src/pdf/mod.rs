//! A small layer over `lopdf` with what the association's printed documents need: pages, text, tables,
//! rectangles, lines, QR codes, bookmarks. Documents use this layer only.
//!
//! Units: positions and lengths in millimetres from the top left corner of an A4 portrait page, type sizes
//! and line heights in points. Same calls, same bytes: nothing here reads a clock or draws a random number.

mod content;
mod document;
mod font;
mod geometry;
mod objects;
mod part;
mod qr;
mod style;
mod table;

pub use document::{Meta, PAGE_HEIGHT, PAGE_WIDTH, Pdf, PdfError};
pub use font::signs;
pub use geometry::Rect;
pub use part::{Continuation, Part};
pub use qr::Qr;
pub use style::{Align, Color, Face, Stroke, Style};
pub use table::{Cell, Column, Row, Table};

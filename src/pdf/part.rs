//! A long document made in steps: interrupted after some pages, continued by another process, put together at the end.
//!
//! Pages name glyphs by their number in the fonts' subsets, which grow as the text goes on. So each part carries the
//! letters used so far, in order, and the next one begins where they end: all parts share one font in the finished file.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::document::{Meta, Pdf, PdfError};
use super::objects::Bookmark;
use super::style::Face;

/// What the next part of a document has to know of those before it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Continuation {
    /// Pages so far.
    pages: usize,
    /// Letters of the regular face in the order of their glyph numbers.
    regular: String,
    /// Letters of the bold face.
    bold: String,
    /// Names and drawings of symbols.
    symbols: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct Head {
    continuation: Continuation,
    bookmarks: Vec<Bookmark>,
    /// Bytes of each page's content.
    lengths: Vec<usize>,
}

/// Some pages of a document that is not finished.
pub struct Part {
    head: Head,
    pages: Vec<Vec<u8>>,
}

impl Part {
    /// What the next part has to know.
    pub fn continuation(&self) -> &Continuation {
        &self.head.continuation
    }

    /// Writes it: the length of the head in eight bytes, the head as JSON, the contents of the pages.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let head = serde_json::to_vec(&self.head)?;
        to.write_all(&(head.len() as u64).to_le_bytes())?;
        to.write_all(&head)?;
        self.pages.iter().try_for_each(|page| to.write_all(page))
    }

    /// Reads what [`Part::write`] wrote; an error of kind `InvalidData` when it is something else.
    pub fn read(bytes: &[u8]) -> io::Result<Self> {
        let cut = || io::Error::new(io::ErrorKind::InvalidData, "a part of a document is cut short");
        let (length, rest) = bytes.split_first_chunk::<8>().ok_or_else(cut)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| cut())?;
        let (head, mut rest) = rest.split_at_checked(length).ok_or_else(cut)?;
        let head: Head = serde_json::from_slice(head)?;
        let mut pages = Vec::with_capacity(head.lengths.len());
        for &length in &head.lengths {
            let (page, after) = rest.split_at_checked(length).ok_or_else(cut)?;
            pages.push(page.to_vec());
            rest = after;
        }
        if rest.is_empty() { Ok(Self { head, pages }) } else { Err(cut()) }
    }
}

impl Pdf {
    /// Goes on with a document that was interrupted.
    pub fn resume(meta: Meta, after: &Continuation) -> Result<Self, PdfError> {
        let mut pdf = Self::new(meta)?;
        pdf.pages_before = after.pages;
        for (face, letters) in [(Face::Regular, &after.regular), (Face::Bold, &after.bold)] {
            for letter in letters.chars() {
                pdf.fonts.get_mut(face).encode(letter.encode_utf8(&mut [0; 4]));
            }
        }
        let owned =
            |(name, drawing): &(String, String)| (Cow::Owned(name.clone()), Cow::Owned(drawing.clone()));
        pdf.symbols = after.symbols.iter().map(owned).collect();
        Ok(pdf)
    }

    /// Puts the pages drawn since the beginning, or since [`Pdf::resume`], aside.
    pub fn suspend(mut self) -> Result<Part, PdfError> {
        self.end_page()?;
        let letters = |face| self.fonts.get(face).used().iter().map(|(letter, _)| letter).collect();
        let continuation = Continuation {
            pages: self.pages_before + self.pages.len(),
            regular: letters(Face::Regular),
            bold: letters(Face::Bold),
            symbols: self
                .symbols
                .iter()
                .map(|(name, drawing)| (name.to_string(), drawing.to_string()))
                .collect(),
        };
        let lengths = self.pages.iter().map(Vec::len).collect();
        Ok(Part { head: Head { continuation, bookmarks: self.bookmarks, lengths }, pages: self.pages })
    }

    /// The finished file of all its parts, in order.
    pub fn join(meta: Meta, parts: Vec<Part>) -> Result<Vec<u8>, PdfError> {
        let last = parts.last().map(|part| part.head.continuation.clone()).unwrap_or_default();
        let mut pdf = Self::resume(meta, &last)?;
        pdf.pages_before = 0;
        for part in parts {
            pdf.pages.extend(part.pages);
            pdf.bookmarks.extend(part.head.bookmarks);
        }
        pdf.finish()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::pdf::{Align, Style};

    const WORDS: [&str; 4] = ["Robe à fleurs", "NGUYỄN Thị", "ŁUKASIK 5 €", "Œuvre d'été \u{f8ff}"];

    fn meta() -> Meta {
        let made_at = NaiveDate::from_ymd_opt(2025, 11, 3).unwrap().and_hms_opt(9, 0, 0).unwrap();
        Meta { title: "Étiquettes".into(), author: "ALPE".into(), made_at }
    }

    fn draw(pdf: &mut Pdf, words: &str) {
        pdf.begin_page().unwrap();
        pdf.bookmark(0, words);
        pdf.text(20.0, 20.0, words, Style::bold(12.0), Align::Left);
        pdf.text(20.0, 40.0, words, Style::regular(12.0), Align::Left);
        pdf.symbol(20.0, 60.0, 8.0, "dot", "1 1 10 10 re f");
        pdf.footer("Pied de page");
    }

    #[test]
    fn a_document_made_in_parts_is_the_document_made_at_once() {
        let mut whole = Pdf::new(meta()).unwrap();
        for words in WORDS {
            draw(&mut whole, words);
        }
        let whole = whole.finish().unwrap();

        let mut parts: Vec<Part> = Vec::new();
        for words in WORDS {
            let after = parts.last().map(|part| part.continuation().clone()).unwrap_or_default();
            let mut pdf = Pdf::resume(meta(), &after).unwrap();
            draw(&mut pdf, words);
            let mut bytes = Vec::new();
            pdf.suspend().unwrap().write(&mut bytes).unwrap();
            parts.push(Part::read(&bytes).unwrap());
        }
        assert_eq!(Pdf::join(meta(), parts).unwrap(), whole);
    }

    #[test]
    fn a_part_that_was_cut_short_is_no_part() {
        let mut pdf = Pdf::new(meta()).unwrap();
        draw(&mut pdf, WORDS[0]);
        let mut bytes = Vec::new();
        pdf.suspend().unwrap().write(&mut bytes).unwrap();
        for length in [0, 7, 20, bytes.len() - 1] {
            assert!(Part::read(&bytes[..length]).is_err(), "{length}");
        }
    }
}

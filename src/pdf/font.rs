//! The two embedded typefaces: measures, glyph numbers of the subset, and what was used of them.

pub mod signs;

pub(super) mod text;

use std::borrow::Cow;
use std::collections::HashMap;

use subsetter::GlyphRemapper;
use ttf_parser::GlyphId;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::document::PdfError;
use super::geometry::millimetres;
use super::style::Face;

/// Height of a capital letter of both faces, in em.
pub(super) const CAP_HEIGHT: f32 = 0.714;

/// What stands for a character that the fonts do not have.
const REPLACEMENT: char = '\u{fffd}';

pub(super) static REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Regular.ttf");
pub(super) static BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Bold.ttf");

/// Both faces of a document.
pub(super) struct Fonts {
    regular: Font,
    bold: Font,
}

impl Fonts {
    pub(super) fn load() -> Result<Self, PdfError> {
        Ok(Self { regular: Font::load(REGULAR, Face::Regular)?, bold: Font::load(BOLD, Face::Bold)? })
    }

    pub(super) fn get(&self, face: Face) -> &Font {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
        }
    }

    pub(super) fn get_mut(&mut self, face: Face) -> &mut Font {
        match face {
            Face::Regular => &mut self.regular,
            Face::Bold => &mut self.bold,
        }
    }
}

/// One face: its glyphs by character, and the subset that the document has used so far.
pub(super) struct Font {
    face: Face,
    program: &'static [u8],
    metrics: Metrics,
    glyphs: HashMap<char, Glyph>,
    subset: GlyphRemapper,
    /// Character and advance of each glyph of the subset, from glyph 1 on.
    used: Vec<(char, u16)>,
}

/// What a PDF font descriptor says, in thousandths of an em.
#[derive(Debug, Clone, Copy)]
pub(super) struct Metrics {
    pub(super) ascent: i16,
    pub(super) descent: i16,
    pub(super) bounds: [i16; 4],
}

#[derive(Debug, Clone, Copy, Default)]
struct Glyph {
    id: u16,
    advance: u16,
}

impl Font {
    fn load(program: &'static [u8], face: Face) -> Result<Self, PdfError> {
        let parsed = ttf_parser::Face::parse(program, 0).map_err(PdfError::Font)?;
        let mut glyphs = HashMap::new();
        for subtable in parsed.tables().cmap.into_iter().flat_map(|table| table.subtables) {
            subtable.codepoints(|code| {
                if let (Some(character), Some(GlyphId(id))) =
                    (char::from_u32(code), subtable.glyph_index(code))
                {
                    let advance = parsed.glyph_hor_advance(GlyphId(id)).unwrap_or_default();
                    glyphs.insert(character, Glyph { id, advance });
                }
            });
        }
        let bounds = parsed.global_bounding_box();
        Ok(Self {
            face,
            program,
            metrics: Metrics {
                ascent: parsed.ascender(),
                descent: parsed.descender(),
                bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
            },
            glyphs,
            subset: GlyphRemapper::new(),
            used: Vec::new(),
        })
    }

    pub(super) fn face(&self) -> Face {
        self.face
    }

    pub(super) fn metrics(&self) -> Metrics {
        self.metrics
    }

    /// Character and advance of each glyph of the subset, from glyph 1 on.
    pub(super) fn used(&self) -> &[(char, u16)] {
        &self.used
    }

    /// Width of one line of text in millimetres.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let thousandths: u32 = composed(text)
            .chars()
            .filter_map(|character| self.shown(character))
            .map(|character| u32::from(self.glyph(character).advance))
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "a line of text")]
        millimetres(thousandths as f32 / 1000.0 * size)
    }

    /// The glyph numbers of `text`, in its composed form, in the subset, as big-endian pairs of bytes.
    pub(super) fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut encoded = Vec::with_capacity(text.len() * 2);
        let shown: Vec<char> = composed(text).chars().filter_map(|character| self.shown(character)).collect();
        for character in shown {
            let glyph = self.glyph(character);
            let id = self.subset.remap(glyph.id);
            if usize::from(id) > self.used.len() {
                let shown = if self.glyphs.contains_key(&character) { character } else { REPLACEMENT };
                self.used.push((shown, glyph.advance));
            }
            encoded.extend_from_slice(&id.to_be_bytes());
        }
        encoded
    }

    /// The font program with nothing but the glyphs used.
    pub(super) fn subset_program(&self) -> Result<Vec<u8>, PdfError> {
        subsetter::subset(self.program, 0, &self.subset).map_err(PdfError::Subset)
    }

    /// What is printed for a character: ornaments that the font lacks are left out, letters that it lacks are not.
    fn shown(&self, character: char) -> Option<char> {
        printable(character).filter(|shown| shown.is_alphanumeric() || self.glyphs.contains_key(shown))
    }

    fn glyph(&self, character: char) -> Glyph {
        self.glyphs.get(&character).or_else(|| self.glyphs.get(&REPLACEMENT)).copied().unwrap_or_default()
    }
}

/// Letters and their accents as single characters, for which the fonts have well-placed glyphs.
fn composed(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_combining_mark) { Cow::Owned(text.nfc().collect()) } else { Cow::Borrowed(text) }
}

/// What is printed for a character: spaces of all kinds as a space, invisible ones not at all.
fn printable(character: char) -> Option<char> {
    match character {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => None,
        _ if character.is_whitespace() || character.is_control() => Some(' '),
        _ => Some(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_faces_know_the_letters_of_our_neighbours() {
        let fonts = Fonts::load().unwrap();
        for face in [Face::Regular, Face::Bold] {
            for character in "ÀéœŒŸ€ Nguyễn Łukasik Şahin Đặng Țepeș Ðórður ß ẞ ’“”«»–—…№×°".chars()
            {
                let shown = printable(character).unwrap();
                assert!(fonts.get(face).glyphs.contains_key(&shown), "{character} in {face:?}");
            }
        }
    }

    #[test]
    fn a_character_that_the_font_lacks_shows_as_a_replacement() {
        let mut fonts = Fonts::load().unwrap();
        let font = fonts.get_mut(Face::Regular);
        assert_eq!(font.encode("漢"), font.encode("\u{fffd}"));
        assert_eq!(font.used(), [('\u{fffd}', font.glyph('漢').advance)]);
        assert!(font.glyph('漢').advance > 0, "the replacement must be seen");
    }

    #[test]
    fn an_ornament_that_the_font_lacks_is_left_out() {
        let mut fonts = Fonts::load().unwrap();
        let font = fonts.get_mut(Face::Regular);
        assert_eq!(font.encode("🎀ab❤\u{fe0f}"), font.encode("ab"));
        assert!((font.width("🎀ab", 10.0) - font.width("ab", 10.0)).abs() < 1e-6);
    }

    #[test]
    fn invisible_characters_take_no_room_and_odd_spaces_are_spaces() {
        let fonts = Fonts::load().unwrap();
        let font = fonts.get(Face::Regular);
        let plain = font.width("5 €", 10.0);
        for text in ["5\u{a0}€", "5\u{202f}€", "5\t€", "5\n€", "5\u{200b} €\u{feff}"] {
            assert!((font.width(text, 10.0) - plain).abs() < 1e-6, "{text:?}");
        }
    }

    #[test]
    fn a_letter_with_a_loose_accent_is_printed_like_the_composed_one() {
        let mut fonts = Fonts::load().unwrap();
        let font = fonts.get_mut(Face::Regular);
        assert_eq!(font.encode("Nguye\u{302}\u{303}n"), font.encode("Nguyễn"));
    }

    #[test]
    fn glyphs_are_numbered_in_the_order_of_their_first_use() {
        let mut fonts = Fonts::load().unwrap();
        let font = fonts.get_mut(Face::Bold);
        assert_eq!(font.encode("baba"), [0, 1, 0, 2, 0, 1, 0, 2]);
        assert_eq!(font.used().iter().map(|used| used.0).collect::<String>(), "ba");
        assert!(font.subset_program().unwrap().len() < 5_000);
    }
}

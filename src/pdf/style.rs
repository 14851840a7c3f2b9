//! How things look: colours, type styles, pen strokes.

/// A screen colour (sRGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub [u8; 3]);

impl Color {
    /// Ink.
    pub const BLACK: Self = Self([0, 0, 0]);
    /// Paper.
    pub const WHITE: Self = Self([255, 255, 255]);
    /// Secondary text, 7:1 on white.
    pub const GREY: Self = Self([85, 85, 85]);
    /// Hairlines and frames.
    pub const LIGHT_GREY: Self = Self([170, 170, 170]);
    /// Backgrounds of headers.
    pub const PALE: Self = Self([240, 240, 240]);

    /// The colour written `#RRGGBB`; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// The colour mixed with black: `share` 1.0 is the colour itself, 0.0 is black.
    #[must_use]
    pub fn shade(self, share: f32) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
        Self(self.0.map(|part| (f32::from(part) * share).round().clamp(0.0, 255.0) as u8))
    }
}

/// The embedded typefaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Noto Sans Regular.
    Regular,
    /// Noto Sans Bold.
    Bold,
}

/// A type style.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Typeface.
    pub face: Face,
    /// Size in points.
    pub size: f32,
    /// Colour of the letters.
    pub color: Color,
}

impl Style {
    /// Regular, black, of the given size in points.
    pub const fn regular(size: f32) -> Self {
        Self { face: Face::Regular, size, color: Color::BLACK }
    }

    /// Bold, black, of the given size in points.
    pub const fn bold(size: f32) -> Self {
        Self { face: Face::Bold, size, color: Color::BLACK }
    }

    /// The same style in another colour.
    #[must_use]
    pub const fn color(self, color: Color) -> Self {
        Self { color, ..self }
    }

    /// The same style in the grey of secondary text.
    #[must_use]
    pub const fn grey(self) -> Self {
        self.color(Color::GREY)
    }

    /// Distance between two baselines, in millimetres.
    pub fn line_height(self) -> f32 {
        super::geometry::millimetres(self.size * 1.25)
    }

    /// Height of a capital letter, in millimetres.
    pub fn cap_height(self) -> f32 {
        super::geometry::millimetres(self.size * super::font::CAP_HEIGHT)
    }
}

/// Where a line of text stands relative to its anchor or within its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Starts at the left.
    #[default]
    Left,
    /// Stands in the middle.
    Center,
    /// Ends at the right.
    Right,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Thickness in millimetres.
    pub width: f32,
    /// Colour.
    pub color: Color,
    /// Lengths of dash and gap in millimetres; `None` draws a solid line.
    pub dash: Option<[f32; 2]>,
}

impl Stroke {
    /// A solid line.
    pub const fn solid(width: f32, color: Color) -> Self {
        Self { width, color, dash: None }
    }

    /// A dashed line.
    pub const fn dashed(width: f32, color: Color, dash: f32, gap: f32) -> Self {
        Self { width, color, dash: Some([dash, gap]) }
    }
}

#[cfg(test)]
mod tests {
    use super::Color;

    #[test]
    fn a_colour_is_read_from_its_hexadecimal_form_only() {
        assert_eq!(Color::from_hex("#FFa500"), Some(Color([255, 165, 0])));
        for wrong in ["FFA500", "#FFA50", "#FFA50g", "#é€1", ""] {
            assert_eq!(Color::from_hex(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_shade_runs_from_the_colour_to_black() {
        let gold = Color([255, 215, 0]);
        assert_eq!(gold.shade(1.0), gold);
        assert_eq!(gold.shade(0.0), Color::BLACK);
        assert_eq!(gold.shade(0.5), Color([128, 108, 0]));
    }
}

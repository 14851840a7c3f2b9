//! The content stream of one page: PDF operators, written as compactly as they can be.

use super::geometry::{Rect, points};
use super::style::{Color, Face, Stroke};

/// Distance of a Bézier control point that makes a quarter circle of radius 1.
const QUARTER_CIRCLE: f32 = 0.552_285;

/// A content stream under construction, in PDF space: points from the bottom left corner.
///
/// Colours, pens and fonts already in force are not set again.
pub(super) struct Content {
    bytes: Vec<u8>,
    page_height: f32,
    state: State,
}

#[derive(Default, Clone, Copy)]
struct State {
    fill: Option<Color>,
    stroke: Option<Stroke>,
    font: Option<(Face, f32)>,
}

impl Content {
    /// An empty stream for a page `page_height` millimetres high.
    pub(super) fn new(page_height: f32) -> Self {
        Self { bytes: Vec::with_capacity(16 * 1024), page_height, state: State::default() }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// One line of text whose glyphs are already encoded as big-endian pairs of bytes.
    pub(super) fn text(&mut self, x: f32, baseline: f32, face: Face, size: f32, color: Color, glyphs: &[u8]) {
        self.fill_color(color);
        self.operator("BT");
        if self.state.font != Some((face, size)) {
            self.state.font = Some((face, size));
            self.bytes.extend_from_slice(match face {
                Face::Regular => b"/R ",
                Face::Bold => b"/B ",
            });
            self.number(size);
            self.operator("Tf");
        }
        self.point(x, baseline);
        self.operator("Td");
        self.bytes.push(b'<');
        for byte in glyphs {
            self.bytes.push(hex_digit(byte >> 4));
            self.bytes.push(hex_digit(byte & 15));
        }
        self.operator(">Tj");
        self.operator("ET");
    }

    /// A rectangle, with rounded corners when `radius` is above zero, filled, outlined or both.
    pub(super) fn rect(&mut self, rect: Rect, radius: f32, fill: Option<Color>, stroke: Option<Stroke>) {
        if let Some(color) = fill {
            self.fill_color(color);
        }
        if let Some(stroke) = stroke {
            self.pen(stroke);
        }
        if radius > 0.0 {
            self.rounded_path(rect, radius);
        } else {
            self.point(rect.x, rect.bottom());
            self.number(points(rect.width));
            self.number(points(rect.height));
            self.operator("re");
        }
        self.operator(match (fill.is_some(), stroke.is_some()) {
            (true, true) => "B",
            (true, false) => "f",
            (false, true) => "S",
            (false, false) => "n",
        });
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: (f32, f32), to: (f32, f32), stroke: Stroke) {
        self.pen(stroke);
        self.point(from.0, from.1);
        self.operator("m");
        self.point(to.0, to.1);
        self.operator("l");
        self.operator("S");
    }

    /// Draws `inside` in units of `unit` millimetres from (x, y), y pointing down; what it sets stays inside.
    pub(super) fn scaled(&mut self, x: f32, y: f32, unit: f32, inside: impl FnOnce(&mut Self)) {
        let before = self.state;
        self.operator("q");
        let scale = points(unit);
        self.fine_number(scale);
        self.bytes.extend_from_slice(b"0 0 ");
        self.fine_number(-scale);
        self.point(x, y);
        self.operator("cm");
        inside(self);
        self.operator("Q");
        self.state = before;
    }

    /// Fills rectangles given in whole units of the coordinate system in force, as one path.
    pub(super) fn fill_cells(&mut self, color: Color, cells: impl Iterator<Item = [i32; 4]>) {
        self.fill_color(color);
        for cell in cells {
            for value in cell {
                self.integer(i64::from(value));
            }
            self.operator("re");
        }
        self.operator("f");
    }

    /// Draws the form object of this name with its origin at (x, y), `scale` times its size, upright.
    pub(super) fn form(&mut self, x: f32, y: f32, scale: f32, name: &str) {
        self.operator("q");
        self.fine_number(scale);
        self.bytes.extend_from_slice(b"0 0 ");
        self.fine_number(scale);
        self.point(x, y);
        self.operator("cm");
        self.bytes.push(b'/');
        self.bytes.extend_from_slice(name.as_bytes());
        self.operator(" Do");
        self.operator("Q");
    }

    /// Sets the colour that fills letters and shapes.
    fn fill_color(&mut self, color: Color) {
        if self.state.fill != Some(color) {
            self.state.fill = Some(color);
            self.color(color, "g", "rg");
        }
    }

    fn pen(&mut self, stroke: Stroke) {
        let before = self.state.stroke;
        if before == Some(stroke) {
            return;
        }
        self.state.stroke = Some(stroke);
        if before.map(|pen| pen.color) != Some(stroke.color) {
            self.color(stroke.color, "G", "RG");
        }
        if before.map(|pen| pen.width) != Some(stroke.width) {
            self.number(points(stroke.width));
            self.operator("w");
        }
        if before.is_none_or(|pen| pen.dash != stroke.dash) {
            self.bytes.push(b'[');
            for length in stroke.dash.into_iter().flatten() {
                self.number(points(length));
            }
            self.operator("]0 d");
        }
    }

    fn color(&mut self, Color([red, green, blue]): Color, grey_operator: &str, rgb_operator: &str) {
        if red == green && green == blue {
            self.fine_number(f32::from(red) / 255.0);
            self.operator(grey_operator);
        } else {
            for part in [red, green, blue] {
                self.fine_number(f32::from(part) / 255.0);
            }
            self.operator(rgb_operator);
        }
    }

    fn rounded_path(&mut self, rect: Rect, radius: f32) {
        let (left, top, right, bottom) = (rect.x, rect.y, rect.right(), rect.bottom());
        let control = radius * (1.0 - QUARTER_CIRCLE);
        self.point(left + radius, top);
        self.operator("m");
        self.point(right - radius, top);
        self.operator("l");
        self.curve([(right - control, top), (right, top + control), (right, top + radius)]);
        self.point(right, bottom - radius);
        self.operator("l");
        self.curve([(right, bottom - control), (right - control, bottom), (right - radius, bottom)]);
        self.point(left + radius, bottom);
        self.operator("l");
        self.curve([(left + control, bottom), (left, bottom - control), (left, bottom - radius)]);
        self.point(left, top + radius);
        self.operator("l");
        self.curve([(left, top + control), (left + control, top), (left + radius, top)]);
        self.operator("h");
    }

    fn curve(&mut self, through: [(f32, f32); 3]) {
        for (x, y) in through {
            self.point(x, y);
        }
        self.operator("c");
    }

    fn point(&mut self, x: f32, y: f32) {
        self.number(points(x));
        self.number(points(self.page_height - y));
    }

    fn operator(&mut self, name: &str) {
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.push(b'\n');
    }

    /// A number of points: two decimals are a three-hundredth of a millimetre.
    fn number(&mut self, value: f32) {
        self.decimal(value, 2);
    }

    fn fine_number(&mut self, value: f32) {
        self.decimal(value, 4);
    }

    fn decimal(&mut self, value: f32, decimals: usize) {
        let scale = 10_i64.pow(if decimals == 2 { 2 } else { 4 });
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "page coordinates")]
        let scaled = (f64::from(value) * scale as f64).round() as i64;
        if scaled < 0 {
            self.bytes.push(b'-');
        }
        let scaled = scaled.abs();
        self.digits(scaled / scale);
        let fraction = scaled % scale;
        if fraction > 0 {
            let text = format!("{fraction:0decimals$}");
            self.bytes.push(b'.');
            self.bytes.extend_from_slice(text.trim_end_matches('0').as_bytes());
        }
        self.bytes.push(b' ');
    }

    fn integer(&mut self, value: i64) {
        self.digits(value);
        self.bytes.push(b' ');
    }

    fn digits(&mut self, value: i64) {
        self.bytes.extend_from_slice(value.to_string().as_bytes());
    }
}

fn hex_digit(value: u8) -> u8 {
    match value {
        0..=9 => b'0' + value,
        _ => b'a' + value - 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(draw: impl FnOnce(&mut Content)) -> String {
        let mut content = Content::new(297.0);
        draw(&mut content);
        String::from_utf8(content.into_bytes()).unwrap()
    }

    #[test]
    fn numbers_are_short_and_never_lose_their_sign_or_zeros() {
        let text = written(|content| {
            for value in [0.0, 1.0, -0.5, 12.345, 7.05, -3.0, 100.0] {
                content.number(value);
            }
        });
        assert_eq!(text, "0 1 -0.5 12.35 7.05 -3 100 ");
    }

    #[test]
    fn a_colour_already_in_force_is_not_set_again() {
        let text = written(|content| {
            content.fill_color(Color([255, 0, 0]));
            content.fill_color(Color([255, 0, 0]));
            content.fill_color(Color::BLACK);
        });
        assert_eq!(text, "1 0 0 rg\n0 g\n");
    }

    #[test]
    fn what_is_set_inside_a_scaled_drawing_is_set_again_after_it() {
        let text = written(|content| {
            content.scaled(0.0, 0.0, 1.0, |inner| inner.fill_color(Color::BLACK));
            content.fill_color(Color::BLACK);
        });
        assert_eq!(text.matches("0 g\n").count(), 2);
    }

    #[test]
    fn a_dashed_pen_gives_way_to_a_solid_one() {
        let text = written(|content| {
            content.line((0.0, 0.0), (1.0, 0.0), Stroke::dashed(0.2, Color::BLACK, 2.0, 1.0));
            content.line((0.0, 0.0), (1.0, 0.0), Stroke::solid(0.2, Color::BLACK));
        });
        assert!(text.contains("[5.67 2.83 ]0 d") && text.contains("[]0 d"), "{text}");
    }
}

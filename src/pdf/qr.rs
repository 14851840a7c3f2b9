//! QR codes as vector drawings.

use super::document::PdfError;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// White modules that the standard asks for around a symbol.
const QUIET_MODULES: u8 = 4;

/// A QR symbol: error correction M, version 3 at least, alphanumeric mode whenever the text allows it.
pub struct Qr(QrCode);

impl Qr {
    /// Encodes `text`; fails when it is longer than the largest symbol holds (some 2,300 bytes).
    pub fn encode(text: &str) -> Result<Self, PdfError> {
        let segment = if QrSegment::is_alphanumeric(text) {
            QrSegment::make_alphanumeric(text)
        } else {
            QrSegment::make_bytes(text.as_bytes())
        };
        QrCode::encode_segments_advanced(
            &[segment],
            QrCodeEcc::Medium,
            Version::new(3),
            Version::MAX,
            None,
            false,
        )
        .map(Self)
        .map_err(|_| PdfError::QrTooLong)
    }

    /// Side of the symbol in modules, without its quiet zone.
    pub fn modules(&self) -> u8 {
        self.0.version().value() * 4 + 17
    }

    /// Side of [`Qr::svg_path`] in modules: the symbol with its quiet zone.
    pub fn svg_side(&self) -> u32 {
        u32::from(self.modules()) + 2 * u32::from(QUIET_MODULES)
    }

    /// The symbol for a screen: SVG path data, one unit per module, the quiet zone left free on every side.
    pub fn svg_path(&self) -> String {
        use std::fmt::Write as _;
        let quiet = i32::from(QUIET_MODULES);
        let mut path = String::new();
        for [x, y, width, height] in self.dark_cells() {
            let _ = write!(path, "M{} {}h{width}v{height}h-{width}z", x + quiet, y + quiet);
        }
        path
    }

    /// Width of the quiet zone around a symbol of `side` millimetres.
    pub(super) fn quiet_zone(&self, side: f32) -> f32 {
        side * f32::from(QUIET_MODULES) / f32::from(self.modules())
    }

    /// The dark parts as `[x, y, width, height]` in modules: runs of each row, merged with equal runs below.
    pub(super) fn dark_cells(&self) -> Vec<[i32; 4]> {
        let size = self.0.size();
        let mut cells: Vec<[i32; 4]> = Vec::new();
        // Index in `cells` of the run that started at each column of the row above.
        let mut above: Vec<Option<usize>> = vec![None; usize::from(self.modules())];
        for y in 0..size {
            let mut current = vec![None; above.len()];
            let mut x = 0;
            while x < size {
                let start = x;
                while x < size && self.0.get_module(x, y) {
                    x += 1;
                }
                if x == start {
                    x += 1;
                    continue;
                }
                let column = usize::try_from(start).unwrap_or_default();
                let index = match above[column] {
                    Some(index) if cells[index][2] == x - start => {
                        cells[index][3] += 1;
                        index
                    }
                    _ => {
                        cells.push([start, y, x - start, 1]);
                        cells.len() - 1
                    }
                };
                current[column] = Some(index);
            }
            above = current;
        }
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_code_makes_a_version_3_symbol() {
        let qr = Qr::encode("A2025-L245-A03-500-M04A").unwrap();
        assert_eq!(qr.modules(), 29);
        assert_eq!(qr.0.error_correction_level(), QrCodeEcc::Medium);
        assert!((qr.quiet_zone(29.0) - 4.0).abs() < 1e-4);
    }

    #[test]
    fn the_merged_cells_cover_exactly_the_dark_modules() {
        let qr = Qr::encode("A2025-L245-A03-500-M04A").unwrap();
        let size = qr.0.size();
        let mut painted = vec![0; usize::try_from(size * size).unwrap()];
        for [x, y, width, height] in qr.dark_cells() {
            for row in y..y + height {
                for column in x..x + width {
                    painted[usize::try_from(row * size + column).unwrap()] += 1;
                }
            }
        }
        for y in 0..size {
            for x in 0..size {
                let times = painted[usize::try_from(y * size + x).unwrap()];
                assert_eq!(times, i32::from(qr.0.get_module(x, y)), "module {x}, {y}");
            }
        }
    }

    #[test]
    fn a_text_that_no_symbol_can_hold_is_an_error() {
        assert!(matches!(Qr::encode(&"é".repeat(3000)), Err(PdfError::QrTooLong)));
    }
}

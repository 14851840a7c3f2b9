//! Where the twelve labels of a page stand.

use crate::features::edition::editions::settings::LabelLayout;
use crate::pdf::{Color, Pdf, Rect, Stroke};

/// Labels of one page.
pub const LABELS_PER_PAGE: usize = 12;

const COLUMNS: u8 = 3;
const CUT: Stroke = Stroke::dashed(0.2, Color([120, 120, 120]), 2.0, 1.5);

impl LabelLayout {
    /// Cell `index` of a page (0 to 11, row by row).
    pub fn cell(self, index: usize) -> Rect {
        let index = u8::try_from(index % LABELS_PER_PAGE).unwrap_or_default();
        let (column, row) = (f32::from(index % COLUMNS), f32::from(index / COLUMNS));
        match self {
            Self::Cut70x74 => Rect::new(70.0 * column, 0.5 + 74.0 * row, 70.0, 74.0),
            Self::AveryL7164 => Rect::new(7.21 + 66.04 * column, 4.5 + 72.0 * row, 63.5, 72.0),
        }
    }

    /// How far inside its cell a label keeps, so that no printer and no scissors clip it.
    pub fn margin(self) -> f32 {
        match self {
            Self::Cut70x74 => 6.0,
            Self::AveryL7164 => 3.0,
        }
    }

    /// The dashed lines around the cells up to `used`; pre-cut sheets need none.
    pub fn draw_cutting_lines(self, pdf: &mut Pdf, used: usize) {
        if self != Self::Cut70x74 || used == 0 {
            return;
        }
        let bottom = self.cell(used - 1).bottom();
        let first = self.cell(0);
        for column in 1..usize::from(COLUMNS) {
            let x = self.cell(column).x;
            pdf.line((x, first.y), (x, bottom), CUT);
        }
        let right = self.cell(usize::from(COLUMNS) - 1).right();
        for row in 0..used.div_ceil(usize::from(COLUMNS)) {
            let y = self.cell(row * usize::from(COLUMNS)).bottom();
            pdf.line((first.x, y), (right, y), CUT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::{PAGE_HEIGHT, PAGE_WIDTH};

    #[test]
    fn the_cells_of_both_layouts_stay_on_the_page_and_apart() {
        for layout in [LabelLayout::Cut70x74, LabelLayout::AveryL7164] {
            let cells: Vec<Rect> = (0..LABELS_PER_PAGE).map(|index| layout.cell(index)).collect();
            for (index, cell) in cells.iter().enumerate() {
                assert!(cell.x >= 0.0 && cell.right() <= PAGE_WIDTH, "{layout:?} {index}");
                assert!(cell.y >= 0.0 && cell.bottom() <= PAGE_HEIGHT, "{layout:?} {index}");
                for other in &cells[..index] {
                    let apart_x = cell.x >= other.right() - 0.01 || other.x >= cell.right() - 0.01;
                    let apart_y = cell.y >= other.bottom() - 0.01 || other.y >= cell.bottom() - 0.01;
                    assert!(apart_x || apart_y, "{layout:?} {index}");
                }
            }
        }
    }
}

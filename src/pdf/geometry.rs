//! Rectangles on the page, and the way from millimetres to PDF points.

/// A rectangle in millimetres, from the top left corner of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Rect {
    /// A rectangle by its top left corner and size.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// The same rectangle made smaller by `margin` on every side.
    #[must_use]
    pub fn inset(self, margin: f32) -> Self {
        Self {
            x: self.x + margin,
            y: self.y + margin,
            width: self.width - 2.0 * margin,
            height: self.height - 2.0 * margin,
        }
    }

    /// Right edge.
    pub fn right(self) -> f32 {
        self.x + self.width
    }

    /// Bottom edge.
    pub fn bottom(self) -> f32 {
        self.y + self.height
    }

    /// Horizontal middle.
    pub fn center_x(self) -> f32 {
        self.x + self.width / 2.0
    }
}

/// Millimetres to points.
pub(super) fn points(mm: f32) -> f32 {
    mm * 72.0 / 25.4
}

/// Points to millimetres.
pub(super) fn millimetres(points: f32) -> f32 {
    points * 25.4 / 72.0
}

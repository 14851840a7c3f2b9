//! Between which edges everything on a slip stands, in millimetres.

use crate::pdf::PAGE_WIDTH;

/// Left edge.
pub(super) const LEFT: f32 = 14.0;
/// Width.
pub(super) const WIDTH: f32 = PAGE_WIDTH - 2.0 * LEFT;
/// Right edge.
pub(super) const RIGHT: f32 = LEFT + WIDTH;

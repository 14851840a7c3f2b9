//! Labels, and the sheets printed with them: covers, separators, list sheets, coupons for the bags.
//!
//! Invariants (documents.md 2 and 3, till.md 3):
//! - a label's QR code holds code, price and check characters made with the edition's own key: printed again, it is the same;
//! - lists are printed once validated; a list that does not hold together is named and left out, the others are made;
//! - the sheets of a whole edition are made in steps of less than a second that any process can take up.

pub mod sheet;
pub mod model;
pub mod rules;
pub mod store;
mod gather;
mod plan;
pub mod paper;
pub mod reprint;
pub mod work;
pub mod api;

//! The sheets themselves: labels, covers, list sheets, coupons.

mod coupon;
mod cover;
pub mod label;
pub mod label_sheet;
mod layout;
mod list_sheet;
pub mod model;
mod pictograms;

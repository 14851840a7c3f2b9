//! Labels, and the sheets printed with them: covers, separators, list sheets, coupons for the bags.

pub mod coupon;
mod cover;
pub mod label;
pub mod label_sheet;
mod layout;
mod list_sheet;
mod pictograms;

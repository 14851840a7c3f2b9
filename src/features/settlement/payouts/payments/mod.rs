//! Paying, taking back, adjusting, handing back what was not sold.

pub mod adjust;
pub mod pay;
pub mod returns;

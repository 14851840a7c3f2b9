//! Paying, taking back, adjusting, handing back what was not sold.

pub mod cheque_number;
pub mod adjust;
pub mod pay;
pub mod returns;

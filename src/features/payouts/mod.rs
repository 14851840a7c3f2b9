//! Payouts, here their printed slips.

pub mod slip;
mod slip_page;

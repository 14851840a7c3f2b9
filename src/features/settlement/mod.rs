//! Money for the depositors.

pub mod payouts;

//! Payouts: what each depositor is owed, the slip that says so, and how it was paid.
//!
//! Invariants (domain.md 5.12 and 7): commission is taken once per depositor, not per line;
//! gross = commission + fees + net + what could not be deducted, to the cent. A payout that has been paid is never
//! computed anew.

pub mod states;
pub mod rules;
pub mod model;
mod compute;
mod documents;
mod pay;
pub mod api;
pub mod slip;
mod slip_page;
mod store;

pub use compute::{compute_all, outdated};

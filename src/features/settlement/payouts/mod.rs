//! Payouts: what each depositor is owed, the slip that says so, and what was paid of it.
//!
//! Invariants (money.md 1, domain.md 5.12 and 7):
//!
//! - What is owed is computed from sales, commission, fees and adjustments whenever money moves, never read from what was
//!   stored: gross + adjustments + debt = commission + fees + net, to the cent.
//! - What was paid are rows that are only added. One that takes another back names it; the database lets nobody take the
//!   same place, or take the same row back twice.
//! - What is to pay is the difference. A slip carries the digest of its reckoning and is worth something only while that
//!   is what is owed: a sale, a cancellation, a price or an adjustment sends it back without knowing of payouts.
//! - Whoever moves money holds the edition ([`hold`]).

pub mod states;
pub mod model;
pub mod reckoning;
pub mod store;
pub mod views;
pub mod warnings;
pub mod payments;
pub mod slips;
pub mod summary;
pub mod own;
pub mod api;

pub use reckoning::compute::missing;
pub use reckoning::hold;

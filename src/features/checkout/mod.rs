//! Checkout: tills, tickets, sales, conflicts and cancellations (till.md).
//!
//! Invariants:
//! - an article has at most one effective sale, decided by the set of claims alone, never by their order of arrival;
//! - a ticket is signed on its till and chained to the one before it; none can be altered or removed unseen;
//! - payments sum up to the lines; nothing is ever deleted, only cancelled by whom, when and why;
//! - a retry after a lost answer never sells twice.

pub mod states;
pub mod ticket;
pub mod rules;

pub use crate::features::lists::label_code;

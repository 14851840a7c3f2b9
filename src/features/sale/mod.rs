//! Checkout: tills, tickets, sales, conflicts and cancellations (till.md).
//!
//! Invariants:
//! - an article has at most one effective sale, decided by the set of claims alone, never by their order of arrival;
//! - a ticket is signed on its till and chained to the one before it; none can be altered or removed unseen;
//! - payments sum up to the lines; nothing is ever deleted, only cancelled by whom, when and why;
//! - a retry after a lost answer never sells twice.
//!
//! A ticket's way in: [`arrival`] reads it, [`verdict`] judges it, [`record`] writes it, [`claims`] says which of the
//! claims on an article takes effect. Locks are taken in this order by every transaction: the edition, register sessions,
//! articles, ticket lines, journal.

pub mod states;
pub mod ticket;
pub mod takings;
pub mod rules;
pub mod views;
pub mod permission;
pub mod lines;
pub mod tills;
pub mod claims;
pub mod board;
pub mod tickets;
pub mod decisions;

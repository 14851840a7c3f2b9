//! The append-only record of who did what, for audit and for money.
//!
//! Each entry's hash covers the hash before it, so that nothing can be changed, taken out or slipped in unseen. Entries
//! are written in the transaction of the change they tell of, last: the row of `journal_head` orders the writers, and a
//! transaction that holds it should have nothing more to do than to commit.

mod chain;
mod store;

pub use chain::{Entry, Stored};
pub use store::{Verdict, about, hold, record, record_all, verify};

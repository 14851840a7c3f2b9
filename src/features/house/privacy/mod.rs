//! One's own data: a copy of everything that is held about a person, and erasing the account.
//!
//! Invariants: what is erased cannot be brought back; the accounting (sales, payouts, journal) stays and no longer names
//! anybody; nobody disappears in the middle of an edition, when articles and money of theirs are on the way.

pub mod api;
mod copy;
pub mod erase;
pub mod model;

//! The append-only record of who did what, for audit and for money.
//!
//! Each entry's hash covers the hash before it, so that nothing can be changed, taken out or slipped in unseen. Entries
//! are written in the transaction of the change they tell of, last: the row of `journal_head` orders the writers, and a
//! transaction that holds it should have nothing more to do than to commit.
//!
//! Nothing is ever deleted. What may not be kept any longer (quality.md 4: audit two years, money ten) is emptied:
//! sequence, time, event and hash stay, so that the chain can still be walked, and an entry `journal_pruned`, itself in the
//! chain, says which entries were emptied and seals their hashes. An emptied entry that no such entry covers is a forgery.

mod chain;
mod events;
mod pruning;
mod seal;
mod store;
mod walk;

pub use self::chain::{Entry, GENESIS, Stored};
pub use self::events::{Calls, Event, LiveSums, Retention, Subject, in_words};
pub use self::pruning::prune;
pub use self::seal::{Head, seal, standing};
pub use self::store::{Mark, about, end, hold, told_since};
pub use self::walk::{Verdict, verify, verify_last, verify_sealed};

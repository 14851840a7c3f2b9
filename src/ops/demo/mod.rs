//! A lively demonstration: a sale in full swing and an edition whose depositors still fill their lists.
//!
//! Everything but the articles goes through the API, at the hour at which it would have happened: the demonstration is
//! also a rehearsal of the whole edition. Articles are written directly, for 4,000 calls would make the visitor wait.

mod articles;
mod client;
mod folder;
mod people;
mod story;
mod tills;

pub use folder::{Secrets, open, secrets};
pub use story::{PASSWORD, Scale, tell};

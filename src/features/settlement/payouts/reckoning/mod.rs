//! What is owed, what was paid, and whoever moves money waiting for the others.

pub mod account;
pub mod compute;
pub mod hold;
pub mod ledger;
pub mod owed;
pub mod rules;

//! Long work, done in steps of less than a second: by the request that started it, by those that ask how far it is, by cron.
//! Shared hosts kill long requests and offer no daemon.
//!
//! Invariants:
//! - a step is claimed by one process at a time; the claim of a process that died lapses;
//! - a step may be done twice without harm: each writes its result in one go, under its own name.

pub mod model;
pub mod store;
pub mod work;

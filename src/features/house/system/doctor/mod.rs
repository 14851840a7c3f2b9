//! What is wrong with this machine and its database, and what to do about it, in plain French.
//!
//! Facts are gathered (`local`), then judged by pure rules. `ops::doctor` adds what asks the installation's own address.

mod local;
pub mod model;
pub mod rules;

pub use local::{clock_ahead, examine};

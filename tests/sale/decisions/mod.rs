//! What managers decide.

mod attention;
mod conflicts;
mod flood;
mod forged;
mod unowned;
mod races;

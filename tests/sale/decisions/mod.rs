//! What managers decide.

mod attention;
mod conflicts;
mod flood;
mod unowned;

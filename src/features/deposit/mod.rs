//! The days on which articles are brought.

pub mod labels;

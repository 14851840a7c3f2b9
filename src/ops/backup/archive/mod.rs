//! The archive itself: lines of rows, sealed, written and read.

pub mod left_out;
pub mod lines;
pub mod reading;
pub mod sealing;
pub mod writing;

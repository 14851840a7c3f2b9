//! Slips: what they say, and the files they become.

pub mod api;
pub mod documents;
pub mod reading;
pub mod slip;
pub mod slip_page;

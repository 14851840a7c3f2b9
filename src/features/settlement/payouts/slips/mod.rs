//! Slips: what they say, and the files they become.

pub mod api;
pub mod documents;
pub mod reading;
pub mod slip;
mod slip_page;

//! Slips: what they say, and the files they become.

pub mod api;
mod closing;
pub mod documents;
mod edges;
mod plan;
pub mod reading;
pub mod slip;
pub mod slip_page;
